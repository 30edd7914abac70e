using System.Text;
using Engine.Lua.Tests.Running;
using Redis.Fixtures;

namespace Engine.Lua.Tests.Differential;

public sealed class RandomProgramsTests
{
    private const int ProgramsPerRun = 500;

    // Shows a value with what it contains, so that differences in the order of pairs are seen as well.
    private const string Prelude =
        """
        MT = {
          __index = function(t, k) return k end, __add = function(a, b) return 'sum' end,
          __eq = function() return true end, __lt = function() return false end,
          __concat = function(a, b) return 'joined' end, __len = function() return 3 end,
          __call = function(self, ...) return 'called', ... end, __unm = function() return 'minus' end,
        }
        local function show(v, depth)
          if type(v) ~= 'table' then return type(v) == 'function' and 'function' or tostring(v) end
          if depth > 2 then return '...' end
          local parts = {}
          for k, e in next, v do
            parts[#parts + 1] = show(k, depth + 1) .. '=' .. show(e, depth + 1)
            if #parts > 6 then break end
          end
          return '{' .. table.concat(parts, ',') .. '}#' .. #v
        end
        local write = print
        function print(...)
          local parts = {}
          for i = 1, select('#', ...) do parts[i] = show((select(i, ...)), 0) end
          write(table.concat(parts, '|'))
        end
        local steps
        function step() steps = steps + 1 if steps > 300 then error('too many steps', 0) end end
        function K(v)
          local kind = type(v)
          return (kind == 'table' or kind == 'function') and kind or v
        end
        function S(v)
          if type(v) == 'string' and #v > 100 then error('too long', 0) end
          return v
        end
        local function run(source)
          steps = 0
          local chunk, message = loadstring(source, '=p')
          if not chunk then write(message) return end
          print(pcall(chunk))
        end

        """;

    public static TheoryData<int> Runs => [.. Enumerable.Range(0, Soak.Iterations(2, 200))];

    [Theory]
    [MemberData(nameof(Runs))]
    [Trait("Category", "Soak")]
    public async Task Random_programs_do_what_they_do_in_puc_lua(int run)
    {
        ReferenceLua.SkipIfMissing();
        string folder = Directory.CreateTempSubdirectory("lua-").FullName;
        try
        {
            byte[] source = Encoding.Latin1.GetBytes(Batch(run * ProgramsPerRun));
            await File.WriteAllBytesAsync(
                Path.Combine(folder, "p.lua"), source, TestContext.Current.CancellationToken);
            string expected = await ReferenceLua.OutputOf(folder, "p.lua");

            string actual = TestState.OutputOf(source, "@p.lua");

            Assert.Equal(expected.Split('\n'), actual.Split('\n'));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Batch(int firstSeed)
    {
        var text = new StringBuilder(Prelude);
        for (int seed = firstSeed; seed < firstSeed + ProgramsPerRun; seed++)
        {
            text.Append("write('--- ").Append(seed).Append("')\nrun([==[\n");
            text.Append(new RandomProgram(seed).Write()).Append("]==])\n");
        }

        return text.ToString();
    }
}

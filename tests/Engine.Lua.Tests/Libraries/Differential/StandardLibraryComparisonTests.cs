using System.Text;
using Engine.Lua.Tests.Running;
using Redis.Fixtures;

namespace Engine.Lua.Tests.Libraries.Differential;

/// <summary>Random calls of the string and math libraries give what PUC Lua 5.1 gives.</summary>
[Trait("Category", "Soak")]
public sealed class StandardLibraryComparisonTests
{
    private const int Seed = 51;
    private const int CallsPerProcess = 5000;

    [Fact]
    public Task Patterns_match_as_in_lua() =>
        CompareAsync((random, cases) => new StringCases(random, cases).AddPattern());

    [Fact]
    public Task Formats_print_as_in_lua() =>
        CompareAsync((random, cases) => new StringCases(random, cases).AddFormat());

    [Fact]
    public Task Other_functions_on_strings_do_as_in_lua() =>
        CompareAsync((random, cases) => new StringCases(random, cases).AddOther());

    [Fact]
    public Task Mathematical_functions_give_the_same_bits_as_in_lua() =>
        CompareAsync((random, cases) => new NumberCases(random, cases).AddMath());

    [Fact]
    public Task Numbers_convert_as_in_lua() =>
        CompareAsync((random, cases) => new NumberCases(random, cases).AddConversion());

    private static async Task CompareAsync(Action<Random, LuaCases> add)
    {
        ReferenceLua.SkipIfMissing();
        for (int round = Soak.Iterations(1, 100); round > 0; round--)
        {
            var random = new Random(Seed + round);
            var cases = new LuaCases();
            while (cases.Count < CallsPerProcess)
            {
                add(random, cases);
            }

            cases.AssertSame(await RunReferenceAsync(cases), "lua5.1");
        }
    }

    private static async Task<List<string>> RunReferenceAsync(LuaCases cases)
    {
        string file = Path.GetTempFileName();
        try
        {
            string program =
                $"local lines = (function()\n{cases.Program}end)() for _, line in ipairs(lines) do print(line) end";
            await File.WriteAllTextAsync(file, program, Encoding.Latin1, TestContext.Current.CancellationToken);
            string output = await ReferenceLua.OutputOf(Path.GetDirectoryName(file)!, file);
            return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        }
        finally
        {
            File.Delete(file);
        }
    }
}

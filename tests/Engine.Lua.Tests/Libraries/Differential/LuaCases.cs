using System.Globalization;
using System.Text;
using Engine.Lua.Values;

namespace Engine.Lua.Tests.Libraries.Differential;

/// <summary>
/// Calls of library functions as one Lua program. It returns a line for each call: what pcall gave, numbers with all
/// their digits, tables in the order of pairs (unless a table is a key), and every byte that is not printable as its
/// code, so that lines compare as text.
/// </summary>
internal sealed class LuaCases
{
    private const string Preamble = """
        local lines = {}
        local function show(value, depth)
          local kind = type(value)
          if kind == 'number' then return string.format('%.17g', value) end
          if kind == 'string' then
            return '"' .. value:gsub('[^%w%p ]', function(byte) return '\\' .. string.byte(byte) .. ';' end) .. '"'
          end
          if kind == 'table' and depth < 20 then
            local parts, ordered = {}, true
            for key, item in pairs(value) do
              parts[#parts + 1] = show(key, depth + 1) .. '=' .. show(item, depth + 1)
              ordered = ordered and type(key) ~= 'table'
            end
            if not ordered then table.sort(parts) end
            return '{' .. table.concat(parts, ',') .. '}'
          end
          if kind == 'boolean' or kind == 'nil' then return tostring(value) end
          return kind
        end
        local function gather(...)
          local parts = {}
          for i = 1, select('#', ...) do parts[i] = show(select(i, ...), 0) end
          lines[#lines + 1] = table.concat(parts, ' ')
        end
        local function check(success, result, ...)
          if success then return success, result, ... end
          return success, (tostring(result):gsub('^[^ ]*:%d+: ', ''))
        end
        local function try(call, ...) gather(check(pcall(call, ...))) end
        local function each(call, ...)
          local all = {}
          for a, b in call(...) do all[#all + 1] = {a, b} if #all == 50 then break end end
          return all
        end

        """;

    private readonly List<string> _calls = [];

    public int Count => _calls.Count;

    /// <summary>Adds a call: the function and its arguments, as Lua source.</summary>
    public void Add(string function, params IEnumerable<string> arguments) =>
        _calls.Add(string.Join(", ", arguments.Prepend(function)));

    /// <summary>The program of all calls.</summary>
    public string Program
    {
        get
        {
            var program = new StringBuilder(Preamble);
            foreach (string call in _calls)
            {
                program.Append("try(").Append(call).Append(")\n");
            }

            return program.Append("return lines\n").ToString();
        }
    }

    /// <summary>A string as Lua source.</summary>
    public static string Quote(string bytes)
    {
        var literal = new StringBuilder("\"");
        foreach (char value in bytes)
        {
            literal.Append(char.IsAsciiLetterOrDigit(value) || value == ' '
                ? value.ToString()
                : string.Create(CultureInfo.InvariantCulture, $"\\{(int)value:000}"));
        }

        return literal.Append('"').ToString();
    }

    /// <summary>A number as Lua source that gives it back exactly.</summary>
    public static string Quote(double number) =>
        double.IsNaN(number) ? "(0/0)"
        : double.IsInfinity(number) ? number > 0 ? "(1/0)" : "(-1/0)"
        : number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Compares our answers with those of a reference, and shows the first calls that differ.</summary>
    public void AssertSame(IReadOnlyList<string> reference, string name)
    {
        List<string> here = RunHere();
        Assert.Equal(Count, here.Count);
        Assert.Equal(Count, reference.Count);
        var differences = Enumerable.Range(0, Count)
            .Where(i => here[i] != reference[i])
            .Select(i => $"{_calls[i]}\n  here  {here[i]}\n  {name} {reference[i]}")
            .ToList();
        Assert.True(
            differences.Count == 0,
            $"{differences.Count} of {Count} calls differ:\n{string.Join('\n', differences.Take(10))}");
    }

    private List<string> RunHere()
    {
        LuaValue result = LibraryState.Run(LibraryState.Create(), Program);
        Assert.True(result.TryGetTable(out LuaTable? lines));
        return [.. Enumerable.Range(1, lines.Length).Select(index => LibraryState.Text(lines[index]))];
    }
}

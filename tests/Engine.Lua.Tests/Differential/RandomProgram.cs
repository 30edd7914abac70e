using System.Text;

namespace Engine.Lua.Tests.Differential;

/// <summary>
/// Writes programs that end. Many of their operations go wrong, which is part of what is compared: each program runs
/// under pcall and then shows its variables. What could go on for long calls <c>step</c>, which fails after a while;
/// <c>S</c> bounds strings, and <c>K</c> keeps objects from being keys, whose order depends on addresses.
/// </summary>
internal sealed class RandomProgram(int seed)
{
    private const int MaxDepth = 4;

    private static readonly string[] Variables = ["a", "b", "c", "t", "u", "f", "g"];
    private static readonly string[] Keys = ["x", "y", "key", "n", "a longer key that is not short at all"];

    private static readonly string[] Operators =
        ["+", "-", "*", "/", "%", "^", "==", "~=", "<", "<=", ">", ">=", "and", "or"];

    private static readonly string[] Literals =
    [
        "0", "1", "2", "-1", "3.5", "1e15", "10", "0.1", "'x'", "'10'", "''", "'abc'", "nil", "true", "false", "{}",
        "{1,2,3}", "{x=1,y='z'}", "{1,nil,3}", "function(p, q) return q, p end", "function(...) return ... end",
    ];

    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();
    private int _loops;

    public string Write()
    {
        _text.Append("local a, b, c, t, u = 1, 'two', 3.5, {1,2,3,x=5}, setmetatable({}, MT)\n");
        _text.Append("local function f(p, ...) return p, ... end\n");
        _text.Append("local g = function(p) a = p; return b end\n");
        Block(_random.Next(3, 12), 0);
        _text.Append("return a, b, c, t, u, f, g\n");
        return _text.ToString();
    }

    private void Block(int statements, int depth)
    {
        for (int i = 0; i < statements; i++)
        {
            Statement(depth);
        }
    }

    private void Statement(int depth)
    {
        string variable = Pick(Variables);
        switch (_random.Next(depth < MaxDepth ? 14 : 8))
        {
            case 0 or 1:
                Line($"{variable} = {Expression(depth)}");
                break;
            case 2:
                Line($"t[K({Expression(depth)})] = {Expression(depth)}");
                break;
            case 3:
                Line($"{Pick(["t", "u", variable])}.{Pick(Keys[..4])} = {Expression(depth)}");
                break;
            case 4:
                Line($"local {variable}, {Pick(Variables)} = {Expression(depth)}, {Expression(depth)}");
                break;
            case 5:
                Line($"{variable}, {Pick(Variables)} = f({Expression(depth)}, {Expression(depth)})");
                break;
            case 6:
                Line($"print({Expression(depth)}, pcall(f, {Expression(depth)}))");
                break;
            case 7:
                Line($"table.insert(t, {Expression(depth)})");
                break;
            case 8 or 9:
                Nested($"if {Expression(depth)} then", depth, _random.Next(2) == 0 ? "else" : null);
                break;
            case 10:
                string loop = $"i{_loops++}";
                Nested($"for {loop} = 1, {_random.Next(6)} do {Pick(Variables)} = {loop}", depth, null);
                break;
            case 11:
                string traversal = $"{Pick(["pairs", "ipairs"])}({Pick(["t", "t", variable])})";
                Nested($"for k, v in {traversal} do print(k, v)", depth, null);
                break;
            case 12:
                Nested($"{Pick(["f", "g", "local h"])} = function({Pick(["p", "p, ...", "..."])})", depth, null);
                break;
            default:
                Nested($"print(pcall(function()", depth, null, "end))");
                break;
        }
    }

    private void Nested(string opening, int depth, string? otherwise, string closing = "end")
    {
        Line(opening);
        Line("step()");
        Block(_random.Next(1, 4), depth + 1);
        if (otherwise is not null)
        {
            Line(otherwise);
            Block(_random.Next(1, 3), depth + 1);
        }

        Line(closing);
    }

    private string Expression(int depth)
    {
        if (depth >= MaxDepth)
        {
            return _random.Next(2) == 0 ? Pick(Variables) : Parenthesised(Pick(Literals));
        }

        return _random.Next(12) switch
        {
            0 or 1 => Pick(Variables),
            2 or 3 => Parenthesised(Pick(Literals)),
            4 or 5 => $"({Expression(depth + 1)} {Pick(Operators)} {Expression(depth + 1)})",
            6 => $"(S({Expression(depth + 1)}) .. S({Expression(depth + 1)}))",
            7 => $"({Pick(["not ", "-", "#"])}{Expression(depth + 1)})",
            8 => $"{Pick(["t", "u", "t", Pick(Variables)])}.{Pick(Keys[..4])}",
            9 => $"t[K({Expression(depth + 1)})]",
            10 => $"{Pick(["f", "g", "type", "f"])}({Expression(depth + 1)})",
            _ => $"{{{Expression(depth + 1)}, [K({Expression(depth + 1)})] = 1, x = {Expression(depth + 1)}}}",
        };
    }

    private static string Parenthesised(string literal) => $"({literal})";

    private string Pick(string[] choices) => choices[_random.Next(choices.Length)];

    private void Line(string text) => _text.Append(text).Append('\n');
}

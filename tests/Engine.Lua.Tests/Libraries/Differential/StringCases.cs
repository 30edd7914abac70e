using static Engine.Lua.Tests.Libraries.Differential.LuaCases;

namespace Engine.Lua.Tests.Libraries.Differential;

/// <summary>Random calls of the string library.</summary>
internal sealed class StringCases(Random random, LuaCases cases)
{
    private static readonly string[] s_items =
    [
        "a", "b", "1", " ", ".", "%a", "%d", "%s", "%w", "%p", "%l", "%u", "%x", "%c", "%z", "%A", "%D", "%W",
        "%%", "%.", "[ab]", "[^ab]", "[a-c]", "[%d%s]", "[]]", "[^]]", "[a-]", "[%a-z]", "(a", ")", "(", "()",
        "(.)", "(%w+)", "%1", "%2", "%b()", "%bab", "%f[%w]", "%f[^a]", "$", "^", "-", "%g", "[", "%", "\0",
        "\u00e4", "(a*(.)b)", "%f", "%b",
    ];

    private static readonly string[] s_quantifiers = ["", "", "", "*", "+", "-", "?"];
    private static readonly string[] s_replacements =
    [
        "'x'", "'%0%0'", "'<%1>'", "'%2'", "'%%'", "'%'", "''", "7", "{a = 'A', b = false, ['1'] = 1}", "string.upper",
        "string.len",
    ];

    private static readonly string[] s_unary = ["len", "lower", "upper", "reverse"];

    public void AddPattern()
    {
        string subject = Quote(Subject());
        string pattern = Quote(Pattern());
        switch (random.Next(5))
        {
            case 0:
                cases.Add("string.find", subject, pattern, Position(), random.Next(8) == 0 ? "true" : "nil");
                break;
            case 1:
                cases.Add("string.match", subject, pattern, Position());
                break;
            case 2:
                cases.Add("each", "string.gmatch", subject, pattern);
                break;
            default:
                string limit = random.Next(3) == 0 ? Position() : "nil";
                cases.Add("string.gsub", subject, pattern, s_replacements[random.Next(s_replacements.Length)], limit);
                break;
        }
    }

    public void AddFormat()
    {
        string directive = "%";
        for (int i = random.Next(4); i > 0; i--)
        {
            directive += "-+ #0"[random.Next(5)];
        }

        directive += random.Next(2) == 0 ? random.Next(30).ToString() : "";
        directive += random.Next(2) == 0 ? "." + (random.Next(3) == 0 ? "" : random.Next(40).ToString()) : "";
        char conversion = "cdiouxXeEfgGqsdefgsxpa"[random.Next(22)];
        string argument = conversion switch
        {
            's' or 'q' => Quote(Subject()),
            'c' => random.Next(256).ToString(),
            _ => Quote(NumberCases.Number(random)),
        };
        cases.Add("string.format", Quote($"<{directive}{conversion}>"), argument);
    }

    public void AddOther()
    {
        string text = Quote(Subject());
        switch (random.Next(6))
        {
            case 0:
                cases.Add("string.sub", text, Position(), random.Next(2) == 0 ? Position() : "nil");
                break;
            case 1:
                cases.Add("string.byte", text, Position(), random.Next(2) == 0 ? Position() : "nil");
                break;
            case 2:
                cases.Add("string.rep", text, random.Next(-2, 5).ToString());
                break;
            case 3:
                cases.Add("string.char", random.Next(-5, 300).ToString(), random.Next(256).ToString());
                break;
            default:
                cases.Add("string." + s_unary[random.Next(s_unary.Length)], text);
                break;
        }
    }

    private string Position() => random.Next(-12, 14).ToString();

    private string Subject()
    {
        int length = random.Next(14);
        return string.Concat(Enumerable.Range(0, length).Select(_ => "aabbc1 ()AB.%\0\u00e4\n"[random.Next(16)]));
    }

    private string Pattern()
    {
        string pattern = random.Next(6) == 0 ? "^" : "";
        for (int i = random.Next(1, 6); i > 0; i--)
        {
            pattern += s_items[random.Next(s_items.Length)] + s_quantifiers[random.Next(s_quantifiers.Length)];
        }

        return random.Next(6) == 0 ? pattern + "$" : pattern;
    }
}

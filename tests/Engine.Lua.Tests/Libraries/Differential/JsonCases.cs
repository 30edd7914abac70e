using static Engine.Lua.Tests.Libraries.Differential.LuaCases;

namespace Engine.Lua.Tests.Libraries.Differential;

/// <summary>Random calls of cjson and cmsgpack, with values, and with damaged texts.</summary>
internal sealed class JsonCases(Random random, LuaCases cases)
{
    private static readonly string[] s_settings =
    [
        "cjson.encode_sparse_array", "cjson.encode_max_depth", "cjson.decode_max_depth",
        "cjson.encode_number_precision", "cjson.encode_keep_buffer", "cjson.encode_invalid_numbers",
        "cjson.decode_invalid_numbers",
    ];

    private static readonly string[] s_arguments =
        ["true", "false", "0", "3", "14", "15", "-1", "nil", "'on'", "'null'", "{}"];

    private static readonly string[] s_texts =
    [
        """{"a":[1,2.5,-3e7,true,false,null],"b":{"c":"\u00e9\ud83d\ude00\n\\\/"},"":""}""",
        """[[],{},[[]],"\u0000",0x1F,nan,-inf,1e400,00012,-0,123456789012345678]""",
        """ [ "x" , {"k" : "v" , "k" : "w"} , 0.1 , 1E-5 ] """,
        "\"plain\"",
        "-12.375e-2",
    ];

    private static readonly string[] s_noise =
    [
        "\"", "\\", "{", "}", "[", "]", ",", ":", "\0", "\\u12", "\\ud800", "e", "-", "+", ".", "0x", "nul", " ", "1",
        "\u00ff",
    ];

    public void AddEncoding() => cases.Add("cjson.encode", Value(0));

    public void AddDecoding() => cases.Add("cjson.decode", Quote(Damage(s_texts[random.Next(s_texts.Length)])));

    /// <summary>A setting, and what it does. Another document follows with the settings as they were.</summary>
    public void AddSetting()
    {
        string argument = s_arguments[random.Next(s_arguments.Length)];
        string setting = s_settings[random.Next(s_settings.Length)];
        cases.Add(setting, Enumerable.Repeat(argument, setting.EndsWith("array", StringComparison.Ordinal) ? 3 : 1));
        AddEncoding();
        AddDecoding();
    }

    public void AddPacking() => cases.Add("cmsgpack.pack", Value(0), Value(1));

    public void AddUnpacking()
    {
        string packed = $"cmsgpack.pack({Value(0)}, {Value(1)})";
        int position = random.Next(1, 6);
        string changed = random.Next(2) == 0
            ? packed
            : $"{packed}:sub(1, {position}) .. {Quote(Bytes(2))} .. {packed}:sub({position + 2})";
        cases.Add(random.Next(3) == 0 ? "cmsgpack.unpack_one" : "cmsgpack.unpack", changed);
        string limit = random.Next(-1, 4).ToString();
        cases.Add("cmsgpack.unpack_limit", Quote(Bytes(12)), limit, random.Next(-1, 14).ToString());
    }

    private string Bytes(int count) =>
        string.Concat(Enumerable.Range(0, random.Next(count + 1)).Select(_ => (char)random.Next(256)));

    private string Damage(string text)
    {
        for (int i = random.Next(3); i > 0; i--)
        {
            int position = random.Next(text.Length + 1);
            int removed = random.Next(Math.Min(3, text.Length - position + 1));
            text = text.Remove(position, removed).Insert(position, s_noise[random.Next(s_noise.Length)]);
        }

        return text;
    }

    private string Value(int depth) => random.Next(depth > 3 ? 6 : 9) switch
    {
        0 => Quote(NumberCases.Number(random)),
        1 => random.Next(-200, 70000).ToString(),
        2 => Quote(Bytes(40)),
        3 => new[] { "true", "false", "nil", "cjson.null", "tostring" }[random.Next(5)],
        4 => Quote(new string('x', random.Next(300))),
        5 => (random.Next(1000) / 4.0).ToString(System.Globalization.CultureInfo.InvariantCulture),
        6 => $"{{{string.Join(", ", Enumerable.Range(0, random.Next(20)).Select(_ => Value(depth + 1)))}}}",
        7 => $"{{[{random.Next(1, 30)}] = {Value(depth + 1)}, {Value(depth + 1)}}}",
        _ => $"{{{string.Join(", ", Entries(depth + 1))}}}",
    };

    private IEnumerable<string> Entries(int depth) =>
        Enumerable.Range(0, random.Next(7)).Select(_ => $"[{Key()}] = {Value(depth)}");

    private string Key() => random.Next(6) switch
    {
        0 => (random.Next(100) / 2.0).ToString(System.Globalization.CultureInfo.InvariantCulture),
        1 => random.Next(20) == 0 ? "true" : "1e300",
        _ => Quote("key" + random.Next(50)),
    };
}

using static Engine.Lua.Tests.Libraries.Differential.LuaCases;

namespace Engine.Lua.Tests.Libraries.Differential;

/// <summary>Random calls of struct and bit.</summary>
internal sealed class StructCases(Random random, LuaCases cases)
{
    private static readonly string[] s_options =
    [
        "b", "B", "h", "H", "l", "L", "T", "i", "I", "i2", "I3", "i8", "i16", "I32", "x", "f", "d", "s", "c3",
        "c0", "c", "<", ">", "!", "!4", "!16", " ", "bc0", "i0",
    ];

    private static readonly string[] s_rareOptions = ["z", "!3", "i33", "i99999999999", "\0b", "c99999"];
    private static readonly string[] s_bitFunctions =
        ["tobit", "bnot", "band", "bor", "bxor", "lshift", "rshift", "arshift", "rol", "ror", "bswap", "tohex"];

    public void AddStruct()
    {
        string format = string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => Option()));
        switch (random.Next(3))
        {
            case 0:
                cases.Add("struct.size", Quote(format));
                break;
            case 1:
                int count = random.Next(3, 8);
                cases.Add("struct.pack", Enumerable.Range(0, count).Select(_ => Argument()).Prepend(Quote(format)));
                break;
            default:
                string data = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => (char)random.Next(256)));
                string position = random.Next(3) == 0 ? random.Next(-1, 10).ToString() : "1";
                cases.Add("struct.unpack", Quote(format), Quote(data), position);
                break;
        }
    }

    public void AddBit()
    {
        int count = random.Next(1, 4);
        string function = s_bitFunctions[random.Next(s_bitFunctions.Length)];
        cases.Add("bit." + function, Enumerable.Range(0, count).Select(_ => BitArgument()));
    }

    private string Option() => random.Next(25) == 0
        ? s_rareOptions[random.Next(s_rareOptions.Length)]
        : s_options[random.Next(s_options.Length)];

    private string Argument() => random.Next(3) == 0
        ? Quote(new string('7', random.Next(1, 6)))
        : Quote(NumberCases.Number(random));

    private string BitArgument() => random.Next(6) switch
    {
        0 => Quote(NumberCases.Number(random)),
        1 => "'0x1F'",
        2 => random.Next(40) == 0 ? "'x'" : random.Next(-3, 40).ToString(),
        3 => random.NextInt64(-(1L << 33), 1L << 33).ToString(),
        _ => random.Next().ToString(),
    };
}

using static Engine.Lua.Tests.Libraries.Differential.LuaCases;

namespace Engine.Lua.Tests.Libraries.Differential;

/// <summary>Random calls of the math library, and conversions of numbers.</summary>
internal sealed class NumberCases(Random random, LuaCases cases)
{
    private static readonly string[] s_unary =
    [
        "abs", "acos", "asin", "atan", "ceil", "cos", "cosh", "deg", "exp", "floor", "frexp", "log", "log10", "modf",
        "rad", "sin", "sinh", "sqrt", "tan", "tanh",
    ];

    private static readonly string[] s_binary = ["atan2", "fmod", "pow", "max", "min", "mod"];
    private static readonly string[] s_pieces =
    [
        "0x", "1", "0", "9", ".", "e", "E", "p", "-", "+", "inf", "nan", "f", " ", "12345678901234567890", "e308",
        "e-320", "infinity", "x", "\0", "\n", "5",
    ];

    private static readonly double[] s_special =
        [0, 1, -1, double.PositiveInfinity, double.NegativeInfinity, double.NaN];

    /// <summary>A number of any size, or one that is special.</summary>
    public static double Number(Random random) => random.Next(12) switch
    {
        0 => random.Next(-10, 300),
        1 => random.Next(),
        2 => random.NextInt64(long.MinValue, long.MaxValue),
        3 => random.NextDouble(),
        4 => (random.Next(2000) - 1000) / 8.0,
        5 => Math.ScaleB(random.NextDouble(), random.Next(-1070, 1020)),
        6 => Math.Pow(10, random.Next(-20, 20)),
        7 => -Math.ScaleB(random.NextDouble(), random.Next(-70, 70)),
        8 => s_special[random.Next(s_special.Length)],
        9 => Math.Round(random.NextDouble() * 1e6, 3),
        10 => BitConverter.Int64BitsToDouble(random.NextInt64() & ~(1L << 62)),
        _ => random.Next(-100000, 100000) * 1e10,
    };

    public void AddMath()
    {
        string first = Quote(Number(random));
        switch (random.Next(4))
        {
            case 0:
                cases.Add("math." + s_binary[random.Next(s_binary.Length)], first, Quote(Number(random)));
                break;
            case 1:
                cases.Add("math.ldexp", first, random.Next(-1100, 1100).ToString());
                break;
            default:
                cases.Add("math." + s_unary[random.Next(s_unary.Length)], first);
                break;
        }
    }

    public void AddConversion()
    {
        if (random.Next(2) == 0)
        {
            cases.Add("tostring", Quote(Number(random)));
            return;
        }

        int pieces = random.Next(1, 5);
        string text = string.Concat(Enumerable.Range(0, pieces).Select(_ => s_pieces[random.Next(s_pieces.Length)]));
        cases.Add("tonumber", Quote(text));
    }
}

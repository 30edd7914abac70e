using Engine.Lua.Libraries;

namespace Engine.Lua.Tests.Libraries;

public sealed class MathLibraryTests
{
    [Theory]
    [InlineData("math.floor(-3.5), math.ceil(-3.5), math.abs(-2)", "-4 -3 2")]
    [InlineData("math.max(3, 10, -1), math.min(3, 10, -1)", "10 -1")]
    [InlineData("math.fmod(-5, 3), math.mod(5, -3)", "-2 2")]
    [InlineData("math.modf(-3.7)", "-3 -0.7")]
    [InlineData("math.modf(-1/0)", "-inf -0")]
    [InlineData("math.frexp(8)", "0.5 4")]
    [InlineData("math.frexp(0)", "0 0")]
    [InlineData("math.ldexp(0.5, 4), math.ldexp(1, -1074), math.ldexp(1, 5000)", "8 4.9406564584125e-324 inf")]
    [InlineData("math.pow(2, 10), math.sqrt(2), math.exp(0)", "1024 1.4142135623731 1")]
    [InlineData("math.log(math.exp(1)), math.log10(1000)", "1 3")]
    [InlineData("math.deg(math.pi), math.rad(180)", "180 3.1415926535898")]
    [InlineData("math.atan2(1, -1), math.tanh(0), math.cosh(0), math.sinh(0)", "2.3561944901923 0 1 0")]
    [InlineData("math.huge, -math.huge, math.floor('0x10')", "inf -inf 16")]
    [InlineData("math.sqrt(-1), math.log(-1), math.acos(2), math.sin(1/0)", "-nan -nan nan -nan")]
    public void A_function_gives_what_the_manual_says(string expressions, string expected) =>
        Assert.Equal(expected, LibraryState.Evaluate(expressions));

    [Theory]
    [InlineData("0x5f12345678901234567890", "1.1493392092166176e+26")]
    [InlineData("0x20000000000001", "9007199254740992")]
    [InlineData("0x20000000000003", "9007199254740996")]
    [InlineData("0x1000000000000080000000001p-4", "4.9517601571415222e+27")]
    [InlineData("0x.8p1", "1")]
    public void A_hexadecimal_number_is_rounded_once(string text, string expected) =>
        Assert.Equal(expected, LibraryState.Evaluate($"string.format('%.17g', tonumber('{text}'))"));

    [Theory]
    [InlineData("math.max()", "bad argument #1 to 'max' (number expected, got no value)")]
    [InlineData("math.random(0)", "bad argument #1 to 'random' (interval is empty)")]
    [InlineData("math.random(2, 1)", "bad argument #2 to 'random' (interval is empty)")]
    [InlineData("math.random(1, 2, 3)", "wrong number of arguments")]
    public void A_wrong_argument_is_refused(string expression, string message) =>
        Assert.Equal(message, LibraryState.ErrorOf(expression));

    [Fact]
    public void Random_numbers_are_those_of_lrand48() => Assert.Equal(
        "0.39646477363839 0.84048536971234 4",
        LibraryState.Evaluate("math.random(), math.random(), math.random(10)"));

    [Fact]
    public void A_seed_starts_a_sequence_of_its_own()
    {
        const string Drawn = "math.random(), math.random(-5, 5)";
        string first = LibraryState.Evaluate($"math.randomseed(7) or {Drawn}");
        Assert.Equal(first, LibraryState.Evaluate($"math.random() and math.randomseed(7) or {Drawn}"));
        Assert.NotEqual(first, LibraryState.Evaluate($"math.randomseed(8) or {Drawn}"));
    }

    [Fact]
    public void The_host_can_bring_its_own_source_of_random_numbers()
    {
        var source = new Constant();
        LuaState state = LibraryState.Create();
        MathLibrary.Open(state, source);
        Assert.Equal(
            "10 5",
            LibraryState.Text(LibraryState.Run(
                state, "math.randomseed(9) return math.random(10) .. ' ' .. math.random(-5, 5)")));
        Assert.Equal(9, source.LastSeed);
    }

    private sealed class Constant : IRandomSource
    {
        public int LastSeed { get; private set; }

        public int NextInteger() => 2_000_000_000;

        public void Seed(int seed) => LastSeed = seed;
    }
}

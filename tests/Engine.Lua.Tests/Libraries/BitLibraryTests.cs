namespace Engine.Lua.Tests.Libraries;

public sealed class BitLibraryTests
{
    [Theory]
    [InlineData("bit.tobit(0xffffffff), bit.tobit(2^32 + 1), bit.tobit(-2^31)", "-1 1 -2147483648")]
    [InlineData(
        "bit.bnot(0), bit.band(12, 10, 9), bit.bor(1, 2, 4), bit.bxor(0xa5a5f0f0, 0xaa55ff00)",
        "-1 8 7 267390960")]
    [InlineData(
        "bit.lshift(1, 31), bit.rshift(-1, 28), bit.arshift(-256, 4), bit.lshift(1, 33)",
        "-2147483648 15 -16 2")]
    [InlineData("bit.rol(0x12345678, 12), bit.ror(0x12345678, 12)", "1164411171 1736516421")]
    [InlineData("bit.bswap(0x12345678)", "2018915346")]
    [InlineData(
        "bit.tohex(1), bit.tohex(-1, 4), bit.tohex(0x21ab, -6), bit.tohex(5, 100)",
        "00000001 ffff 0021AB 00000005")]
    public void Operations_work_on_32_bits(string expressions, string expected) =>
        Assert.Equal(expected, LibraryState.Evaluate(expressions));

    [Theory]
    [InlineData("bit.band()", "bad argument #1 to 'band' (number expected, got no value)")]
    [InlineData("bit.band(1, 'x', {})", "bad argument #3 to 'band' (number expected, got table)")]
    public void What_is_no_number_is_refused(string expression, string message) =>
        Assert.Equal(message, LibraryState.ErrorOf(expression));
}

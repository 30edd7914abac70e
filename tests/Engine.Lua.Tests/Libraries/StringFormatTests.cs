namespace Engine.Lua.Tests.Libraries;

public sealed class StringFormatTests
{
    [Theory]
    [InlineData("'%5d|%-5d|%05d|%+d|% d', 42, 42, 42, 42, 42", "   42|42   |00042|+42| 42")]
    [InlineData("'%.3d|%.0d|%+.3d', 7, 0, 7", "007||+007")]
    [InlineData("'%d %d', 3.99, -3.99", "3 -3")]
    [InlineData("'%d', 2^63", "-9223372036854775808")]
    [InlineData("'%u %x %X %o', -1, 255, 255, 8", "18446744073709551615 ff FF 10")]
    [InlineData("'%#x %#o %#x', 255, 8, 0", "0xff 010 0")]
    [InlineData("'%5.1f|%.0f|%#.0f', -2.55, 2.5, 3", " -2.5|2|3.")]
    [InlineData("'%e %.2E', 12345.678, 0.00012", "1.234568e+04 1.20E-04")]
    [InlineData("'%g %g %G %.3g %#g', 100000, 1e6, 1e-10, 3.14159, 1", "100000 1e+06 1E-10 3.14 1.00000")]
    [InlineData("'%g %G %05g', 1/0, -1/0, 1/0", "inf -INF   inf")]
    [InlineData("'%.14g', 0.1", "0.1")]
    [InlineData("'%5s|%-5s|%.2s|%5.1s', 'abc', 'abc', 'abc', 'abc'", "  abc|abc  |ab|    a")]
    [InlineData("'%s', 'a\\0b'", "a")]
    [InlineData("'%c%c%c', 76, 117, 97", "Lua")]
    [InlineData("'%q', 'a\\0\"\\\\\\n\\r'", "\"a\\000\\\"\\\\\\\n\\r\"")]
    [InlineData("'100%%'", "100%")]
    [InlineData("'%.20f', 1/3", "0.33333333333333331483")]
    public void A_directive_prints_as_in_c(string arguments, string expected)
    {
        string actual = LibraryState.Evaluate($"string.format({arguments})");
        Assert.Equal(expected, actual.TrimEnd(' '));
    }

    [Theory]
    [InlineData("'%d'", "bad argument #2 to 'format' (no value)")]
    [InlineData("'%d', 'x'", "bad argument #2 to 'format' (number expected, got string)")]
    [InlineData("'%s', nil", "bad argument #2 to 'format' (string expected, got nil)")]
    [InlineData("'%y', 1", "invalid option '%y' to 'format'")]
    [InlineData("'%', 1", "invalid option '%' to 'format'")]
    [InlineData("'%------d', 1", "invalid format (repeated flags)")]
    [InlineData("'%100d', 1", "invalid format (width or precision too long)")]
    [InlineData("'%.100f', 1", "invalid format (width or precision too long)")]
    public void A_wrong_directive_is_refused(string arguments, string message) =>
        Assert.Equal(message, LibraryState.ErrorOf($"string.format({arguments})"));
}

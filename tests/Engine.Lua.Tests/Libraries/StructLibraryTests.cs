namespace Engine.Lua.Tests.Libraries;

public sealed class StructLibraryTests
{
    [Theory]
    [InlineData("struct.pack('<i2', 258):byte(1, -1)", "2 1")]
    [InlineData("struct.pack('>I4', 1):byte(1, -1)", "0 0 0 1")]
    [InlineData("struct.pack('!4bi', 1, 2):byte(1, -1)", "1 0 0 0 2 0 0 0")]
    [InlineData("struct.pack('sc3', 'ab', 'cdefg'):byte(1, -1)", "97 98 0 99 100 101")]
    [InlineData("#struct.pack('c0', 'whole')", "5")]
    [InlineData("struct.pack('i16', -1):byte(1, -1)", "255 255 255 255 255 255 255 255 0 0 0 0 0 0 0 0")]
    [InlineData("struct.unpack('<hHbB', '\\255\\255\\255\\255\\255\\255')", "-1 65535 -1 255 7")]
    [InlineData("struct.unpack('>d', struct.pack('>d', 0.1))", "0.1 9")]
    [InlineData("struct.unpack('f', struct.pack('f', 0.5))", "0.5 5")]
    [InlineData("struct.unpack('bc0s', '\\3abcdef\\0')", "abc def 9")]
    [InlineData("struct.unpack('b', 'abc', 3)", "99 4")]
    [InlineData("struct.size('!8bd'), struct.size('i3'), struct.size('z')", "16 3 0")]
    public void Values_are_laid_out_as_c_lays_them(string expressions, string expected) =>
        Assert.Equal(expected, LibraryState.Evaluate(expressions));

    [Theory]
    [InlineData("struct.pack('z', 1)", "bad argument #1 to 'pack' (invalid format option 'z')")]
    [InlineData("struct.pack('i33', 1)", "integral size 33 is larger than limit of 32")]
    [InlineData("struct.pack('i99999999999', 1)", "integral size overflow")]
    [InlineData("struct.pack('!3i', 1)", "alignment 3 is not a power of 2")]
    [InlineData("struct.pack('c5', 'abc')", "bad argument #3 to 'pack' (string too short)")]
    [InlineData("struct.pack('i')", "bad argument #2 to 'pack' (number expected, got nil)")]
    [InlineData("struct.unpack('i', 'abc')", "bad argument #2 to 'unpack' (data string too short)")]
    [InlineData("struct.unpack('c0', 'abc')", "format 'c0' needs a previous size")]
    [InlineData("struct.unpack('s', 'abc')", "unfinished string in data")]
    [InlineData("struct.unpack('b', 'abc', 0)", "bad argument #3 to 'unpack' (offset must be 1 or greater)")]
    [InlineData("struct.unpack('b', 'abc', -5)", "bad argument #2 to 'unpack' (data string too short)")]
    [InlineData("struct.unpack(string.rep('b', 9000), string.rep('x', 9000))", "stack overflow (too many results)")]
    [InlineData("struct.size('s')", "bad argument #1 to 'size' (option 's' has no fixed size)")]
    [InlineData("struct.size('c0')", "bad argument #1 to 'size' (option 'c0' has no fixed size)")]
    public void A_wrong_format_or_short_data_is_refused(string expression, string message) =>
        Assert.Equal(message, LibraryState.ErrorOf(expression));
}

namespace Engine.Lua.Tests.Libraries;

public sealed class MessagePackLibraryTests
{
    [Theory]
    [InlineData("1, -1, 127, 128, -32, -33", "01 ff 7f cc80 e0 d0df")]
    [InlineData(
        "255, 256, 65536, 2^32, -129, -32769, -2^31 - 1",
        "ccff cd0100 ce00010000 cf0000000100000000 d1ff7f d2ffff7fff d3ffffffff7fffffff")]
    [InlineData("0.5, 0.1, 1/0, -0.0", "ca3f000000 cb3fb999999999999a ca7f800000 00")]
    [InlineData("nil, true, false, tostring", "c0 c3 c2 c0")]
    [InlineData("'', 'abc', string.rep('x', 32):sub(1, 2)", "a0 a3616263 a27878")]
    [InlineData("{1, 2}, {}, {a = 1}, {[2] = 1}", "920102 90 81a16101 810201")]
    public void Values_take_their_shortest_form(string values, string expected) => Assert.Equal(
        expected.Replace(" ", "", StringComparison.Ordinal),
        LibraryState.Evaluate(
            $"(cmsgpack.pack({values}):gsub('.', function(byte) return ('%02x'):format(byte:byte()) end))"));

    [Theory]
    [InlineData(
        "#cmsgpack.pack(('x'):rep(31)), #cmsgpack.pack(('x'):rep(32)), #cmsgpack.pack(('x'):rep(256))",
        "32 34 259")]
    [InlineData("cmsgpack.unpack(cmsgpack.pack(1, 'a', nil, true, -2.5))", "1 a nil true -2.5")]
    [InlineData("cmsgpack.unpack(cmsgpack.pack({x = {1, 2}})).x[2]", "2")]
    [InlineData("cmsgpack.unpack_one(cmsgpack.pack(1, 2, 3))", "1 1")]
    [InlineData("cmsgpack.unpack_one(cmsgpack.pack(1, 2, 3), 2)", "-1 3")]
    [InlineData("cmsgpack.unpack_limit(cmsgpack.pack(1, 2, 3), 2)", "2 1 2")]
    [InlineData("cmsgpack.unpack('\\207\\255\\255\\255\\255\\255\\255\\255\\255')", "-1")]
    [InlineData("select('#', cmsgpack.unpack(''))", "0")]
    public void Values_come_back(string expressions, string expected) =>
        Assert.Equal(expected, LibraryState.Evaluate(expressions));

    [Fact]
    public void A_table_that_contains_itself_is_cut_at_a_depth_of_16() => Assert.Equal(
        new string('\u0091', 16) + "\u00c0",
        LibraryState.Evaluate("(function() local loop = {} loop[1] = loop return cmsgpack.pack(loop) end)()"));

    [Theory]
    [InlineData("cmsgpack.pack()", "bad argument #0 to 'pack' (MessagePack pack needs input.)")]
    [InlineData("cmsgpack.unpack('\\193')", "Bad data format in input.")]
    [InlineData("cmsgpack.unpack('\\165ab')", "Missing bytes in input.")]
    [InlineData("cmsgpack.unpack('\\221\\255\\255\\255\\255')", "Missing bytes in input.")]
    [InlineData("cmsgpack.unpack('\\129\\192\\1')", "table index is nil")]
    [InlineData("cmsgpack.unpack_limit('a', -1)", "Invalid request to unpack with offset of 0 and limit of 1.")]
    [InlineData("cmsgpack.unpack_one('a', 5)", "Start offset 5 greater than input length 1.")]
    [InlineData("cmsgpack.unpack(('\\145'):rep(100000))", "stack overflow (in function mp_decode_to_lua_array)")]
    [InlineData(
        "cmsgpack.unpack(('\\1'):rep(9000))",
        "stack overflow (too many return values at once; use unpack_one or unpack_limit instead.)")]
    public void Damaged_input_is_refused(string expression, string message) =>
        Assert.Equal(message, LibraryState.ErrorOf(expression));
}

namespace Engine.Lua.Tests.Libraries;

public sealed class JsonLibraryTests
{
    [Theory]
    [InlineData("{1, 2.5, 'x', true, cjson.null}", """[1,2.5,"x",true,null]""")]
    [InlineData("{a = {}}", """{"a":{}}""")]
    [InlineData("{[1] = 1, [3] = 3}", "[1,null,3]")]
    [InlineData("{[0] = 1}", """{"0":1}""")]
    [InlineData("{[1.5] = 1}", """{"1.5":1}""")]
    [InlineData("'\\0\\n\\t\\\"\\\\/\\127\\255'", "\"\\u0000\\n\\t\\\"\\\\\\/\\u007f\u00ff\"")]
    [InlineData("0.1", "0.1")]
    [InlineData("1e15", "1e+15")]
    [InlineData("2^53", "9.007199254741e+15")]
    [InlineData("nil", "null")]
    public void A_value_becomes_json(string value, string expected) =>
        Assert.Equal(expected, LibraryState.Evaluate($"cjson.encode({value})"));

    [Theory]
    [InlineData("cjson.decode('[1, 2.5e3, -0.125]')[2]", "2500")]
    [InlineData("cjson.decode(' {\"a\" : [ {\"b\" : null} ] } ').a[1].b == cjson.null", "true")]
    [InlineData("tostring(cjson.null), type(cjson.null)", "userdata: (nil) userdata")]
    [InlineData("cjson.decode('\"\\\\u00e9\\\\ud83d\\\\ude00\\\\n\"')", "\u00c3\u00a9\u00f0\u009f\u0098\u0080\n")]
    [InlineData("#cjson.decode('[' .. string.rep('1,', 999) .. '1]')", "1000")]
    [InlineData(
        "cjson.decode('0x1F'), cjson.decode('-inf'), cjson.decode('nan'), cjson.decode('1.'), cjson.decode('1e400')",
        "31 -inf nan 1 inf")]
    [InlineData(
        "cjson.decode('12345678901234567890'), cjson.decode('0.1'), cjson.decode('1E-5')",
        "1.2345678901235e+19 0.1 1e-05")]
    [InlineData("cjson.decode('\"a\"\\0 anything')", "a")]
    [InlineData("cjson._NAME, cjson._VERSION", "cjson 2.1.0")]
    public void Json_becomes_a_value(string expressions, string expected) =>
        Assert.Equal(expected, LibraryState.Evaluate(expressions));

    [Theory]
    [InlineData("''", "Expected value but found T_END at character 1")]
    [InlineData("'[1'", "Expected comma or array end but found T_END at character 3")]
    [InlineData("'[1,]'", "Expected value but found T_ARR_END at character 4")]
    [InlineData("'{1:2}'", "Expected object key string but found T_NUMBER at character 2")]
    [InlineData("'{\"a\" 1}'", "Expected colon but found T_NUMBER at character 6")]
    [InlineData("'{\"a\":1 \"b\"}'", "Expected comma or object end but found T_STRING at character 8")]
    [InlineData("'tru'", "Expected value but found invalid token at character 1")]
    [InlineData("'-'", "Expected value but found invalid number at character 1")]
    [InlineData("'1 2'", "Expected the end but found T_NUMBER at character 3")]
    [InlineData("'\"abc'", "Expected value but found unexpected end of string at character 5")]
    [InlineData("'\"\\\\x\"'", "Expected value but found invalid escape code at character 2")]
    [InlineData("'\"\\\\ud800\"'", "Expected value but found invalid unicode escape code at character 2")]
    [InlineData("'\"\\\\u123\\0\"'", "Expected value but found invalid unicode escape code at character 2")]
    [InlineData("'\\0a'", "JSON parser does not support UTF-16 or UTF-32")]
    [InlineData("string.rep('[', 1001)", "Found too many nested data structures (1001) at character 1001")]
    [InlineData("{}", "bad argument #1 to 'decode' (string expected, got table)")]
    [InlineData("'1', 2", "bad argument #1 to 'decode' (expected 1 argument)")]
    public void Damaged_json_is_refused_with_its_position(string arguments, string message) =>
        Assert.Equal(message, LibraryState.ErrorOf($"cjson.decode({arguments})"));

    [Theory]
    [InlineData("{[1] = 1, [100] = 2}", "Cannot serialise table: excessively sparse array")]
    [InlineData("{[true] = 1}", "Cannot serialise boolean: table key must be a number or string")]
    [InlineData("pcall", "Cannot serialise function: type not supported")]
    [InlineData("{1/0}", "Cannot serialise number: must not be NaN or Inf")]
    [InlineData(
        "(function() local loop = {} loop[1] = loop return loop end)()",
        "Cannot serialise, excessive nesting (1001)")]
    public void What_json_has_no_form_for_is_refused(string value, string message) =>
        Assert.Equal(message, LibraryState.ErrorOf($"cjson.encode({value})"));

    [Theory]
    [InlineData("cjson.encode_sparse_array(true) and cjson.encode({[1] = 1, [100] = 2})", """{"1":1,"100":2}""")]
    [InlineData("cjson.encode_sparse_array()", "false 2 10")]
    [InlineData("cjson.encode_number_precision(3) and cjson.encode({123456, 0.5})", "[1.23e+05,0.5]")]
    [InlineData("cjson.encode_invalid_numbers('null') and cjson.encode({1/0, 0/0})", "[null,null]")]
    [InlineData("cjson.encode_invalid_numbers(true) and cjson.encode({-1/0, 0/0})", "[-inf,nan]")]
    [InlineData("cjson.encode_invalid_numbers('null'), cjson.encode_invalid_numbers()", "null null")]
    [InlineData("cjson.decode_invalid_numbers(false), (pcall(cjson.decode, '0x1F'))", "false false")]
    [InlineData("cjson.encode_max_depth(1), (pcall(cjson.encode, {{}}))", "1 false")]
    [InlineData("cjson.decode_max_depth(1), (pcall(cjson.decode, '[[]]'))", "1 false")]
    [InlineData("cjson.encode_keep_buffer('off'), cjson.encode(1)", "false 1")]
    [InlineData("cjson.new().encode_max_depth(5), cjson.encode_max_depth()", "5 1000")]
    public void A_setting_holds_from_then_on_for_its_library(string expressions, string expected) =>
        Assert.Equal(expected, LibraryState.Evaluate(expressions));

    [Theory]
    [InlineData(
        "cjson.encode_max_depth(0)",
        "bad argument #1 to 'encode_max_depth' (expected integer between 1 and 2147483647)")]
    [InlineData(
        "cjson.encode_number_precision(15)",
        "bad argument #1 to 'encode_number_precision' (expected integer between 1 and 14)")]
    [InlineData("cjson.encode_max_depth(1, 2)", "bad argument #2 to 'encode_max_depth' (found too many arguments)")]
    [InlineData(
        "cjson.encode_invalid_numbers('x')",
        "bad argument #1 to 'encode_invalid_numbers' (invalid option 'x')")]
    public void A_setting_out_of_bounds_is_refused(string expression, string message) =>
        Assert.Equal(message, LibraryState.ErrorOf(expression));

    [Fact]
    public void Nesting_is_bounded_whatever_a_script_allows() => Assert.Equal(
        "Found too many nested data structures (7999) at character 7999",
        LibraryState.ErrorOf("cjson.decode_max_depth(1e9) and cjson.decode(string.rep('[', 100000))"));
}

using System.Text;
using Redis.Fixtures.Resp;

namespace Redis.Fixtures.Tests.Resp;

public sealed class RespParserTests
{
    public static TheoryData<string, RespType, string> Values => new()
    {
        { "+OK\r\n", RespType.SimpleString, "OK" },
        { "+\r\n", RespType.SimpleString, "" },
        { "-ERR no\r\n", RespType.SimpleError, "(error) ERR no" },
        { ":-42\r\n", RespType.Number, "(integer) -42" },
        { "$5\r\na\r\nb\0\r\n", RespType.BulkString, "\"a\\r\\nb\\x00\"" },
        { "$0\r\n\r\n", RespType.BulkString, "\"\"" },
        { "$-1\r\n", RespType.BulkString, "(nil)" },
        { "*-1\r\n", RespType.Array, "(nil array)" },
        { "_\r\n", RespType.Null, "(nil)" },
        { "*0\r\n", RespType.Array, "[]" },
        { "*2\r\n*1\r\n:1\r\n$1\r\nx\r\n", RespType.Array, "[[(integer) 1], \"x\"]" },
        { "#t\r\n", RespType.Boolean, "(true)" },
        { "#f\r\n", RespType.Boolean, "(false)" },
        { ",1.5\r\n", RespType.DoubleNumber, "(double) 1.5" },
        { ",-inf\r\n", RespType.DoubleNumber, "(double) -inf" },
        { ",nan\r\n", RespType.DoubleNumber, "(double) nan" },
        { ",1e+20\r\n", RespType.DoubleNumber, "(double) 1e+20" },
        { "(-3492890328409238509324850943850943825024385\r\n", RespType.BigNumber,
            "(big number) -3492890328409238509324850943850943825024385" },
        { "!9\r\nERR \r\nbad\r\n", RespType.BulkError, "(error) ERR \\r\\nbad" },
        { "=7\r\ntxt:abc\r\n", RespType.VerbatimString, "(txt) \"abc\"" },
        { "%2\r\n+a\r\n:1\r\n+b\r\n%0\r\n", RespType.Map, "{a: (integer) 1, b: {}}" },
        { "~2\r\n+a\r\n_\r\n", RespType.Set, "~[a, (nil)]" },
        { ">2\r\n$7\r\nmessage\r\n$-1\r\n", RespType.Push, ">[\"message\", (nil)]" },
        { "|1\r\n+ttl\r\n:3\r\n+OK\r\n", RespType.SimpleString, "|ttl: (integer) 3| OK" },
        { "*2\r\n|1\r\n+a\r\n*1\r\n:1\r\n:2\r\n:3\r\n", RespType.Array,
            "[|a: [(integer) 1]| (integer) 2, (integer) 3]" },
        { "|0\r\n|1\r\n+a\r\n+b\r\n_\r\n", RespType.Null, "|a: b| (nil)" },
    };

    [Theory, MemberData(nameof(Values))]
    public async Task Value_is_read_with_its_raw_bytes(string wire, RespType type, string readable)
    {
        RespValue value = await ReadSingleAsync(Latin1(wire));

        Assert.Equal(type, value.Type);
        Assert.Equal(readable, value.ToString());
        Assert.Equal(Latin1(wire), value.Raw.ToArray());
    }

    [Theory, MemberData(nameof(Values))]
    public async Task Value_is_read_alike_when_it_arrives_in_two_pieces_cut_anywhere(
        string wire, RespType type, string readable)
    {
        byte[] bytes = Latin1(wire);
        for (int cut = 1; cut < bytes.Length; cut++)
        {
            RespValue value = await ReadSingleAsync(bytes[..cut], bytes[cut..]);

            Assert.Equal((type, readable), (value.Type, value.ToString()));
        }
    }

    [Theory, MemberData(nameof(Values))]
    public async Task Value_is_read_alike_when_it_arrives_byte_by_byte(string wire, RespType type, string readable)
    {
        byte[][] chunks = [.. Latin1(wire).Select(value => new[] { value })];

        RespValue value = await ReadSingleAsync(chunks);

        Assert.Equal((type, readable), (value.Type, value.ToString()));
    }

    [Fact]
    public async Task Value_that_ends_early_is_never_taken_for_whole()
    {
        foreach (byte[] bytes in Values.Select(row => Latin1(row.Data.Item1)))
        {
            for (int length = 0; length < bytes.Length; length++)
            {
                await using RespClient client = new(new ChunkedStream(bytes[..length]));

                await Assert.ThrowsAsync<EndOfStreamException>(
                    () => client.ReadAsync(TestContext.Current.CancellationToken));
            }
        }
    }

    [Fact]
    public async Task Values_that_arrive_together_are_read_one_by_one()
    {
        byte[] everything = [.. Values.SelectMany(row => Latin1(row.Data.Item1))];
        await using RespClient client = new(new ChunkedStream(everything));

        foreach (var row in Values)
        {
            RespValue value = await client.ReadAsync(TestContext.Current.CancellationToken);
            Assert.Equal(row.Data.Item3, value.ToString());
        }
    }

    [Fact]
    public async Task Long_reply_in_small_pieces_is_read_whole()
    {
        byte[] item = Latin1("$1000\r\n" + new string('x', 1000) + "\r\n");
        byte[] wire = [.. Latin1("*1000\r\n"), .. Enumerable.Repeat(item, 1000).SelectMany(bytes => bytes)];

        RespValue value = await ReadSingleAsync([.. wire.Chunk(777)]);

        Assert.Equal(1000, value.Items.Count);
        Assert.Equal(wire, value.Raw.ToArray());
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("OK\r\n")]
    [InlineData(":12a\r\n")]
    [InlineData(":\r\n")]
    [InlineData("$-2\r\n")]
    [InlineData("$x\r\n")]
    [InlineData("$3\r\nabcde\r\n")]
    [InlineData("%-1\r\n")]
    [InlineData("|-1\r\n")]
    [InlineData("#x\r\n")]
    [InlineData("_x\r\n")]
    [InlineData(",abc\r\n")]
    [InlineData("(12.5\r\n")]
    [InlineData("(-\r\n")]
    [InlineData("=3\r\nabc\r\n")]
    public async Task Bytes_that_are_not_resp_are_refused(string wire)
    {
        await using RespClient client = new(new ChunkedStream(Latin1(wire)));

        await Assert.ThrowsAsync<RespProtocolException>(() => client.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Reply_nested_without_end_is_refused()
    {
        byte[] wire = Latin1(string.Concat(Enumerable.Repeat("*1\r\n", 2000)) + ":1\r\n");
        await using RespClient client = new(new ChunkedStream(wire));

        await Assert.ThrowsAsync<RespProtocolException>(() => client.ReadAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<RespValue> ReadSingleAsync(params byte[][] chunks)
    {
        await using RespClient client = new(new ChunkedStream([.. chunks]));
        return await client.ReadAsync(TestContext.Current.CancellationToken);
    }

    private static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);
}

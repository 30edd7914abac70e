using System.Text;
using Redis.Fixtures.Resp;

namespace Redis.Fixtures.Tests.Resp;

public sealed class RespValueTests
{
    private const string Attribute = "|1\r\n+a\r\n*1\r\n:1\r\n";

    [Theory]
    [InlineData("*2\r\n:1\r\n:2\r\n", "*2\r\n:2\r\n:1\r\n")]
    [InlineData("%1\r\n:1\r\n:2\r\n", "%1\r\n:2\r\n:1\r\n")]
    [InlineData(">2\r\n+a\r\n+b\r\n", ">2\r\n+b\r\n+a\r\n")]
    public void Elements_can_be_replaced_and_attributes_stay(string wire, string reversed)
    {
        RespValue value = Parse(Attribute + wire);

        RespValue changed = value.WithItems([.. value.Items.Reverse()]);

        Assert.Equal(Attribute + reversed, Wire(changed));
        Assert.Single(changed.Attributes.Chunk(2));
    }

    [Theory]
    [InlineData("+old\r\n", "+né\r\n")]
    [InlineData("$3\r\nold\r\n", "$3\r\nné\r\n")]
    [InlineData("=7\r\ntxt:old\r\n", "=7\r\ntxt:né\r\n")]
    public void Text_can_be_replaced_and_attributes_stay(string wire, string replaced)
    {
        RespValue changed = Parse(Attribute + wire).WithText("né");

        Assert.Equal(Attribute + replaced, Wire(changed));
        Assert.Equal("né", changed.Text);
    }

    [Fact]
    public void Mask_keeps_types_lengths_nulls_and_errors()
    {
        RespValue value = Parse("*5\r\n$1\r\na\r\n$-1\r\n-ERR x\r\n*1\r\n:5\r\n*-1\r\n");

        Assert.Equal("*5\r\n$3\r\n<t>\r\n$-1\r\n-ERR x\r\n*1\r\n:<t>\r\n*-1\r\n", Wire(value.Masked("t")));
    }

    [Fact]
    public void Every_byte_that_is_quoted_is_read_back_as_it_was()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];

        CommandLineArgument argument = Assert.Single(CommandLine.Split(RespText.Quote(bytes)));

        Assert.Equal(bytes, argument.Bytes.ToArray());
    }

    private static RespValue Parse(string wire) => RespParser.Parse(Encoding.UTF8.GetBytes(wire));

    private static string Wire(RespValue value) => Encoding.UTF8.GetString(value.Raw.Span);
}

using System.Text;
using Engine.Server.DataTypes.Streams;

namespace Engine.Server.Tests.DataTypes.Streams;

public sealed class StreamIdTextTests
{
    [Theory]
    [InlineData("0-0", 0UL, 0UL)]
    [InlineData("5", 5UL, 7UL)]
    [InlineData("18446744073709551615-18446744073709551615", ulong.MaxValue, ulong.MaxValue)]
    [InlineData("007-01", 7UL, 1UL)]
    [InlineData(" \t5-+6", 5UL, 6UL)]
    [InlineData("1--02", 1UL, ulong.MaxValue - 1)]
    [InlineData("5\0-7", 5UL, 7UL)]
    public void Ids_are_read_as_C_reads_numbers(string text, ulong milliseconds, ulong sequence)
    {
        Assert.True(StreamIdText.TryParse(Encoding.Latin1.GetBytes(text), missingSequence: 7, out StreamId id));
        Assert.Equal(new StreamId(milliseconds, sequence), id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+")]
    [InlineData("x")]
    [InlineData("5-")]
    [InlineData("-5")]
    [InlineData("5-*")]
    [InlineData("1--2")]
    [InlineData("5-5-5")]
    [InlineData("5 ")]
    [InlineData("18446744073709551616")]
    [InlineData("1-18446744073709551616")]
    public void Other_texts_are_no_ids(string text) =>
        Assert.False(StreamIdText.TryParse(Encoding.Latin1.GetBytes(text), missingSequence: 0, out _));

    [Fact]
    public void A_text_of_more_than_127_bytes_is_no_id()
    {
        Assert.True(StreamIdText.TryParse(Encoding.ASCII.GetBytes(new string('0', 126) + "1"), 0, out StreamId id));
        Assert.Equal(new StreamId(1, 0), id);
        Assert.False(StreamIdText.TryParse(Encoding.ASCII.GetBytes(new string('0', 127) + "1"), 0, out _));
    }

    [Theory]
    [InlineData(0UL, 0UL, "0-0")]
    [InlineData(1526919030474UL, 55UL, "1526919030474-55")]
    [InlineData(ulong.MaxValue, ulong.MaxValue, "18446744073709551615-18446744073709551615")]
    public void Ids_are_written_in_decimal(ulong milliseconds, ulong sequence, string expected)
    {
        Span<byte> text = stackalloc byte[StreamId.TextLength];
        int length = StreamIdText.Format(new StreamId(milliseconds, sequence), text);
        Assert.Equal(expected, Encoding.ASCII.GetString(text[..length]));
    }
}

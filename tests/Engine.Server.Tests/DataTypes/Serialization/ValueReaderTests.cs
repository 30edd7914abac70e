using System.Text;
using Engine.Server.DataTypes.Serialization;

namespace Engine.Server.Tests.DataTypes.Serialization;

public sealed class ValueReaderTests
{
    private readonly ValueWriter _writer = new();
    private readonly TextBuffer _buffer = new();

    [Theory]
    [InlineData(0, "00")]
    [InlineData(63, "3f")]
    [InlineData(64, "4040")]
    [InlineData(16383, "7fff")]
    [InlineData(16384, "8000004000")]
    [InlineData(uint.MaxValue, "80ffffffff")]
    [InlineData(1L << 32, "810000000100000000")]
    [InlineData(long.MaxValue, "817fffffffffffffff")]
    public void Lengths_are_written_in_the_fewest_bytes_and_read_back(long length, string expected)
    {
        _writer.Length(length);

        Assert.Equal(expected, Convert.ToHexStringLower(_writer.Written));
        var reader = new ValueReader(_writer.Written);
        Assert.Equal(length, reader.Length());
        Assert.False(reader.IsBroken);
    }

    [Theory]
    [InlineData("", "00")]
    [InlineData("0", "c000")]
    [InlineData("-128", "c080")]
    [InlineData("128", "c18000")]
    [InlineData("-32769", "c2ff7fffff")]
    [InlineData("2147483647", "c2ffffff7f")]
    [InlineData("2147483648", "0a32313437343833363438")]
    [InlineData("007", "03303037")]
    [InlineData("+1", "022b31")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", "146161616161616161616161616161616161616161")]
    public void Strings_are_written_in_their_shortest_form_and_read_back(string text, string expected)
    {
        _writer.Text(Encoding.ASCII.GetBytes(text));

        Assert.Equal(expected, Convert.ToHexStringLower(_writer.Written));
        var reader = new ValueReader(_writer.Written);
        Assert.Equal(text, Encoding.ASCII.GetString(reader.Text(_buffer)));
        Assert.False(reader.IsBroken);
    }

    [Theory]
    [InlineData(true, 30)]
    [InlineData(false, 1003)]
    public void Long_strings_are_compressed_unless_told_otherwise(bool compresses, int largest)
    {
        _writer.Compresses = compresses;
        byte[] text = new byte[1000];
        _writer.Text(text);

        Assert.InRange(_writer.Written.Length, 1, largest);
        var reader = new ValueReader(_writer.Written);
        Assert.Equal(text, reader.Text(_buffer).ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("05616263")]
    [InlineData("40")]
    [InlineData("800000")]
    [InlineData("82")]
    [InlineData("81ffffffffffffffff")]
    [InlineData("817fffffffffffffff61")]
    [InlineData("c0")]
    [InlineData("c101")]
    [InlineData("c4")]
    [InlineData("c3")]
    [InlineData("c30140ff00")]
    [InlineData("c30281000000400000000000")]
    [InlineData("c303050178")]
    public void Strings_that_are_cut_or_announce_what_cannot_be_break_the_reader(string bytes)
    {
        var reader = new ValueReader(Convert.FromHexString(bytes));

        Assert.True(reader.Text(_buffer).IsEmpty);
        Assert.True(reader.IsBroken);
        Assert.Equal(0, reader.Length());
        Assert.Equal(0, reader.Byte());
    }

    [Theory]
    [InlineData("fd", double.NaN)]
    [InlineData("fe", double.PositiveInfinity)]
    [InlineData("ff", double.NegativeInfinity)]
    [InlineData("042d312e35", -1.5)]
    public void Scores_of_old_versions_are_read(string bytes, double expected)
    {
        var reader = new ValueReader(Convert.FromHexString(bytes));

        Assert.Equal(expected, reader.TextDouble());
        Assert.False(reader.IsBroken);
    }

    [Fact]
    public void A_writer_that_is_cleared_starts_anew_whatever_it_held()
    {
        _writer.Compresses = false;
        _writer.Text(new byte[3_000_000]);
        _writer.Clear();
        Assert.Equal(0, _writer.Written.Length);

        _writer.Byte(7);
        Assert.Equal([7], _writer.Written.ToArray());
    }
}

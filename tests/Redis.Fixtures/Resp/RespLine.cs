using System.Buffers.Text;

namespace Redis.Fixtures.Resp;

/// <summary>The first line of a value: its type and, for bulks and aggregates, its length.</summary>
internal readonly ref struct RespLine
{
    private RespLine(RespType type, ReadOnlySpan<byte> text, long length)
    {
        Type = type;
        Text = text;
        Length = length;
    }

    public RespType Type { get; }

    /// <summary>The line without its type and its CRLF.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>Bytes of a bulk or elements of an aggregate, -1 for a null of RESP2; 0 for every other type.</summary>
    public long Length { get; }

    public bool IsBulk => Type is RespType.BulkString or RespType.BulkError or RespType.VerbatimString;

    /// <summary>How many values follow that belong to this one.</summary>
    public long Children => Type switch
    {
        RespType.Array or RespType.Set or RespType.Push => Math.Max(0, Length),
        RespType.Map or RespType.Attribute => 2 * Length,
        _ => 0,
    };

    /// <summary>
    /// Reads the line at the start of <paramref name="buffer"/>; false when its CRLF is not there yet.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> buffer, out RespLine line, out int consumed)
    {
        int end = buffer.IndexOf("\r\n"u8);
        consumed = end + 2;
        line = default;
        if (end < 0)
        {
            return false;
        }

        if (end == 0 || !Enum.IsDefined((RespType)buffer[0]))
        {
            throw new RespProtocolException($"No RESP type starts a line with {RespText.Quote(buffer[..consumed])}.");
        }

        var type = (RespType)buffer[0];
        ReadOnlySpan<byte> text = buffer[1..end];
        line = new RespLine(type, text, HasLength(type) ? ParseLength(type, text) : 0);
        return true;
    }

    private static bool HasLength(RespType type) => type
        is RespType.BulkString or RespType.BulkError or RespType.VerbatimString
        or RespType.Array or RespType.Map or RespType.Set or RespType.Push or RespType.Attribute;

    private static long ParseLength(RespType type, ReadOnlySpan<byte> text)
    {
        long least = type is RespType.BulkString or RespType.Array ? -1 : 0;
        if (Utf8Parser.TryParse(text, out int length, out int used) && used == text.Length && length >= least)
        {
            return length;
        }

        throw new RespProtocolException(
            $"{RespText.Quote(text)} is not a length of type '{(char)type}'; it must be a number from {least} up.");
    }
}

using System.Buffers.Text;
using System.Text;

namespace Redis.Fixtures.Resp;

/// <summary>Turns the bytes of one whole value into a tree.</summary>
internal static class RespParser
{
    private const int MaxDepth = 1000;

    public static RespValue Parse(ReadOnlySpan<byte> frame)
    {
        RespValue value = Parse(frame, MaxDepth, out int consumed);
        return consumed == frame.Length
            ? value
            : throw new RespProtocolException($"{frame.Length - consumed} bytes follow the value.");
    }

    private static RespValue Parse(ReadOnlySpan<byte> frame, int depthLeft, out int consumed)
    {
        if (depthLeft == 0)
        {
            throw new RespProtocolException($"The reply is nested more than {MaxDepth} levels deep.");
        }

        List<RespValue> attributes = [];
        int position = 0;
        while (true)
        {
            if (!RespLine.TryRead(frame[position..], out RespLine line, out int lineLength))
            {
                throw new RespProtocolException($"{RespText.Quote(frame)} is not a whole value.");
            }

            position += lineLength;
            if (line.Type is RespType.Attribute)
            {
                attributes.AddRange(ParseMany(frame, line.Children, depthLeft, ref position));
                continue;
            }

            List<RespValue> items = ParseMany(frame, line.Children, depthLeft, ref position);
            byte[] bytes = Content(line, frame, ref position);
            consumed = position;
            return Create(line, frame[..consumed].ToArray(), bytes, items, attributes);
        }
    }

    private static List<RespValue> ParseMany(ReadOnlySpan<byte> frame, long count, int depthLeft, ref int position)
    {
        List<RespValue> items = [];
        for (long index = 0; index < count; index++)
        {
            items.Add(Parse(frame[position..], depthLeft - 1, out int consumed));
            position += consumed;
        }

        return items;
    }

    private static byte[] Content(RespLine line, ReadOnlySpan<byte> frame, ref int position)
    {
        if (!line.IsBulk)
        {
            return line.Text.ToArray();
        }

        if (line.Length < 0)
        {
            return [];
        }

        byte[] content = frame.Slice(position, (int)line.Length).ToArray();
        position += content.Length + 2;
        return content;
    }

    private static RespValue Create(
        RespLine line, byte[] raw, byte[] bytes, List<RespValue> items, List<RespValue> attributes)
    {
        bool isVerbatim = line.Type is RespType.VerbatimString;
        if (!IsWellFormed(line.Type, bytes))
        {
            throw new RespProtocolException($"{RespText.Quote(raw)} does not say a value of type {line.Type}.");
        }

        return new RespValue(line.Type, raw)
        {
            Bytes = isVerbatim ? bytes.AsMemory(4) : HasContent(line.Type) ? bytes : default(ReadOnlyMemory<byte>),
            Format = isVerbatim ? Encoding.ASCII.GetString(bytes, 0, 3) : "",
            Items = items,
            Attributes = attributes,
            IsNull = line.Type is RespType.Null || line.Length < 0,
        };
    }

    private static bool HasContent(RespType type) =>
        type is not (RespType.Array or RespType.Map or RespType.Set or RespType.Push);

    private static bool IsWellFormed(RespType type, ReadOnlySpan<byte> bytes) => type switch
    {
        RespType.Number => Utf8Parser.TryParse(bytes, out long _, out int used) && used == bytes.Length,
        RespType.Null => bytes.IsEmpty,
        RespType.Boolean => bytes.SequenceEqual("t"u8) || bytes.SequenceEqual("f"u8),
        RespType.DoubleNumber => IsDouble(bytes),
        RespType.BigNumber => IsBigNumber(bytes),
        RespType.VerbatimString => bytes.Length >= 4 && bytes[3] == ':',
        _ => true,
    };

    private static bool IsDouble(ReadOnlySpan<byte> bytes) =>
        bytes.SequenceEqual("inf"u8) || bytes.SequenceEqual("-inf"u8) || bytes.SequenceEqual("nan"u8)
        || bytes.SequenceEqual("-nan"u8)
        || (Utf8Parser.TryParse(bytes, out double _, out int used) && used == bytes.Length);

    private static bool IsBigNumber(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> digits = bytes.StartsWith("-"u8) ? bytes[1..] : bytes;
        return !digits.IsEmpty && digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }
}

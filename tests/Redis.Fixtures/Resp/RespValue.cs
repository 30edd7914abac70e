using System.Globalization;
using System.Text;

namespace Redis.Fixtures.Resp;

/// <summary>One reply as an immutable tree that remembers the bytes it was read from.</summary>
public sealed class RespValue
{
    private readonly byte[] _raw;

    internal RespValue(RespType type, byte[] raw)
    {
        Type = type;
        _raw = raw;
    }

    public RespType Type { get; }

    /// <summary>
    /// The value exactly as received, from its first byte (an attribute's, if it has one) to its last CRLF.
    /// </summary>
    public ReadOnlyMemory<byte> Raw => _raw;

    /// <summary>What a scalar says: the text of its line or its bulk, without a verbatim string's format.</summary>
    public ReadOnlyMemory<byte> Bytes { get; internal init; }

    /// <summary>The elements of an aggregate; a map's keys and values take turns.</summary>
    public IReadOnlyList<RespValue> Items { get; internal init; } = [];

    /// <summary>
    /// The attributes that stood before the value, keys and values in turn; empty when there were none.
    /// </summary>
    public IReadOnlyList<RespValue> Attributes { get; internal init; } = [];

    /// <summary>True for RESP3's null and for both of RESP2's: the bulk string and the array of length -1.</summary>
    public bool IsNull { get; internal init; }

    /// <summary>
    /// The three letters that announce a verbatim string, such as <c>txt</c>; empty for every other type.
    /// </summary>
    public string Format { get; internal init; } = "";

    public bool IsError => Type is RespType.SimpleError or RespType.BulkError;

    public bool IsAggregate => Type is RespType.Array or RespType.Map or RespType.Set or RespType.Push && !IsNull;

    /// <summary><see cref="Bytes"/> as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>The number that an integer carries, or that a string spells.</summary>
    public long Number => long.Parse(Bytes.Span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>Tells values apart, and puts them in an order that means nothing but is always the same.</summary>
    internal string SortKey => Convert.ToHexString(_raw);

    public RespValue this[int index] => Items[index];

    /// <summary>The value with other elements, its bytes written anew; attributes are kept.</summary>
    public RespValue WithItems(IReadOnlyList<RespValue> items)
    {
        int count = Type is RespType.Map ? items.Count / 2 : items.Count;
        string line = string.Create(CultureInfo.InvariantCulture, $"{(char)Type}{count}\r\n");
        byte[] header = Encoding.ASCII.GetBytes(line);
        byte[] raw = [.. AttributeBytes.Span, .. header, .. items.SelectMany(item => item._raw)];
        return new RespValue(Type, raw) { Items = items, Attributes = Attributes };
    }

    /// <summary>The scalar with another text, its bytes written anew; attributes are kept.</summary>
    public RespValue WithText(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        string format = Type is RespType.VerbatimString ? $"{Format}:" : "";
        string length = Type is RespType.BulkString or RespType.BulkError or RespType.VerbatimString
            ? string.Create(CultureInfo.InvariantCulture, $"{format.Length + bytes.Length}\r\n")
            : "";
        byte[] header = Encoding.ASCII.GetBytes($"{(char)Type}{length}{format}");
        byte[] raw = [.. AttributeBytes.Span, .. header, .. bytes, .. "\r\n"u8];
        return new RespValue(Type, raw) { Bytes = bytes, Format = Format, Attributes = Attributes };
    }

    /// <summary>
    /// The value with every scalar in it replaced by what kind of thing it was, such as <c>&lt;time&gt;</c>. Types,
    /// lengths of aggregates, nulls and errors stay.
    /// </summary>
    public RespValue Masked(string kind) => this switch
    {
        { IsAggregate: true } => WithItems([.. Items.Select(item => item.Masked(kind))]),
        { IsNull: true } or { IsError: true } => this,
        _ => WithText($"<{kind}>"),
    };

    /// <summary>The value as redis-cli would show it, on one line.</summary>
    public override string ToString()
    {
        string text = Describe();
        return Attributes.Count == 0 ? text : $"|{Pairs(Attributes)}| {text}";
    }

    private ReadOnlyMemory<byte> AttributeBytes
    {
        get
        {
            if (Attributes.Count == 0)
            {
                return default;
            }

            int header = _raw.AsSpan().IndexOf((byte)'\n') + 1;
            return _raw.AsMemory(0, header + Attributes.Sum(attribute => attribute._raw.Length));
        }
    }

    private string Describe() => Type switch
    {
        _ when IsNull => Type is RespType.Array ? "(nil array)" : "(nil)",
        RespType.SimpleString => RespText.Escape(Bytes.Span),
        RespType.SimpleError or RespType.BulkError => $"(error) {RespText.Escape(Bytes.Span)}",
        RespType.Number => $"(integer) {Text}",
        RespType.Boolean => Text == "t" ? "(true)" : "(false)",
        RespType.DoubleNumber => $"(double) {Text}",
        RespType.BigNumber => $"(big number) {Text}",
        RespType.VerbatimString => $"({Format}) {RespText.Quote(Bytes.Span)}",
        RespType.Map => $"{{{Pairs(Items)}}}",
        RespType.Set => $"~[{string.Join(", ", Items)}]",
        RespType.Push => $">[{string.Join(", ", Items)}]",
        RespType.Array => $"[{string.Join(", ", Items)}]",
        _ => RespText.Quote(Bytes.Span),
    };

    private static string Pairs(IReadOnlyList<RespValue> items) =>
        string.Join(", ", items.Chunk(2).Select(pair => string.Join(": ", pair.AsEnumerable())));
}

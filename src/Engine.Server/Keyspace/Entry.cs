using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Serialization;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Keyspace;

/// <summary>A key that was found, with its value. Valid until the keyspace is written to.</summary>
internal readonly ref struct Entry
{
    private readonly ValueStore _values;
    private readonly Span<byte> _record;

    public Entry(ValueStore values, uint handle, Span<byte> record)
    {
        _values = values;
        Handle = handle;
        _record = record;
    }

    public uint Handle { get; }

    public ValueType Type => Record.TypeOf(_record);

    public ValueEncoding Encoding => Record.EncodingOf(_record);

    public ReadOnlySpan<byte> Key => Record.KeyOf(_record);

    public bool HasExpiry => Record.HasExpiry(_record);

    /// <summary>Unix milliseconds, or <see cref="Database.NoExpiry"/>.</summary>
    public long Expiry => HasExpiry ? Record.Expiry(_record) : Database.NoExpiry;

    /// <summary>The 24 bits that eviction policies read.</summary>
    public uint AccessClock => Record.AccessClock(_record);

    public bool IsInteger => Encoding == ValueEncoding.Int;

    /// <summary>The value of an integer-encoded string.</summary>
    public long Integer => MemoryMarshal.Read<long>(Bytes);

    /// <summary>The value's bytes as they are stored: the text of a string, eight bytes of an integer.</summary>
    public Span<byte> Bytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (!Record.IsElsewhere(_record))
                return _record.Slice(Record.ValueOffset(_record), (int)Record.ValueWord(_record));
            return StringBlock.Bytes(_values.Heap.At(Record.ValueWord(_record)));
        }
    }

    /// <summary>A string as users know it; the digits of an integer are written to <paramref name="digits"/>.</summary>
    /// <param name="digits">At least <see cref="Numbers.LongLength"/> bytes.</param>
    public ReadOnlySpan<byte> Text(Span<byte> digits) =>
        IsInteger ? digits[..Numbers.Format(Integer, digits)] : Bytes;

    /// <summary>Where a collection stands. Not for strings.</summary>
    public ValueSlot Slot => Record.SlotOf(_values, _record);

    /// <summary>Bytes that key and value occupy, as <c>MEMORY USAGE</c> reports them.</summary>
    public long MemoryBytes => _values.Heap.Capacity(Handle) + ValueBytes;

    /// <summary>The layout in which <see cref="Write"/> writes the value.</summary>
    public SerializedType SerializedType =>
        Type == ValueType.String ? SerializedType.String : CollectionWriter.TypeOf(Slot);

    /// <summary>Writes the value without key, type and expiry, as snapshots have it.</summary>
    public void Write(ValueWriter writer)
    {
        if (Type != ValueType.String)
            CollectionWriter.Write(writer, Slot);
        else if (IsInteger)
            writer.Integer(Integer);
        else
            writer.Text(Bytes);
    }

    private long ValueBytes => Type switch
    {
        ValueType.String when Record.IsElsewhere(_record) => _values.Heap.Capacity(Record.ValueWord(_record)),
        ValueType.String => 0,
        _ => _values.MemoryBytes(Slot),
    };

    internal Span<byte> RecordBytes => _record;
}

using System.Runtime.CompilerServices;
using Engine.Server.Memory;

namespace Engine.Server.DataTypes.Hashes;

/// <summary>The fields of a large hash with their values, in <see cref="FieldRecord"/>s.</summary>
internal sealed class FieldTable(ValueStore store) : RecordTable(store)
{
    public bool TryGet(ReadOnlySpan<byte> field, out ReadOnlySpan<byte> value)
    {
        bool exists = TryFind(field, Hash(field), out uint record);
        value = exists ? ValueOf(record) : default;
        return exists;
    }

    /// <summary>Sets the value of a field. Returns whether the field is new.</summary>
    public bool Set(ReadOnlySpan<byte> field, ReadOnlySpan<byte> value)
    {
        ulong hash = Hash(field);
        ref uint record = ref Records.FindSlot(field, hash);
        if (Unsafe.IsNullRef(ref record))
        {
            Add(CreateRecord(field, value), hash);
            return true;
        }

        if (!TryOverwrite(record, value))
        {
            uint old = record;
            record = CreateRecord(field, value);
            FreeRecord(old);
        }
        CountTableBytes();
        return false;
    }

    public ReadOnlySpan<byte> ValueOf(uint record)
    {
        ReadOnlySpan<byte> value = FieldRecord.ValuePart(Heap.At(record));
        return FieldRecord.IsElsewhere(value)
            ? LengthPrefix.BytesAt(Heap.At(FieldRecord.HandleIn(value)))
            : FieldRecord.ValueIn(value);
    }

    public override FieldTable Copy()
    {
        var copy = new FieldTable(Store);
        foreach (uint record in this)
            copy.Set(KeyOf(record), ValueOf(record));
        return copy;
    }

    protected override void FreeRecord(uint record)
    {
        Span<byte> value = FieldRecord.ValuePart(Heap.At(record));
        if (FieldRecord.IsElsewhere(value))
            Free(FieldRecord.HandleIn(value));
        Free(record);
    }

    private uint CreateRecord(ReadOnlySpan<byte> field, ReadOnlySpan<byte> value)
    {
        uint record = Allocate(FieldRecord.LengthFor(field.Length, value.Length));
        Span<byte> valuePart = Heap.At(record)[LengthPrefix.WriteBytes(Heap.At(record), field)..];
        if (value.Length > FieldRecord.InlineValueLimit)
            FieldRecord.WriteHandle(valuePart, CreateValueBlock(value));
        else
            FieldRecord.WriteValue(valuePart, value);
        return record;
    }

    private uint CreateValueBlock(ReadOnlySpan<byte> value)
    {
        uint block = Allocate(LengthPrefix.SizeOf(value.Length) + value.Length);
        LengthPrefix.WriteBytes(Heap.At(block), value);
        return block;
    }

    /// <summary>Replaces a value within its record, if the block is of the size that a new one would have.</summary>
    private bool TryOverwrite(uint record, ReadOnlySpan<byte> value)
    {
        Span<byte> bytes = Heap.At(record);
        Span<byte> valuePart = FieldRecord.ValuePart(bytes);
        bool isElsewhere = FieldRecord.IsElsewhere(valuePart);
        if (isElsewhere != value.Length > FieldRecord.InlineValueLimit)
            return false;
        if (isElsewhere)
        {
            Free(FieldRecord.HandleIn(valuePart));
            FieldRecord.WriteHandle(valuePart, CreateValueBlock(value));
            return true;
        }

        int offset = bytes.Length - valuePart.Length;
        int oldLength = offset + FieldRecord.ValueLengthFor(FieldRecord.ValueIn(valuePart).Length);
        int newLength = offset + FieldRecord.ValueLengthFor(value.Length);
        if (oldLength != newLength && SizeClasses.IndexOf(oldLength) != SizeClasses.IndexOf(newLength))
            return false;
        FieldRecord.WriteValue(valuePart, value);
        return true;
    }
}

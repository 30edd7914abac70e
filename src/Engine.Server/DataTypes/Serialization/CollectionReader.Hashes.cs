using Engine.Server.DataTypes.Hashes;
using Engine.Server.DataTypes.Packs;

namespace Engine.Server.DataTypes.Serialization;

internal sealed partial class CollectionReader
{
    private long ReadHash(ref ValueReader reader, SerializedType layout, scoped ValueSlot slot)
    {
        switch (layout)
        {
            case SerializedType.Hash:
                ReadFields(ref reader, slot);
                break;
            case SerializedType.HashZipMap:
                ReadZipMap(ref reader, slot);
                break;
            default:
                ReadPack(ref reader, layout == SerializedType.HashZipList, slot);
                if (!reader.IsBroken)
                    CheckFields(ref reader, slot);
                break;
        }

        return new HashValue(slot).Count;
    }

    private void ReadFields(ref ValueReader reader, scoped ValueSlot slot)
    {
        var hash = new HashValue(slot);
        for (long left = reader.Length(); left > 0 && !reader.IsBroken; left--)
        {
            ReadOnlySpan<byte> field = reader.Text(_first);
            ReadOnlySpan<byte> value = reader.Text(_second);
            if (!reader.IsBroken && !hash.Set(field, value))
                reader.Break();
        }
    }

    private void ReadZipMap(ref ValueReader reader, scoped ValueSlot slot)
    {
        var hash = new HashValue(slot);
        var fields = new ZipMap(reader.Text(_first));
        while (fields.TryRead(out ReadOnlySpan<byte> field, out ReadOnlySpan<byte> value) && !reader.IsBroken)
        {
            if (!hash.Set(field, value))
                reader.Break();
        }

        if (fields.IsBroken)
            reader.Break();
    }

    /// <summary>Puts a pack of pairs, not empty, in the place of that of a collection.</summary>
    private void ReadPack(ref ValueReader reader, bool isZipList, scoped ValueSlot slot)
    {
        ReadOnlySpan<byte> bytes = reader.Text(_first);
        if (isZipList)
            Replace(slot, CreatePack(ref reader, bytes));
        else if (ListPack.IsValid(bytes))
            Replace(slot, ListPackEditor.Create(Heap, bytes));
        else
            reader.Break();
        if (!reader.IsBroken && ListPack.Count(slot.Block) % 2 != 0)
            reader.Break();
    }

    /// <summary>Refuses a pack with a field twice, and unpacks one of more fields than a pack may have.</summary>
    private void CheckFields(ref ValueReader reader, scoped ValueSlot slot)
    {
        var hash = new HashValue(slot);
        bool isLarge = hash.Count > store.Limits.HashEntries;
        var table = new FieldTable(store);
        Span<byte> fieldDigits = stackalloc byte[Numbers.LongLength];
        Span<byte> valueDigits = stackalloc byte[Numbers.LongLength];
        foreach (HashField entry in hash)
        {
            ReadOnlySpan<byte> value = isLarge ? entry.Value.Text(valueDigits) : default;
            if (!table.Set(entry.Field.Text(fieldDigits), value))
                reader.Break();
        }

        if (isLarge && !reader.IsBroken)
            slot.BecomeLarge(table, ValueEncoding.HashTable);
        else
            Discard(table);
    }

    private static void Discard(LargeValue table)
    {
        table.Forget();
        table.Release(int.MaxValue);
    }
}

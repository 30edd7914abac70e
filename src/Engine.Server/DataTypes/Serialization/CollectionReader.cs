using Engine.Server.DataTypes.Packs;
using Engine.Server.Memory;

namespace Engine.Server.DataTypes.Serialization;

/// <summary>
/// Makes values of their serialized form, in every layout up to version 10. They get the encodings that the limits of
/// the configuration allow them, as in Redis, and nothing that is not well-formed becomes a value. Not thread-safe.
/// </summary>
/// <param name="store">Where the values will live.</param>
internal sealed partial class CollectionReader(ValueStore store)
{
    private readonly TextBuffer _first = new();
    private readonly TextBuffer _second = new();

    private PageHeap Heap => store.Heap;

    /// <summary>Whether values of this type can be read; others belong to modules or to later versions.</summary>
    public static bool Knows(SerializedType type) => type
        is <= SerializedType.SortedSet
        or (>= SerializedType.HashZipMap and <= SerializedType.Stream);

    /// <summary>
    /// Reads a value of a type. Returns false when there is none, leaving nothing behind: the reader is broken then, or
    /// the collection was empty.
    /// </summary>
    public bool TryRead(ref ValueReader reader, SerializedType type, out LoadedValue value)
    {
        value = default;
        switch (type)
        {
            case SerializedType.String:
                value = new LoadedValue(reader.Text(_first));
                return !reader.IsBroken;
            case SerializedType.List or SerializedType.ListZipList
                or SerializedType.QuickListOfZipLists or SerializedType.QuickList:
                return TryRead(ref reader, type, ValueType.List, ValueEncoding.ListPack, out value);
            case SerializedType.Set or SerializedType.IntSet:
                return TryRead(ref reader, type, ValueType.Set, ValueEncoding.IntSet, out value);
            case SerializedType.SortedSet or SerializedType.SortedSetWithTextScores
                or SerializedType.SortedSetZipList or SerializedType.SortedSetListPack:
                return TryRead(ref reader, type, ValueType.SortedSet, ValueEncoding.ListPack, out value);
            case SerializedType.Hash or SerializedType.HashZipMap
                or SerializedType.HashZipList or SerializedType.HashListPack:
                return TryRead(ref reader, type, ValueType.Hash, ValueEncoding.ListPack, out value);
            case SerializedType.Stream or SerializedType.StreamWithoutHistory:
                return TryReadStream(ref reader, type, out value);
            default:
                reader.Break();
                return false;
        }
    }

    /// <summary>Fills an empty compact collection, which may become large by it.</summary>
    private bool TryRead(
        ref ValueReader reader,
        SerializedType layout,
        ValueType type,
        ValueEncoding encoding,
        out LoadedValue value)
    {
        byte kind = (byte)((int)type | (int)encoding << 4);
        uint word = encoding == ValueEncoding.IntSet ? IntSetEditor.Create(Heap) : ListPackEditor.Create(Heap);
        var slot = new ValueSlot(store, ref kind, ref word);
        bool isValue = false;
        try
        {
            long count = type switch
            {
                ValueType.List => ReadList(ref reader, layout, slot),
                ValueType.Set => ReadSet(ref reader, layout, slot),
                ValueType.SortedSet => ReadSortedSet(ref reader, layout, slot),
                _ => ReadHash(ref reader, layout, slot),
            };
            isValue = !reader.IsBroken && count > 0;
        }
        finally
        {
            // Also when the heap has no room for all of it.
            if (!isValue)
                store.Free(slot);
        }

        value = isValue ? new LoadedValue(type, slot.Encoding, slot.Word) : default;
        return isValue;
    }

    /// <summary>
    /// A block with the elements of a ziplist as a listpack. A ziplist that is not well-formed breaks the reader, and
    /// what is in the block must not be used then.
    /// </summary>
    private uint CreatePack(ref ValueReader reader, scoped ReadOnlySpan<byte> ziplist)
    {
        uint block = ListPackEditor.Create(Heap);
        var editor = new ListPackEditor(Heap, ref block);
        var elements = new ZipList(ziplist);
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        while (elements.TryRead(out PackedElement element))
            editor.Append(element.Text(digits));
        if (elements.IsBroken)
            reader.Break();
        return block;
    }

    /// <summary>Puts a block in the place of that of a compact collection.</summary>
    private void Replace(scoped ValueSlot slot, uint block)
    {
        Heap.Free(slot.Word);
        slot.Word = block;
    }
}

using Engine.Server.Memory;

namespace Engine.Server.DataTypes;

/// <summary>
/// A large value whose elements are found by hash: a table of blocks, the records, each of which begins with its key
/// behind a <see cref="LengthPrefix"/>. Bytes that are handed in must not lie in the table's own records.
/// </summary>
internal abstract class RecordTable : LargeValue, IScannable
{
    private HandleTable<PrefixedKeys>.Enumerator _released;
    private long _unreleased = -1;

    protected RecordTable(ValueStore store)
        : base(store) =>
        Records = new HandleTable<PrefixedKeys>(new PrefixedKeys(store.Heap), store.HashSeed);

    public override long Count => Records.Count;

    protected HandleTable<PrefixedKeys> Records { get; }

    protected override long TableBytes => Records.MemoryBytes;

    public bool Contains(ReadOnlySpan<byte> key) => TryFind(key, Hash(key), out _);

    public ReadOnlySpan<byte> KeyOf(uint record) => LengthPrefix.BytesAt(Heap.At(record));

    /// <summary>Returns false when there is no such key.</summary>
    public bool Remove(ReadOnlySpan<byte> key)
    {
        if (!Records.Remove(key, Hash(key), out uint record))
            return false;
        FreeRecord(record);
        CountTableBytes();
        return true;
    }

    /// <summary>A record at random; there must be one.</summary>
    public uint Random() => Records.Random(Store.Random);

    public ulong Scan(ulong cursor, List<uint> found) => Records.Scan(cursor, found);

    /// <summary>All records, in no order. The table must not change meanwhile.</summary>
    public HandleTable<PrefixedKeys>.Enumerator GetEnumerator() => Records.GetEnumerator();

    public override bool Release(int blocks)
    {
        if (_unreleased < 0)
        {
            _unreleased = Records.Count;
            _released = Records.GetEnumerator();
        }

        for (; blocks > 0 && _unreleased > 0; blocks--, _unreleased--)
        {
            _released.MoveNext();
            FreeRecord(_released.Current);
        }
        return _unreleased > 0;
    }

    /// <summary>
    /// Finds a record. A table that is being resized goes on with it, so that one which is only read gets done, too.
    /// </summary>
    protected bool TryFind(ReadOnlySpan<byte> key, ulong hash, out uint record)
    {
        if (Records.IsRehashing)
        {
            Records.RehashStep(buckets: 1);
            CountTableBytes();
        }
        return Records.TryFind(key, hash, out record);
    }

    /// <summary>Adds a record whose key is absent.</summary>
    protected void Add(uint record, ulong hash)
    {
        Records.Add(record, hash);
        CountTableBytes();
    }

    protected virtual void FreeRecord(uint record) => Free(record);

    protected ulong Hash(ReadOnlySpan<byte> key) => KeyHash.Compute(key, Store.HashSeed);
}

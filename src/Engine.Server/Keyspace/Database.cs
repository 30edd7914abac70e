using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Engine.Server.DataTypes;
using Engine.Server.Memory;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Keyspace;

/// <summary>
/// One numbered database: finding keys, with expiry applied on the way, and removing them.
/// What changes values stands in the other part of this class.
/// </summary>
internal sealed partial class Database : IScannable
{
    /// <summary>The expiry of a key that has none.</summary>
    public const long NoExpiry = -1;

    /// <summary>A key's share of a full bucket, in each table that it stands in.</summary>
    public const int SlotBytes = (Bucket.Bytes + Bucket.Slots - 1) / Bucket.Slots;

    private readonly Keyspace _keyspace;
    private readonly PageHeap _heap;
    private readonly ValueStore _values;
    private HandleTable<RecordKeys> _keys;
    private HandleTable<RecordKeys> _expiring;

    public Database(Keyspace keyspace, int index)
    {
        _keyspace = keyspace;
        _heap = keyspace.Heap;
        _values = keyspace.Values;
        Index = index;
        CreateTables();
    }

    public int Index { get; }

    public long Count => _keys.Count;

    /// <summary>Keys that have an expiry.</summary>
    public long ExpiringCount => _expiring.Count;

    /// <summary>Milliseconds that keys with an expiry have left on average, estimated from samples.</summary>
    public long AverageTimeToLive { get; private set; }

    public long TableBytes => _keys.MemoryBytes + _expiring.MemoryBytes;

    /// <summary>The part of <see cref="TableBytes"/> that finds keys; the rest finds those that expire.</summary>
    public long KeyTableBytes => _keys.MemoryBytes;

    /// <summary>Finds a key to read its value: counts a hit or a miss and marks the key as used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(scoped ReadOnlySpan<byte> key, out Entry entry)
    {
        if (TryFind(key, Hash(key), out entry))
        {
            _keyspace.Statistics.Hits++;
            Touch(entry);
            return true;
        }

        _keyspace.Statistics.Misses++;
        NotifyMiss(key);
        return false;
    }

    /// <summary>Finds a key to tell about it, not to use its value: counts a hit or a miss.</summary>
    /// <param name="key">The key.</param>
    /// <param name="entry">What was found.</param>
    /// <param name="isSilent">A miss is no event.</param>
    public bool TryInspect(ReadOnlySpan<byte> key, out Entry entry, bool isSilent = false)
    {
        bool exists = TryFind(key, Hash(key), out entry);
        if (exists)
            _keyspace.Statistics.Hits++;
        else
            _keyspace.Statistics.Misses++;
        if (!exists && !isSilent)
            NotifyMiss(key);
        return exists;
    }

    /// <summary>Finds a key to change its value: marks it as used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryEdit(ReadOnlySpan<byte> key, out Entry entry)
    {
        ulong hash = Hash(key);
        if (!TryFind(key, hash, out entry))
            return false;
        Preserve(hash);
        Touch(entry);
        return true;
    }

    /// <summary>Finds a key and leaves no trace of it: hits and misses are not counted.</summary>
    public bool TryPeek(ReadOnlySpan<byte> key, out Entry entry) => TryFind(key, Hash(key), out entry);

    public bool Contains(ReadOnlySpan<byte> key) => TryFind(key, Hash(key), out _);

    /// <summary>Deletes a key that a command replaces, empties or moves. Returns false when there is none.</summary>
    public bool Remove(ReadOnlySpan<byte> key) => Remove(key, _keyspace.Options.LazyServerDelete);

    /// <summary>Deletes a key with its value. Returns false when there is none.</summary>
    /// <param name="isLazy">The memory of a large value is given back later.</param>
    public bool Remove(ReadOnlySpan<byte> key, bool isLazy)
    {
        ulong hash = Hash(key);
        if (!TryFind(key, hash, out Entry entry))
            return false;
        Remove(entry, hash, isLazy);
        return true;
    }

    /// <summary>
    /// Deletes a key, if there is one, whose place another value takes next: that it was changed is told then.
    /// </summary>
    public void RemoveReplaced(ReadOnlySpan<byte> key)
    {
        ulong hash = Hash(key);
        if (TryFind(key, hash, out Entry entry))
            Drop(entry, hash, _keyspace.Options.LazyServerDelete);
    }

    /// <summary>
    /// Deletes a key with its value and does not look whether its time has come, as commands do whose result is
    /// nothing. Returns false when there is none.
    /// </summary>
    public bool RemoveUnseen(ReadOnlySpan<byte> key)
    {
        ulong hash = Hash(key);
        if (!_keys.TryFind(key, hash, out uint handle))
            return false;
        Remove(EntryOf(handle), hash, _keyspace.Options.LazyServerDelete);
        return true;
    }

    /// <summary>A key at random, or none when all are gone.</summary>
    public bool TryPickRandom(out Entry entry)
    {
        // A key that turns out to be expired is deleted and another one picked, so this ends; while none may be
        // deleted, one of the expired keys will do after some attempts, as in Redis.
        const int Attempts = 100;
        for (int i = 1; _keys.Count > 0; i++)
        {
            uint handle = _keys.Random(_keyspace.Random);
            entry = EntryOf(handle);
            if (!DeleteIfExpired(entry, Hash(entry.Key)) || (i >= Attempts && _keyspace.IsExpiryPaused))
                return true;
        }

        entry = default;
        return false;
    }

    /// <summary>
    /// Looks at some keys that have an expiry, at random, and deletes those whose time has come. Returns how many.
    /// </summary>
    public int DeleteExpiredSample(int count, out int sampled)
    {
        int deleted = 0;
        for (sampled = 0; sampled < count && _expiring.Count > 0; sampled++)
        {
            Entry entry = EntryOf(_expiring.Random(_keyspace.Random));
            if (DeleteIfExpired(entry, Hash(entry.Key)))
                deleted++;
        }

        return deleted;
    }

    public void DeleteAllExpired()
    {
        var expired = new List<uint>();
        foreach (uint handle in _expiring)
        {
            if (IsExpired(EntryOf(handle)))
                expired.Add(handle);
        }

        foreach (uint handle in expired)
        {
            Entry entry = EntryOf(handle);
            Expire(entry, Hash(entry.Key));
        }
    }

    /// <summary>
    /// Goes on with growing or shrinking the tables. Returns false when there is nothing to go on with.
    /// </summary>
    public bool RehashStep(int buckets) => _keys.RehashStep(buckets) | _expiring.RehashStep(buckets);

    /// <summary>
    /// Adds the handles of some keys and returns the cursor for the next call, 0 after the last. Expired keys are
    /// among them.
    /// </summary>
    public ulong Scan(ulong cursor, List<uint> found) => _keys.Scan(cursor, found);

    /// <summary>The handles of all keys, also of expired ones. No key may be added or removed meanwhile.</summary>
    public HandleTable<RecordKeys>.Enumerator GetEnumerator() => _keys.GetEnumerator();

    public Entry EntryOf(uint handle) => new(_values, handle, _heap.At(handle));

    /// <summary>Whether the entry's time has come. It is not deleted by asking.</summary>
    public bool IsExpired(in Entry entry) =>
        entry.HasExpiry && entry.Expiry < _keyspace.Clock.Now && !_keyspace.IsLoading;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryFind(scoped ReadOnlySpan<byte> key, ulong hash, out Entry entry)
    {
        if (!_keys.TryFind(key, hash, out uint handle))
        {
            entry = default;
            return false;
        }

        entry = EntryOf(handle);
        return !entry.HasExpiry || !DeleteIfExpired(entry, hash);
    }

    private bool DeleteIfExpired(in Entry entry, ulong hash)
    {
        if (!IsExpired(entry))
            return false;
        if (!_keyspace.IsExpiryPaused)
            Expire(entry, hash);
        return true;
    }

    private void Expire(in Entry entry, ulong hash)
    {
        bool isTimed = _keyspace.Options.LatencyThreshold > 0;
        long started = isTimed ? _keyspace.Clock.Timestamp() : 0;
        _keyspace.Statistics.ExpiredKeys++;
        bool isLazy = _keyspace.Options.LazyExpire;
        JournalDeletion(entry, isLazy);
        Notify(KeyEvents.Expired, "expired"u8, entry.Key);
        if (!Watches.IsEmpty)
            Watches.Modified(entry.Key, isGone: true);
        _keyspace.Tracker?.Removed(entry.Key);
        Drop(entry, hash, isLazy);
        if (isTimed)
            _keyspace.Latency?.WatchLatency("expire-del", started);
    }

    private void Remove(in Entry entry, ulong hash, bool isLazy)
    {
        TellWatchers(entry.Key, isGone: true);
        Drop(entry, hash, isLazy);
    }

    private void Drop(in Entry entry, ulong hash, bool isLazy)
    {
        Leaving(entry);
        Detach(entry, hash);
        Free(entry, isLazy);
    }

    private void Detach(in Entry entry, ulong hash)
    {
        Preserve(hash);
        _keys.RemoveHandle(entry.Handle, hash);
        if (entry.HasExpiry)
            _expiring.RemoveHandle(entry.Handle, hash);
    }

    private void Free(in Entry entry, bool isLazy)
    {
        if (entry.Type != ValueType.String)
            _keyspace.FreeValue(entry.Slot, isLazy);
        else if (Record.IsElsewhere(entry.RecordBytes))
            _heap.Free(Record.ValueWord(entry.RecordBytes));
        _heap.Free(entry.Handle);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Hash(ReadOnlySpan<byte> key) => KeyHash.Compute(key, _keyspace.HashSeed);

    [MemberNotNull(nameof(_keys), nameof(_expiring))]
    private void CreateTables()
    {
        var reader = new RecordKeys(_heap);
        _keys = new HandleTable<RecordKeys>(reader, _keyspace.HashSeed, _keyspace.Tables);
        _expiring = new HandleTable<RecordKeys>(reader, _keyspace.HashSeed, _keyspace.Tables);
    }
}

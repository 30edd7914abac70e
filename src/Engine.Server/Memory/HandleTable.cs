using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Engine.Server.Memory;

/// <summary>
/// A hash table of record handles; it reads the keys through <typeparamref name="TKeys"/>. Twelve entries share a
/// bucket of one cache line, and full buckets are chained, so that an entry's chain depends on the low bits of its hash
/// alone: that is what scan cursors need. The table grows and shrinks a chain at a time. Not thread-safe: the engine
/// thread owns it.
/// </summary>
internal sealed partial class HandleTable<TKeys>
    where TKeys : struct, IKeyReader
{
    private readonly TKeys _keys;
    private readonly ulong _seed;
    private readonly TableBudget? _budget;
    private BucketArray _buckets = BucketArray.Empty;
    private int _version;

    /// <summary>An empty table. The hashes it takes are <see cref="KeyHash.Compute"/> of key and seed.</summary>
    /// <param name="keys">Reads the keys of records.</param>
    /// <param name="seed">What all hashes are computed with.</param>
    /// <param name="budget">What its memory counts towards, if anything.</param>
    public HandleTable(TKeys keys, ulong seed, TableBudget? budget = null)
    {
        _keys = keys;
        _seed = seed;
        _budget = budget;
    }

    public long Count { get; private set; }

    /// <summary>Bytes of all buckets, used or not.</summary>
    public long MemoryBytes => (_buckets == BucketArray.Empty ? 0 : _buckets.Bytes) + (_old?.Bytes ?? 0);

    public bool TryFind(ReadOnlySpan<byte> key, ulong hash, out uint handle)
    {
        Position position = Find(ArrayFor(hash), key, hash);
        handle = position.IsFound ? position.Handle : 0;
        return position.IsFound;
    }

    /// <summary>Whether a handle, whose record may be gone already, is the one of a key with this hash.</summary>
    public bool Holds(uint handle, ulong hash) => Find(ArrayFor(hash), handle, hash).IsFound;

    /// <summary>
    /// The table's reference to the record of a key, or a null reference. A caller that moves the record overwrites it
    /// with the new handle; it is valid until the table changes.
    /// </summary>
    public ref uint FindSlot(ReadOnlySpan<byte> key, ulong hash)
    {
        StepRehash();
        Position position = Find(ArrayFor(hash), key, hash);
        if (!position.IsFound)
            return ref Unsafe.NullRef<uint>();
        return ref position.Handle;
    }

    /// <summary>Adds a record whose key is absent.</summary>
    public void Add(uint handle, ulong hash)
    {
        Debug.Assert(handle != 0, "Handle 0 means none.");
        Debug.Assert(hash == HashOf(handle), "The hash belongs to another key or another seed.");
        Debug.Assert(!TryFind(_keys.KeyOf(handle), hash, out _), "The key is in the table already.");
        StepRehash();
        GrowIfFull();
        ArrayFor(hash).Add(hash, TagOf(hash), handle);
        Count++;
        _version++;
    }

    public bool Remove(ReadOnlySpan<byte> key, ulong hash, out uint handle)
    {
        StepRehash();
        BucketArray buckets = ArrayFor(hash);
        Position position = Find(buckets, key, hash);
        handle = position.IsFound ? position.Handle : 0;
        return Remove(buckets, hash, position);
    }

    /// <summary>Puts another handle in the place of one, whose record may be gone already.</summary>
    public bool Replace(uint oldHandle, uint newHandle, ulong hash)
    {
        Position position = Find(ArrayFor(hash), oldHandle, hash);
        bool isFound = position.IsFound;
        if (isFound)
            position.Handle = newHandle;

        // Not earlier: moving a chain reads the keys of its records.
        StepRehash();
        return isFound;
    }

    /// <summary>Removes a handle, whose record may be gone already.</summary>
    public bool RemoveHandle(uint handle, ulong hash)
    {
        BucketArray buckets = ArrayFor(hash);
        bool isFound = Remove(buckets, hash, Find(buckets, handle, hash));
        StepRehash();
        return isFound;
    }

    public void Clear()
    {
        _buckets.Drop();
        _old?.Drop();
        _buckets = BucketArray.Empty;
        _old = null;
        Count = 0;
        _version++;
    }

    private bool Remove(BucketArray buckets, ulong hash, Position position)
    {
        if (!position.IsFound)
            return false;
        buckets.Remove(hash, ref position.Bucket, position.Slot);
        Count--;
        _version++;
        ShrinkIfSparse();
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Position Find(BucketArray buckets, ReadOnlySpan<byte> key, ulong hash)
    {
        byte tag = TagOf(hash);
        ref Bucket bucket = ref buckets.Head(hash);
        while (true)
        {
            for (uint matches = bucket.Match(tag); matches != 0; matches &= matches - 1)
            {
                int slot = BitOperations.TrailingZeroCount(matches);
                if (_keys.KeyOf(bucket.HandleAt(slot)).SequenceEqual(key))
                    return new Position(ref bucket, slot);
            }
            if (bucket.Next == 0)
                return default;
            bucket = ref buckets.Overflow(bucket.Next);
        }
    }

    private static Position Find(BucketArray buckets, uint handle, ulong hash)
    {
        byte tag = TagOf(hash);
        ref Bucket bucket = ref buckets.Head(hash);
        while (true)
        {
            for (uint matches = bucket.Match(tag); matches != 0; matches &= matches - 1)
            {
                int slot = BitOperations.TrailingZeroCount(matches);
                if (bucket.HandleAt(slot) == handle)
                    return new Position(ref bucket, slot);
            }
            if (bucket.Next == 0)
                return default;
            bucket = ref buckets.Overflow(bucket.Next);
        }
    }

    /// <summary>The hash's top byte, which chains do not depend on; never 0, which marks a free slot.</summary>
    private static byte TagOf(ulong hash)
    {
        byte tag = (byte)(hash >> 56);
        return tag == 0 ? (byte)1 : tag;
    }

    private ulong HashOf(uint handle) => KeyHash.Compute(_keys.KeyOf(handle), _seed);

    private readonly ref struct Position(ref Bucket bucket, int slot)
    {
        public readonly ref Bucket Bucket = ref bucket;
        public readonly int Slot = slot;

        public bool IsFound => !Unsafe.IsNullRef(ref Bucket);

        public ref uint Handle => ref Bucket.HandleAt(Slot);
    }
}

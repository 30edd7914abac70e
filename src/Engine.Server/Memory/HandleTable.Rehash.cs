using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Engine.Server.Memory;

/// <summary>
/// Resizing. While it lasts, the old array's chains below <see cref="_moved"/> have been emptied into the new one and
/// the others have not been touched, so that a hash says which of the two holds its entries: no lookup reads both.
/// </summary>
internal sealed partial class HandleTable<TKeys>
{
    /// <summary>
    /// Entries per chain, on average, at which the table doubles: that lookups follow more links then is made up for by
    /// a table that is half as large.
    /// </summary>
    private const int FullChain = Bucket.Slots;

    /// <summary>
    /// Entries per chain, on average, at which the table doubles even if there is no room for that: chains would become
    /// too long.
    /// </summary>
    private const int CrowdedChain = FullChain * 5 / 3;

    /// <summary>Entries per chain, on average, that a table which shrank has at least.</summary>
    private const int RoomyChain = FullChain / 2;

    /// <summary>The table shrinks when fewer than one slot in this many is taken.</summary>
    private const int SparseShare = 8;

    private BucketArray? _old;
    private uint _moved;

    public bool IsRehashing => _old is not null;

    /// <summary>Moves up to <paramref name="buckets"/> chains to the array that replaces the old one.</summary>
    /// <returns>Whether more remains to be moved.</returns>
    public bool RehashStep(int buckets)
    {
        while (_old is not null && buckets-- > 0)
            MoveChain(_old);
        return _old is not null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private BucketArray ArrayFor(ulong hash) =>
        _old is { } old && (hash & (old.Count - 1)) >= _moved ? old : _buckets;

    private void StepRehash()
    {
        if (_old is not null)
            MoveChain(_old);
    }

    private void MoveChain(BucketArray old)
    {
        // The new chains that no earlier chain went to: two when growing, and when shrinking at most one.
        for (uint head = _moved; head < _buckets.Count; head += old.Count)
            _buckets.Initialize(head);

        ref Bucket bucket = ref old.Head(_moved);
        while (true)
        {
            int count = bucket.Count;
            for (int slot = 0; slot < count; slot++)
            {
                uint handle = bucket.HandleAt(slot);
                ulong hash = HashOf(handle);
                _buckets.Add(hash, TagOf(hash), handle);
            }
            if (bucket.Next == 0)
                break;
            bucket = ref old.Overflow(bucket.Next);
        }

        _version++;
        if (++_moved < old.Count)
            return;
        old.Drop();
        _old = null;
    }

    /// <summary>Makes room for so many entries in a table that is empty and has none yet.</summary>
    public void Reserve(long entries)
    {
        const long MostChains = 1 << 26;
        long chains = (entries + FullChain - 1) / FullChain;
        if (_buckets != BucketArray.Empty || chains <= 1)
            return;
        _buckets = new BucketArray(BitOperations.RoundUpToPowerOf2((uint)Math.Min(chains, MostChains)), _budget);
        for (uint head = 0; head < _buckets.Count; head++)
            _buckets.Initialize(head);
    }

    private void GrowIfFull()
    {
        if (_buckets == BucketArray.Empty)
        {
            _buckets = new BucketArray(count: 1, _budget);
            _buckets.Initialize(0);
        }
        else if (_old is null && Count >= (long)_buckets.Count * FullChain && HasRoomToGrow())
        {
            Resize(2 * _buckets.Count);
        }
    }

    private bool HasRoomToGrow() =>
        _budget?.HasRoom is not { } hasRoom
        || Count >= (long)_buckets.Count * CrowdedChain
        || hasRoom(2L * _buckets.Count * Bucket.Bytes);

    private void ShrinkIfSparse()
    {
        if (_old is not null || _buckets.Count == 1 || Count * SparseShare >= (long)_buckets.Count * Bucket.Slots)
            return;
        if (Count == 0)
            Clear();
        else
            Resize(BitOperations.RoundUpToPowerOf2((uint)((Count + RoomyChain - 1) / RoomyChain)));
    }

    private void Resize(uint count)
    {
        Debug.Assert(_old is null, "One resize at a time.");
        BucketArray resized = new(count, _budget);
        _old = _buckets;
        _buckets = resized;
        _moved = 0;
    }
}

using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Engine.Server.Memory;

/// <summary>
/// A power of two of head buckets, each the start of a chain, and the overflow buckets that continue full ones.
/// Within a chain only the last bucket has free slots. Head buckets start out uninitialised, so that making a large
/// array costs nothing at that moment: whoever uses one first calls <see cref="Initialize"/>.
/// </summary>
internal sealed class BucketArray
{
    /// <summary>What an empty table reads; it holds one empty chain, and nobody writes to it.</summary>
    public static readonly BucketArray Empty = CreateEmpty();

    private const int SmallestPinnedCount = 64;
    private const int LargestOverflowSegment = 1024;

    private readonly Bucket[] _heads;
    private readonly nint _alignment;
    private readonly int _overflowShift;
    private readonly List<Bucket[]> _overflow = [];
    private readonly TableBudget? _budget;
    private uint _overflowStarted;
    private uint _overflowFree;

    public BucketArray(uint count, TableBudget? budget = null)
    {
        Debug.Assert(BitOperations.IsPow2(count), "Chains are selected by masking the hash.");
        Count = count;
        bool pinned = count >= SmallestPinnedCount;
        _heads = GC.AllocateUninitializedArray<Bucket>((int)count + (pinned ? 1 : 0), pinned);
        _alignment = pinned ? DistanceToCacheLine(_heads) : 0;
        _overflowShift = BitOperations.Log2(Math.Clamp(count / 16, 1, LargestOverflowSegment));
        _budget = budget;
        _budget?.Count(Bytes);
    }

    public uint Count { get; }

    public long Bytes => ((long)_heads.Length + ((long)_overflow.Count << _overflowShift)) * Bucket.Bytes;

    /// <summary>The head of the chain that takes entries with this hash; only its low bits count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Bucket Head(ulong hash) => ref Unsafe.AddByteOffset(
        ref MemoryMarshal.GetArrayDataReference(_heads), _alignment + (nint)(hash & (Count - 1)) * Bucket.Bytes);

    public ref Bucket Overflow(uint link)
    {
        uint index = link - 1;
        return ref _overflow[(int)(index >> _overflowShift)][index & ((1u << _overflowShift) - 1)];
    }

    public void Initialize(uint head) => Head(head) = default;

    public void Add(ulong hash, byte tag, uint handle)
    {
        ref Bucket last = ref Head(hash);
        while (last.Next != 0)
            last = ref Overflow(last.Next);

        int slot = last.Count;
        if (slot == Bucket.Slots)
        {
            last.Next = TakeOverflow();
            last = ref Overflow(last.Next);
            slot = 0;
        }
        last.Set(slot, tag, handle);
    }

    /// <summary>Removes an entry of a chain; the chain's last entry takes its place.</summary>
    public void Remove(ulong hash, ref Bucket bucket, int slot)
    {
        ref Bucket last = ref Head(hash);
        ref uint link = ref Unsafe.NullRef<uint>();
        while (last.Next != 0)
        {
            link = ref last.Next;
            last = ref Overflow(link);
        }

        int lastSlot = last.Count - 1;
        bucket.Copy(slot, last, lastSlot);
        last.Set(lastSlot, tag: 0, handle: 0);
        if (lastSlot == 0 && !Unsafe.IsNullRef(ref link))
            FreeOverflow(ref link);
    }

    /// <summary>The array is used no more.</summary>
    public void Drop() => _budget?.Count(-Bytes);

    private uint TakeOverflow()
    {
        uint link = _overflowFree;
        if (link != 0)
        {
            _overflowFree = Overflow(link).Next;
        }
        else
        {
            if (_overflowStarted >> _overflowShift == _overflow.Count)
                AddOverflowSegment(1 << _overflowShift);
            link = ++_overflowStarted;
        }
        Overflow(link) = default;
        return link;
    }

    private void AddOverflowSegment(int count)
    {
        _overflow.Add(GC.AllocateUninitializedArray<Bucket>(count, pinned: count >= SmallestPinnedCount));
        _budget?.Count((long)count * Bucket.Bytes);
    }

    private void FreeOverflow(ref uint link)
    {
        Overflow(link).Next = _overflowFree;
        _overflowFree = link;
        link = 0;
    }

    private static unsafe nint DistanceToCacheLine(Bucket[] pinned)
    {
        nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
        return -address & (Bucket.Bytes - 1);
    }

    private static BucketArray CreateEmpty()
    {
        BucketArray empty = new(count: 1);
        empty.Initialize(0);
        return empty;
    }
}

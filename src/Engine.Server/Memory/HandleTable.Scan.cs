using System.Buffers.Binary;

namespace Engine.Server.Memory;

internal sealed partial class HandleTable<TKeys> : IScannable
{
    private const int FairChain = 2 * Bucket.Slots;
    private const int FairAttempts = 256;

    /// <summary>
    /// Visits the chain that the cursor names; while the table is resized, also every chain of the larger array whose
    /// entries belong to that chain in the smaller one. Cursors count with their bits reversed, the mask's highest bit
    /// first, as in Redis: when the table doubles, a chain splits into two that are neighbours in this order, so that
    /// an entry which stays in the table from cursor 0 to cursor 0 is visited at least once, whatever resizes happen.
    /// </summary>
    /// <returns>The cursor to go on with; 0 at the end.</returns>
    public ulong Scan<TVisitor>(ulong cursor, ref TVisitor visitor)
        where TVisitor : struct, IHandleVisitor, allows ref struct
    {
        if (_old is not { } old)
        {
            VisitChain(_buckets, cursor, ref visitor);
            return Advance(cursor, _buckets.Count);
        }

        (BucketArray smaller, BucketArray larger) = old.Count < _buckets.Count ? (old, _buckets) : (_buckets, old);
        ulong expansions = larger.Count - smaller.Count;
        VisitUnlessMoved(smaller, cursor, ref visitor);
        do
        {
            VisitUnlessMoved(larger, cursor, ref visitor);
            cursor = Advance(cursor, larger.Count);
        }
        while ((cursor & expansions) != 0);
        return cursor;
    }

    public ulong Scan(ulong cursor, List<uint> found)
    {
        var collector = new Collector(found);
        return Scan(cursor, ref collector);
    }

    /// <summary>
    /// A handle drawn at random, 0 from an empty table. A chain is drawn and then a place in it, again where the place
    /// is free, so that every entry is as likely as any other (but for those in chains of more than two buckets).
    /// </summary>
    public uint Random(Random random)
    {
        if (Count == 0)
            return 0;

        uint chains = LiveChains;
        for (int attempt = 0; attempt < FairAttempts; attempt++)
        {
            ref Bucket head = ref LiveChain((uint)random.NextInt64(chains), out BucketArray buckets);
            int length = LengthOf(buckets, ref head);
            int place = random.Next(Math.Max(length, FairChain));
            if (place < length)
                return EntryAt(buckets, ref head, place);
        }
        return FirstEntryAfter((uint)random.NextInt64(chains), chains);
    }

    /// <summary>
    /// Takes entries from a random chain and those behind it, each once. Returns how many: fewer than asked for only
    /// when there are no more.
    /// </summary>
    public int Sample(Random random, Span<uint> sample)
    {
        int wanted = (int)Math.Min(sample.Length, Count);
        if (wanted == 0)
            return 0;
        uint chains = LiveChains;
        uint chain = (uint)random.NextInt64(chains);
        for (int taken = 0; ; chain = (chain + 1) % chains)
        {
            ref Bucket head = ref LiveChain(chain, out BucketArray buckets);
            int length = LengthOf(buckets, ref head);
            int left = Math.Min(length, wanted - taken);
            for (int place = left < length ? random.Next(length) : 0; left > 0; left--, place = (place + 1) % length)
                sample[taken++] = EntryAt(buckets, ref head, place);
            if (taken == wanted)
                return taken;
        }
    }

    private uint FirstEntryAfter(uint start, uint chains)
    {
        for (uint chain = start; ; chain = (chain + 1) % chains)
        {
            ref Bucket head = ref LiveChain(chain, out _);
            if (head.Count > 0)
                return head.HandleAt(0);
        }
    }

    private void VisitUnlessMoved<TVisitor>(BucketArray buckets, ulong cursor, ref TVisitor visitor)
        where TVisitor : struct, IHandleVisitor, allows ref struct
    {
        bool isMoved = (cursor & (buckets.Count - 1) & (_old!.Count - 1)) < _moved;
        if (isMoved == (buckets == _buckets))
            VisitChain(buckets, cursor, ref visitor);
    }

    private static void VisitChain<TVisitor>(BucketArray buckets, ulong cursor, ref TVisitor visitor)
        where TVisitor : struct, IHandleVisitor, allows ref struct
    {
        ref Bucket bucket = ref buckets.Head(cursor);
        while (true)
        {
            int count = bucket.Count;
            for (int slot = 0; slot < count; slot++)
                visitor.Visit(bucket.HandleAt(slot));
            if (bucket.Next == 0)
                return;
            bucket = ref buckets.Overflow(bucket.Next);
        }
    }

    /// <summary>Adds one to the cursor's bits under the mask, taken in reverse order.</summary>
    private static ulong Advance(ulong cursor, uint chains)
    {
        ulong mask = chains - 1;
        return ReverseBits(ReverseBits(cursor | ~mask) + 1);
    }

    private static ulong ReverseBits(ulong value)
    {
        value = (value >> 1 & 0x5555_5555_5555_5555) | (value & 0x5555_5555_5555_5555) << 1;
        value = (value >> 2 & 0x3333_3333_3333_3333) | (value & 0x3333_3333_3333_3333) << 2;
        value = (value >> 4 & 0x0F0F_0F0F_0F0F_0F0F) | (value & 0x0F0F_0F0F_0F0F_0F0F) << 4;
        return BinaryPrimitives.ReverseEndianness(value);
    }

    private static int LengthOf(BucketArray buckets, ref Bucket head)
    {
        ref Bucket last = ref head;
        int length = 0;
        for (; last.Next != 0; last = ref buckets.Overflow(last.Next))
            length += Bucket.Slots;
        return length + last.Count;
    }

    private static uint EntryAt(BucketArray buckets, ref Bucket head, int place)
    {
        ref Bucket bucket = ref head;
        for (; place >= Bucket.Slots; place -= Bucket.Slots)
            bucket = ref buckets.Overflow(bucket.Next);
        return bucket.HandleAt(place);
    }
    private readonly struct Collector(List<uint> found) : IHandleVisitor
    {
        public void Visit(uint handle) => found.Add(handle);
    }
}

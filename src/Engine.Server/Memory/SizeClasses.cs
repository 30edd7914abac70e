using System.Numerics;

namespace Engine.Server.Memory;

/// <summary>
/// The block sizes that slabs hand out: every multiple of 16 up to 256 bytes, then four per doubling up to 512 KiB,
/// so that a block is never more than a quarter larger than what was asked for (16 bytes for the small ones).
/// </summary>
internal static class SizeClasses
{
    public const int Count = LinearCount + 4 * Doublings;
    public const int LargestBytes = LinearBytes << Doublings;

    private const int LinearBytes = 256;
    private const int LinearCount = LinearBytes / PageHeap.GranuleBytes;
    private const int Doublings = 11;

    private static readonly SizeClass[] All = [.. Enumerable.Range(0, Count).Select(Describe)];

    public static ref readonly SizeClass At(int index) => ref All[index];

    /// <summary>The index of the smallest class that holds <paramref name="size"/> bytes.</summary>
    public static int IndexOf(int size)
    {
        if (size <= LinearBytes)
            return (size - 1) / PageHeap.GranuleBytes;

        int last = size - 1;
        int doubling = BitOperations.Log2((uint)last);
        return LinearCount + 4 * (doubling - BitOperations.Log2(LinearBytes)) + ((last >> (doubling - 2)) & 3);
    }

    /// <summary>Whether a block of this capacity is larger than what so many bytes need.</summary>
    public static bool IsTooLarge(int capacity, int size) =>
        capacity <= LargestBytes && All[IndexOf(size)].Bytes < capacity;

    private static SizeClass Describe(int index)
    {
        int bytes = BytesOf(index);
        int chunks = (bytes + SlabPage.ChunkBytes - 1) / SlabPage.ChunkBytes;
        // At most 1/32 of a slab is left over at its end.
        while (WasteOf(chunks) > chunks * SlabPage.ChunkBytes / 32)
            chunks++;
        return new SizeClass(bytes, chunks, chunks * SlabPage.ChunkBytes / bytes);

        int WasteOf(int chunks) => chunks * SlabPage.ChunkBytes % bytes;
    }

    private static int BytesOf(int index)
    {
        if (index < LinearCount)
            return (index + 1) * PageHeap.GranuleBytes;

        int doubling = (index - LinearCount) / 4;
        int quarter = (index - LinearCount) % 4;
        return (LinearBytes << doubling) / 4 * (5 + quarter);
    }
}

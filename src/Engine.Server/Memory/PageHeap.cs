using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Engine.Server.Memory;

/// <summary>
/// The memory of the keyspace: pinned byte arrays that the collector neither scans nor moves, cut into blocks that a
/// 32-bit handle names (the page's index, then a 16-byte granule of the page). Blocks are reached as bounds-checked
/// spans. Not thread-safe: the engine thread owns it.
/// </summary>
internal sealed partial class PageHeap
{
    public const int GranuleBytes = 16;
    public const int PageBytes = 1 << 20;
    public const int MaximumBlockBytes = 1 << 30;

    private const int PageShift = 16;
    private const uint GranuleMask = (1u << PageShift) - 1;
    private const uint GranulesPerChunk = SlabPage.ChunkBytes / GranuleBytes;

    private readonly HeapChecks _checks = new();

    /// <summary>Bytes of all live blocks, each counted with its <see cref="Capacity"/>.</summary>
    public long UsedBytes { get; private set; }

    /// <summary>Bytes of all pages that are held, whatever lies in them.</summary>
    public long ReservedBytes { get; private set; }

    public long BlockCount { get; private set; }

    /// <summary>A block of at least <paramref name="size"/> bytes with undefined contents; never handle 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is not between 1 byte and 1 GiB.</exception>
    /// <exception cref="InsufficientMemoryException">All page indexes are in use.</exception>
    public uint Allocate(int size)
    {
        if ((uint)(size - 1) >= MaximumBlockBytes)
            throw SizeOutOfRange(size);
        if (size > SizeClasses.LargestBytes)
            return AllocateDedicatedPage(size);

        int index = SizeClasses.IndexOf(size);
        ref readonly SizeClass sizeClass = ref SizeClasses.At(index);
        uint id = _slabsWithRoom[index];
        if (id == 0)
            id = AddSlab(index);

        ref Slab slab = ref SlabOf(id, out SlabPage page);
        uint handle = slab.FreeList;
        if (handle != 0)
        {
            _checks.Recycle(handle, BytesOf(handle, sizeClass.Bytes));
            slab.FreeList = MemoryMarshal.Read<uint>(BytesFrom(handle));
        }
        else
        {
            handle = id * GranulesPerChunk + slab.Started++ * sizeClass.Granules;
            _checks.Start(handle, BytesOf(handle, sizeClass.Bytes));
        }

        if (slab.Live++ == 0)
            StartUsing(page);
        if (slab.Live == sizeClass.BlocksPerSlab)
            UnlinkFromRoom(ref slab);
        Count(blocks: 1, sizeClass.Bytes);
        return handle;
    }

    /// <summary>Gives a block back; its handle may name another block from now on.</summary>
    public void Free(uint handle)
    {
        _checks.Free(handle);
        SlabPage? page = _slabPages[handle >> PageShift];
        if (page is null)
        {
            FreeDedicatedPage(handle);
            return;
        }

        int firstChunk = FirstChunkOf(page, handle);
        ref Slab slab = ref page.SlabAt(firstChunk);
        if (slab.Live == 0)
            throw NoSuchBlock(handle);

        ref readonly SizeClass sizeClass = ref SizeClasses.At(slab.SizeClass);
        HeapChecks.Fill(BytesOf(handle, sizeClass.Bytes));
        MemoryMarshal.Write(BytesFrom(handle), slab.FreeList);
        slab.FreeList = handle;

        if (slab.Live-- == sizeClass.BlocksPerSlab)
            LinkToRoom(ref slab, SlabId(page, firstChunk));
        if (slab.Live == 0)
            StopUsing(page, firstChunk);
        Count(blocks: -1, -sizeClass.Bytes);
    }

    /// <summary>The bytes from the block's first one to the end of its page.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> At(uint handle)
    {
        _checks.RequireLive(handle);
        return BytesFrom(handle);
    }

    /// <summary>Starts to fetch the first bytes of a block into the processor's caches.</summary>
    public void Prefetch(uint handle) =>
        ProcessorCache.Prefetch(ref Unsafe.Add(
            ref MemoryMarshal.GetArrayDataReference(_pages[handle >> PageShift]),
            (handle & GranuleMask) * GranuleBytes));

    /// <summary>The first <paramref name="length"/> bytes of the block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> At(uint handle, int length)
    {
        RequireCapacity(handle, length);
        return BytesOf(handle, length);
    }

    /// <summary>Bytes of the block that its holder may use: what was asked for, rounded up to the size class.</summary>
    public int Capacity(uint handle)
    {
        _checks.RequireLive(handle);
        SlabPage? page = _slabPages[handle >> PageShift];
        return page is null
            ? _dedicatedBytes[handle >> PageShift]
            : SizeClasses.At(page.SlabAt(FirstChunkOf(page, handle)).SizeClass).Bytes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> BytesFrom(uint handle) =>
        _pages[handle >> PageShift].AsSpan((int)(handle & GranuleMask) * GranuleBytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> BytesOf(uint handle, int length) =>
        _pages[handle >> PageShift].AsSpan((int)(handle & GranuleMask) * GranuleBytes, length);

    [Conditional("DEBUG")]
    private void RequireCapacity(uint handle, int length) =>
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Capacity(handle));

    private void Count(int blocks, long bytes)
    {
        BlockCount += blocks;
        UsedBytes += bytes;
    }

    private static int FirstChunkOf(SlabPage page, uint handle) =>
        page.TryGetFirstChunk((int)((handle & GranuleMask) / GranulesPerChunk), out int firstChunk)
            ? firstChunk
            : throw NoSuchBlock(handle);

    private static ArgumentOutOfRangeException SizeOutOfRange(int size) => new(
        nameof(size), size, $"A block has 1 to {MaximumBlockBytes} bytes; split the value over several blocks.");

    internal static ArgumentException NoSuchBlock(uint handle) => new(
        $"The handle {handle:x8} names no live block; use a handle only until it is freed, and free it once.",
        nameof(handle));
}

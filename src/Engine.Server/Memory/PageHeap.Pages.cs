namespace Engine.Server.Memory;

internal sealed partial class PageHeap
{
    private const int MaximumPageIndexes = 1 << PageShift;

    private readonly int _maximumPageIndexes;
    private readonly SlabPageLists _pagesByRoom = new();
    private readonly uint[] _slabsWithRoom = new uint[SizeClasses.Count];
    private readonly Stack<int> _releasedPages = new();

    /// <summary>Page 0 stays empty: handle 0 means "none", and reading through it fails at once.</summary>
    private byte[][] _pages = [[]];

    /// <summary>Null where a page is one dedicated block, or is not in use.</summary>
    private SlabPage?[] _slabPages = [null];

    private int _pageIndexes = 1;

    /// <summary>The one page without live blocks that is kept, with its slabs, for what is allocated next.</summary>
    private SlabPage? _idlePage;

    public PageHeap()
        : this(MaximumPageIndexes)
    {
    }

    /// <summary>A heap that is full earlier, as tests need it.</summary>
    internal PageHeap(int maximumPageIndexes) => _maximumPageIndexes = maximumPageIndexes;

    /// <summary>Frees all blocks at once, however many there are. The collector gets the pages back.</summary>
    public void Clear()
    {
        _checks.Clear();
        _pages = [[]];
        _slabPages = [null];
        _pageIndexes = 1;
        _releasedPages.Clear();
        _pagesByRoom.Clear();
        _slabsWithRoom.AsSpan().Clear();
        _idlePage = null;
        UsedBytes = 0;
        ReservedBytes = 0;
        BlockCount = 0;
    }

    private ref Slab SlabOf(uint id, out SlabPage page)
    {
        page = _slabPages[id / SlabPage.ChunkCount]!;
        return ref page.SlabAt((int)(id % SlabPage.ChunkCount));
    }

    private static uint SlabId(SlabPage page, int firstChunk) => (uint)(page.Index * SlabPage.ChunkCount + firstChunk);

    private uint AddSlab(int sizeClass)
    {
        SlabPage? page = _pagesByRoom.FindRoomFor(SizeClasses.At(sizeClass).ChunksPerSlab);
        if (page is null)
            page = AddSlabPage();
        else
            _pagesByRoom.Remove(page);

        int firstChunk = page.AddSlab(sizeClass);
        HeapChecks.Fill(_pages[page.Index].AsSpan(
            firstChunk * SlabPage.ChunkBytes, SizeClasses.At(sizeClass).ChunksPerSlab * SlabPage.ChunkBytes));
        _pagesByRoom.Add(page);
        uint id = SlabId(page, firstChunk);
        LinkToRoom(ref page.SlabAt(firstChunk), id);
        return id;
    }

    /// <summary>Returns a slab's chunks to its page, where a slab of any class can take them.</summary>
    private void RemoveSlab(SlabPage page, int firstChunk)
    {
        UnlinkFromRoom(ref page.SlabAt(firstChunk));
        _pagesByRoom.Remove(page);
        page.RemoveSlab(firstChunk);
        _pagesByRoom.Add(page);
    }

    private void LinkToRoom(ref Slab slab, uint id)
    {
        ref uint first = ref _slabsWithRoom[slab.SizeClass];
        slab.PreviousWithRoom = 0;
        slab.NextWithRoom = first;
        if (first != 0)
            SlabOf(first, out _).PreviousWithRoom = id;
        first = id;
    }

    private void UnlinkFromRoom(ref Slab slab)
    {
        if (slab.NextWithRoom != 0)
            SlabOf(slab.NextWithRoom, out _).PreviousWithRoom = slab.PreviousWithRoom;
        if (slab.PreviousWithRoom != 0)
            SlabOf(slab.PreviousWithRoom, out _).NextWithRoom = slab.NextWithRoom;
        else
            _slabsWithRoom[slab.SizeClass] = slab.NextWithRoom;
    }

    private void StartUsing(SlabPage page)
    {
        if (page.LiveSlabs++ == 0 && page == _idlePage)
            _idlePage = null;
    }

    /// <summary>
    /// A slab lost its last block. It is kept while its class has no other room, so that one block that comes and goes
    /// does not make and unmake a slab each time; a page that lost its last block is kept in the same way.
    /// </summary>
    private void StopUsing(SlabPage page, int firstChunk)
    {
        ref Slab slab = ref page.SlabAt(firstChunk);
        if (slab.NextWithRoom != 0 || slab.PreviousWithRoom != 0)
            RemoveSlab(page, firstChunk);
        if (--page.LiveSlabs > 0)
            return;

        if (_idlePage is null)
            _idlePage = page;
        else
            ReleaseSlabPage(page);
    }

    private SlabPage AddSlabPage()
    {
        SlabPage page = new(AddPage(PageBytes));
        _slabPages[page.Index] = page;
        return page;
    }

    private void ReleaseSlabPage(SlabPage page)
    {
        for (int chunk = 0; chunk < SlabPage.ChunkCount; chunk++)
        {
            if (page.TryGetFirstChunk(chunk, out int firstChunk))
                RemoveSlab(page, firstChunk);
        }
        _pagesByRoom.Remove(page);
        _slabPages[page.Index] = null;
        ReleasePage(page.Index);
    }

    private uint AllocateDedicatedPage(int size)
    {
        int capacity = (size + GranuleBytes - 1) / GranuleBytes * GranuleBytes;
        int index = AddPage(capacity);
        Count(blocks: 1, capacity);
        _checks.AddDedicatedPage((uint)index << PageShift);
        return (uint)index << PageShift;
    }

    private void FreeDedicatedPage(uint handle)
    {
        int index = (int)(handle >> PageShift);
        int capacity = _pages[index].Length;
        if (capacity == 0 || (handle & GranuleMask) != 0)
            throw NoSuchBlock(handle);

        ReleasePage(index);
        Count(blocks: -1, -capacity);
    }

    private int AddPage(int bytes)
    {
        if (!_releasedPages.TryPeek(out int index))
            index = NewPageIndex();
        _pages[index] = GC.AllocateUninitializedArray<byte>(bytes, pinned: true);
        if (index == _pageIndexes)
            _pageIndexes++;
        else
            _releasedPages.Pop();
        ReservedBytes += bytes;
        return index;
    }

    private void ReleasePage(int index)
    {
        ReservedBytes -= _pages[index].Length;
        _pages[index] = [];
        _releasedPages.Push(index);
    }

    private int NewPageIndex()
    {
        if (_pageIndexes == _maximumPageIndexes)
        {
            throw new InsufficientMemoryException(
                $"All {_maximumPageIndexes - 1} pages of the heap are in use ({ReservedBytes} bytes); " +
                "set maxmemory below that, so that keys are evicted or writes are refused first.");
        }
        if (_pageIndexes == _pages.Length)
        {
            Array.Resize(ref _pages, 2 * _pages.Length);
            Array.Resize(ref _slabPages, _pages.Length);
        }
        return _pageIndexes;
    }
}

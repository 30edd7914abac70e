namespace Engine.Server.Memory;

internal sealed partial class PageHeap
{
    private readonly SlabPageLists _pagesByRoom = new();

    /// <summary>Per size class: the first slab that has room, 0 for none.</summary>
    private readonly uint[] _slabsWithRoom = new uint[SizeClasses.Count];

    /// <summary>The one page without live blocks that is kept, with its slabs, for what is allocated next.</summary>
    private SlabPage? _idlePage;

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
        SlabPage page = new(AddPage(PageBytes, PageBytes));
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
}

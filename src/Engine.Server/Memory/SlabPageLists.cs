namespace Engine.Server.Memory;

/// <summary>
/// The pages that are divided in slabs, listed by their longest run of free chunks, so that a slab is placed in the
/// fullest page that can take it without looking at the others.
/// </summary>
internal sealed class SlabPageLists
{
    private readonly SlabPage?[] _byLongestRun = new SlabPage?[SlabPage.ChunkCount + 1];

    public SlabPage? FindRoomFor(int chunks)
    {
        for (int run = chunks; run < _byLongestRun.Length; run++)
        {
            if (_byLongestRun[run] is { } page)
                return page;
        }
        return null;
    }

    public void Add(SlabPage page)
    {
        ref SlabPage? first = ref _byLongestRun[page.LongestRun];
        page.Previous = null;
        page.Next = first;
        if (first is not null)
            first.Previous = page;
        first = page;
    }

    /// <summary>Takes a page off its list; call it before the page's longest run changes.</summary>
    public void Remove(SlabPage page)
    {
        if (page.Next is not null)
            page.Next.Previous = page.Previous;
        if (page.Previous is not null)
            page.Previous.Next = page.Next;
        else
            _byLongestRun[page.LongestRun] = page.Next;
    }

    public void Clear() => _byLongestRun.AsSpan().Clear();
}

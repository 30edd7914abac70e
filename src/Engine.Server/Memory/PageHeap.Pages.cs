namespace Engine.Server.Memory;

internal sealed partial class PageHeap
{
    public const int MaximumPageIndexes = 1 << PageShift;

    private const int ReserveShare = 64;

    private readonly int _maximumPageIndexes;
    private readonly int _reserve;
    private readonly Stack<int> _releasedPages = new();
    private readonly ReleasedArrays _releasedArrays = new();

    /// <summary>Page 0 stays empty: handle 0 means "none", and reading through it fails at once.</summary>
    private byte[][] _pages = [[]];

    /// <summary>Null where a page is one dedicated block, or is not in use.</summary>
    private SlabPage?[] _slabPages = [null];

    /// <summary>Per page: the block's capacity where the page is one dedicated block, else 0.</summary>
    private int[] _dedicatedBytes = [0];

    private int _pageIndexes = 1;

    public PageHeap()
        : this(MaximumPageIndexes)
    {
    }

    /// <summary>A heap that is full earlier, as tests need it.</summary>
    internal PageHeap(int maximumPageIndexes)
    {
        _maximumPageIndexes = maximumPageIndexes;
        _reserve = maximumPageIndexes / ReserveShare;
    }

    /// <summary>
    /// Whether only the reserve is left: pages for what a command that has begun still needs, so that it need not stop
    /// half-way. New commands that take memory are refused until it is whole again.
    /// </summary>
    public bool IsDownToReserve => _maximumPageIndexes - _pageIndexes + _releasedPages.Count <= _reserve;

    /// <summary>Frees all blocks at once, however many there are, and releases their pages.</summary>
    public void Clear()
    {
        _checks.Clear();
        foreach (byte[] page in _pages.AsSpan(0, _pageIndexes))
        {
            if (page.Length > 0)
                _releasedArrays.Add(page);
        }
        _pages = [[]];
        _slabPages = [null];
        _dedicatedBytes = [0];
        _pageIndexes = 1;
        _releasedPages.Clear();
        _pagesByRoom.Clear();
        _slabsWithRoom.AsSpan().Clear();
        _idlePage = null;
        UsedBytes = 0;
        ReservedBytes = 0;
        BlockCount = 0;
    }

    private uint AllocateDedicatedPage(int size)
    {
        int capacity = (size + GranuleBytes - 1) / GranuleBytes * GranuleBytes;
        int index = AddPage(capacity, capacity + capacity / 8);
        _dedicatedBytes[index] = capacity;
        Count(blocks: 1, capacity);
        _checks.AddDedicatedPage((uint)index << PageShift);
        return (uint)index << PageShift;
    }

    private void FreeDedicatedPage(uint handle)
    {
        int index = (int)(handle >> PageShift);
        int capacity = _dedicatedBytes[index];
        if (capacity == 0 || (handle & GranuleMask) != 0)
            throw NoSuchBlock(handle);

        _dedicatedBytes[index] = 0;
        ReleasePage(index);
        Count(blocks: -1, -capacity);
    }

    private int AddPage(int minimum, int maximum)
    {
        if (!_releasedPages.TryPeek(out int index))
            index = NewPageIndex();
        _pages[index] = _releasedArrays.Take(minimum, maximum)
            ?? GC.AllocateUninitializedArray<byte>(minimum, pinned: true);
        if (index == _pageIndexes)
            _pageIndexes++;
        else
            _releasedPages.Pop();
        ReservedBytes += _pages[index].Length;
        return index;
    }

    private void ReleasePage(int index)
    {
        ReservedBytes -= _pages[index].Length;
        _releasedArrays.Add(_pages[index]);
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
            Array.Resize(ref _dedicatedBytes, _pages.Length);
        }
        return _pageIndexes;
    }
}

using Engine.Server.Memory;

namespace Engine.Server.Tests.Memory;

public sealed class PageHeapTests
{
    private readonly PageHeap _heap = new();

    [Theory]
    [InlineData(1, 16)]
    [InlineData(16, 16)]
    [InlineData(17, 32)]
    [InlineData(256, 256)]
    [InlineData(257, 320)]
    [InlineData(321, 384)]
    [InlineData(513, 640)]
    [InlineData(512 * 1024, 512 * 1024)]
    [InlineData(512 * 1024 + 1, 512 * 1024 + 16)]
    [InlineData(5_000_000, 5_000_000)]
    public void Capacity_is_the_size_rounded_up_to_its_class(int size, int capacity)
    {
        uint handle = _heap.Allocate(size);

        Assert.Equal(capacity, _heap.Capacity(handle));
        Assert.Equal(capacity, _heap.UsedBytes);
        Assert.Equal(1, _heap.BlockCount);
        Assert.Equal(size, _heap.At(handle, size).Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData((1 << 30) + 1)]
    public void Size_out_of_bounds_is_refused_and_changes_nothing(int size)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _heap.Allocate(size));

        Assert.Contains("1 to 1073741824 bytes", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, _heap.UsedBytes);
        Assert.Equal(0, _heap.ReservedBytes);
    }

    [Fact]
    public void New_heap_reserves_nothing()
    {
        Assert.Equal(0, _heap.UsedBytes);
        Assert.Equal(0, _heap.ReservedBytes);
        Assert.Equal(0, _heap.BlockCount);
    }

    [Fact]
    public void Freed_block_is_the_next_one_of_its_class()
    {
        uint first = _heap.Allocate(40);
        uint second = _heap.Allocate(40);
        _heap.Free(first);

        Assert.NotEqual(first, second);
        Assert.Equal(first, _heap.Allocate(48));
    }

    [Fact]
    public void Emptied_slabs_serve_other_classes_without_a_new_page()
    {
        List<uint> small = [];
        while (_heap.ReservedBytes <= PageHeap.PageBytes)
            small.Add(_heap.Allocate(64));
        foreach (uint handle in small)
            _heap.Free(handle);

        for (int count = 0; count < PageHeap.PageBytes / 8192 - 1; count++)
            _heap.Allocate(8192);

        Assert.Equal(PageHeap.PageBytes, _heap.ReservedBytes);
    }

    [Fact]
    public void One_idle_page_is_kept_and_the_others_are_released()
    {
        List<uint> handles = [];
        for (int count = 0; count < 5000; count++)
            handles.Add(_heap.Allocate(1 + count * 7 % 3000));
        Assert.True(_heap.ReservedBytes > 4 * PageHeap.PageBytes);

        foreach (uint handle in handles)
            _heap.Free(handle);

        Assert.Equal(PageHeap.PageBytes, _heap.ReservedBytes);
        Assert.Equal(0, _heap.UsedBytes);
        Assert.Equal(0, _heap.BlockCount);
    }

    [Fact]
    public void Block_that_comes_and_goes_makes_no_work_for_the_collector()
    {
        long least = long.MaxValue;
        for (int measurement = 0; measurement < 5; measurement++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int round = 0; round < 10; round++)
                _heap.Free(_heap.Allocate(100));
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
        Assert.Equal(PageHeap.PageBytes, _heap.ReservedBytes);
    }

    [Fact]
    public void Large_block_has_pages_of_its_own_that_are_released_with_it()
    {
        uint handle = _heap.Allocate(3_000_001);
        Assert.Equal(3_000_016, _heap.ReservedBytes);
        _heap.At(handle)[3_000_000] = 1;

        _heap.Free(handle);

        Assert.Equal(0, _heap.ReservedBytes);
        Assert.Equal(0, _heap.UsedBytes);
        Assert.Equal(handle, _heap.Allocate(600_000));
    }

    /// <summary>The collector may take released arrays at any time: one reuse in several attempts is enough.</summary>
    [Fact]
    public void Released_arrays_serve_new_pages_of_about_their_size()
    {
        const int size = 5_000_000;
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 10; attempt++)
        {
            _heap.Free(_heap.Allocate(size));
            long before = GC.GetAllocatedBytesForCurrentThread();
            uint handle = _heap.Allocate(size - 500_000);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);

            Assert.Equal(size - 500_000, _heap.Capacity(handle));
            Assert.Equal(size - 500_000, _heap.UsedBytes);
            Assert.InRange(_heap.ReservedBytes, size - 500_000, size);
            _heap.Free(handle);
            Assert.Equal(0, _heap.ReservedBytes);
        }
        Assert.InRange(least, 0, 10_000);
    }

    [Fact]
    public void Cleared_heap_is_as_good_as_new()
    {
        uint small = _heap.Allocate(100);
        _heap.Allocate(2_000_000);
        _heap.Clear();

        Assert.Equal(0, _heap.UsedBytes);
        Assert.Equal(0, _heap.ReservedBytes);
        Assert.Equal(0, _heap.BlockCount);
        Assert.Equal(small, _heap.Allocate(100));
        Assert.Equal(600_000, _heap.Capacity(_heap.Allocate(600_000)));
        Assert.Equal(112, _heap.Capacity(small));
    }

    [Fact]
    public void Cleared_heap_is_as_a_new_one()
    {
        uint first = _heap.Allocate(40);
        for (int size = 1; size < 2_000_000; size += size / 3 + 1)
            _heap.Allocate(size);

        _heap.Clear();

        Assert.Equal((0, 0, 0), (_heap.UsedBytes, _heap.ReservedBytes, _heap.BlockCount));
        Assert.Equal(first, _heap.Allocate(40));
        Assert.Equal(PageHeap.PageBytes, _heap.ReservedBytes);
    }

    [Fact]
    public void Heap_whose_page_indexes_are_used_up_says_so_and_recovers()
    {
        PageHeap heap = new(maximumPageIndexes: 3);
        uint first = heap.Allocate(600_000);
        heap.Allocate(600_000);

        var error = Assert.Throws<InsufficientMemoryException>(() => heap.Allocate(1));
        Assert.Contains("2 pages", error.Message, StringComparison.Ordinal);
        Assert.Contains("maxmemory", error.Message, StringComparison.Ordinal);
        Assert.Equal(1_200_000, heap.UsedBytes);

        heap.Free(first);
        Assert.NotEqual(0u, heap.Allocate(1));
        Assert.Throws<InsufficientMemoryException>(() => heap.Allocate(600_000));
        Assert.NotEqual(0u, heap.Allocate(1));
    }

    [Fact]
    public void Heap_says_when_only_its_reserve_is_left()
    {
        PageHeap heap = new(maximumPageIndexes: 128);
        uint[] handles = [.. Enumerable.Range(0, 124).Select(_ => heap.Allocate(600_000))];
        Assert.False(heap.IsDownToReserve);

        uint last = heap.Allocate(600_000);
        Assert.True(heap.IsDownToReserve);

        heap.Free(handles[50]);
        Assert.False(heap.IsDownToReserve);
        heap.Allocate(600_000);
        heap.Allocate(600_000);
        heap.Free(last);
        Assert.True(heap.IsDownToReserve);
    }

    [Fact]
    public void Span_of_a_block_ends_with_its_page()
    {
        uint handle = _heap.Allocate(100);

        Assert.Equal(PageHeap.PageBytes, _heap.At(handle).Length + (int)(handle & 0xFFFF) * PageHeap.GranuleBytes);
        Assert.Throws<ArgumentOutOfRangeException>(() => _heap.At(handle, PageHeap.PageBytes + 1));
    }
}

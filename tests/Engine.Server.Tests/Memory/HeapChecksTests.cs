using Engine.Server.Memory;

namespace Engine.Server.Tests.Memory;

/// <summary>Mistakes of the heap's callers: some are caught always, the rest by debug builds.</summary>
public sealed class HeapChecksTests
{
    private readonly PageHeap _heap = new();

    [Fact]
    public void Handle_that_never_was_is_refused()
    {
        Assert.Throws<ArgumentException>(() => _heap.Free(0));
        _heap.Allocate(16);
        Assert.Throws<ArgumentException>(() => _heap.Free(0x0001_FFFF));
    }

    [Fact]
    public void Large_block_freed_twice_is_refused()
    {
        uint handle = _heap.Allocate(1_000_000);
        _heap.Free(handle);

        var error = Assert.Throws<ArgumentException>(() => _heap.Free(handle));
        Assert.Contains($"{handle:x8}", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, _heap.UsedBytes);
    }

    [Fact]
    public void Only_block_of_a_slab_freed_twice_is_refused()
    {
        uint handle = _heap.Allocate(100);
        _heap.Free(handle);

        Assert.Throws<ArgumentException>(() => _heap.Free(handle));
        Assert.Equal(0, _heap.UsedBytes);
    }

#if DEBUG
    [Fact]
    public void Small_block_freed_twice_is_caught()
    {
        uint handle = _heap.Allocate(100);
        _heap.Allocate(100);
        _heap.Free(handle);

        Assert.Throws<ArgumentException>(() => _heap.Free(handle));
    }

    [Fact]
    public void Freed_block_cannot_be_reached()
    {
        uint handle = _heap.Allocate(100);
        _heap.Allocate(100);
        _heap.Free(handle);

        Assert.Throws<ArgumentException>(() => _heap.At(handle)[0]);
        Assert.Throws<ArgumentException>(() => _heap.At(handle, 10)[0]);
        Assert.Throws<ArgumentException>(() => _heap.Capacity(handle));
    }

    [Fact]
    public void Handle_into_the_middle_of_a_block_is_caught()
    {
        uint handle = _heap.Allocate(100);

        Assert.Throws<ArgumentException>(() => _heap.Free(handle + 1));
        Assert.Throws<ArgumentException>(() => _heap.At(handle + 1)[0]);
    }

    [Fact]
    public void Write_after_free_is_caught_when_the_block_is_handed_out_again()
    {
        uint handle = _heap.Allocate(100);
        _heap.Allocate(100);
        Span<byte> kept = _heap.At(handle);
        _heap.Free(handle);
        kept[50] = 1;

        var error = Assert.Throws<InvalidOperationException>(() => _heap.Allocate(100));
        Assert.Contains("Byte 50 ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_beyond_the_block_is_caught_when_its_neighbour_is_handed_out()
    {
        uint handle = _heap.Allocate(112);
        _heap.At(handle)[112 + 4] = 1;

        Assert.Throws<InvalidOperationException>(() => _heap.Allocate(112));
    }

    [Fact]
    public void Write_over_the_list_of_free_blocks_is_caught()
    {
        uint handle = _heap.Allocate(112);
        _heap.Allocate(112);
        Span<byte> kept = _heap.At(handle);
        _heap.Free(handle);
        kept[..4].Fill(0xFF);

        Assert.Throws<InvalidOperationException>(() => _heap.Allocate(112));
    }

    [Fact]
    public void More_than_the_capacity_of_a_block_cannot_be_asked_for()
    {
        uint handle = _heap.Allocate(100);

        Assert.Equal(112, _heap.At(handle, 112).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => _heap.At(handle, 113).Length);
    }
#endif
}

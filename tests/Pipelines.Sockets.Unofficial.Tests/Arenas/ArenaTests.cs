using Pipelines.Sockets.Unofficial.Arenas;

namespace Pipelines.Sockets.Unofficial.Tests.Arenas;

public sealed class ArenaTests
{
    private const int BlockLength = 16;

    [Fact]
    public void Allocations_share_a_block_until_it_is_full_and_then_span_blocks()
    {
        var allocator = new CountingAllocator<int>();
        using var arena = new Arena<int>(Options(), allocator);

        Assert.True(arena.Allocate(10).IsSingleSegment);
        var spanning = arena.Allocate(10);

        Assert.False(spanning.IsSingleSegment);
        Assert.Equal(10, spanning.Length);
        Assert.Equal(6, spanning.FirstSpan.Length);
        Assert.Equal(2, allocator.Allocated);
    }

    [Fact]
    public void Allocations_do_not_overlap()
    {
        var random = new Random(8);
        using var arena = new Arena<int>(Options(), new CountingAllocator<int>());
        for (var round = 0; round < 100; round++)
        {
            var sequences = new List<Sequence<int>>();
            for (var index = 0; index < 20; index++)
            {
                var sequence = arena.Allocate(random.Next(0, 3 * BlockLength));
                foreach (ref var element in sequence)
                {
                    element = index;
                }

                sequences.Add(sequence);
            }

            for (var index = 0; index < sequences.Count; index++)
            {
                Assert.All(sequences[index].ToArray(static (in value) => value), value => Assert.Equal(index, value));
            }

            arena.Reset();
        }
    }

    [Fact]
    public void Reset_uses_the_same_blocks_again()
    {
        var allocator = new CountingAllocator<int>();
        using var arena = new Arena<int>(Options(), allocator);
        for (var round = 0; round < 10; round++)
        {
            arena.Allocate(5 * BlockLength);
            arena.Reset();
        }

        Assert.Equal(5, allocator.Allocated);
        Assert.Equal(5, allocator.Outstanding);
    }

    [Fact]
    public void Blocks_that_are_not_needed_any_more_are_given_back_over_time_but_for_the_first()
    {
        var allocator = new CountingAllocator<int>();
        using var arena = new Arena<int>(Options(), allocator);
        arena.Allocate(100 * BlockLength);
        arena.Reset();
        Assert.Equal(100, allocator.Outstanding);

        arena.Reset();
        Assert.Equal(90, allocator.Outstanding);
        for (var round = 0; round < 100; round++)
        {
            arena.Reset();
        }

        Assert.Equal(1, allocator.Outstanding);
    }

    [Fact]
    public void Retention_policy_decides_from_what_was_kept_and_what_was_allocated()
    {
        var asked = new List<(long Kept, long Allocated)>();
        var options = new ArenaOptions(blockSizeBytes: BlockLength * sizeof(int), retentionPolicy: (kept, allocated) =>
        {
            asked.Add((kept, allocated));
            return 2 * BlockLength;
        });
        var allocator = new CountingAllocator<int>();
        using var arena = new Arena<int>(options, allocator);

        arena.Allocate(5 * BlockLength);
        arena.Reset();
        arena.Allocate(3);
        arena.Reset();

        Assert.Equal([(0, 5 * BlockLength), (2 * BlockLength, 3)], asked);
        Assert.Equal(2, allocator.Outstanding);
    }

    [Fact]
    public void Disposal_gives_every_block_back_and_refuses_further_allocations()
    {
        var allocator = new CountingAllocator<int>();
        var arena = new Arena<int>(Options(), allocator);
        arena.Allocate(5 * BlockLength);

        arena.Dispose();
        arena.Dispose();

        Assert.Equal(0, allocator.Outstanding);
        Assert.Throws<ObjectDisposedException>(() => arena.Allocate(1));
        arena.Reset();
    }

    [Fact]
    public void Clearing_at_reset_makes_every_allocation_start_with_default_values()
    {
        using var arena = new Arena<int>(Options(ArenaFlags.ClearAtReset), new CountingAllocator<int> { Leftover = 7 });
        for (var round = 0; round < 3; round++)
        {
            foreach (ref var element in arena.Allocate((2 * BlockLength) + 1))
            {
                Assert.Equal(0, element);
                element = 7;
            }

            arena.Reset();
        }
    }

    [Fact]
    public void Clearing_at_reset_lets_go_of_references()
    {
        using var arena = new Arena<object>(Options(ArenaFlags.ClearAtReset), new CountingAllocator<object>());
        var sequence = arena.Allocate(1);
        sequence[0] = new object();

        arena.Reset();

        Assert.Null(sequence[0]);
    }

    [Fact]
    public void Blocks_with_references_are_wiped_before_they_are_given_back()
    {
        var allocator = new CountingAllocator<string>();
        var arena = new Arena<string>(new ArenaOptions(ArenaFlags.None, blockSizeBytes: 1), allocator);
        foreach (ref var element in arena.Allocate(100))
        {
            element = "held";
        }

        arena.Dispose();

        Assert.Equal(100, allocator.Released.Count());
        Assert.All(allocator.Released, static block => Assert.All(block, Assert.Null));
    }

    [Theory]
    [InlineData(ArenaFlags.None, 7)]
    [InlineData(ArenaFlags.ClearAtDispose, 0)]
    public void Blocks_without_references_are_wiped_before_return_when_asked(ArenaFlags flags, int expected)
    {
        var allocator = new CountingAllocator<int> { Leftover = 7 };
        var arena = new Arena<int>(Options(flags), allocator);
        arena.Allocate(1);

        arena.Dispose();

        Assert.All(Assert.Single(allocator.Released), value => Assert.Equal(expected, value));
    }

    [Fact]
    public void Empty_and_negative_lengths()
    {
        var allocator = new CountingAllocator<int>();
        using var arena = new Arena<int>(Options(), allocator);

        Assert.True(arena.Allocate(0).IsEmpty);
        Assert.Equal(0, allocator.Allocated);
        Assert.Throws<ArgumentOutOfRangeException>(() => arena.Allocate(-1));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ArenaOptions(blockSizeBytes: -1));
    }

    [Fact]
    public void Warm_arena_does_not_allocate()
    {
        using var arena = new Arena<int>();
        AllocateAndReset(arena);

        var before = GC.GetAllocatedBytesForCurrentThread();
        AllocateAndReset(arena);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void AllocateAndReset(Arena<int> arena)
        {
            arena.Allocate(100_000);
            arena.Reset();
        }
    }

    private static ArenaOptions Options(ArenaFlags flags = ArenaFlags.None) => new(flags, BlockLength * sizeof(int));
}

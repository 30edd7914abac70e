using Engine.Testing;
using Patterns.Caching.Local;

namespace Patterns.Caching.Tests.Local;

public sealed class LocalLevelTests
{
    private readonly VirtualTimeProvider _clock = new();

    [Fact]
    public void It_holds_no_more_entries_and_bytes_than_allowed()
    {
        LocalLevel level = Create(maxEntries: 100, maxBytes: 5_000);
        var random = new Random(3);
        for (int i = 0; i < 10_000; i++)
        {
            Put(level, $"k{random.Next(500)}", bytes: random.Next(1, 400));
            if (random.Next(10) == 0)
            {
                level.Drop($"k{random.Next(500)}");
            }

            Assert.InRange(level.Count, 0, 100);
            Assert.InRange(level.Bytes, 0, 5_000);
        }

        Assert.InRange(level.Bytes, 4_000, 5_000);
        for (int i = 0; i < 500; i++)
        {
            level.Drop($"k{i}");
        }

        Assert.Equal((0, 0L), (level.Count, level.Bytes));
    }

    [Fact]
    public void What_is_read_stays_and_what_is_not_makes_room()
    {
        LocalLevel level = Create(maxEntries: 10);
        for (int i = 0; i < 10; i++)
        {
            Put(level, $"hot{i}");
        }

        for (int scan = 0; scan < 1000; scan++)
        {
            for (int i = 0; i < 5; i++)
            {
                Assert.True(level.TryGet($"hot{i}", out int _));
            }

            Put(level, $"cold{scan}");
        }
    }

    [Fact]
    public void An_entry_larger_than_all_the_room_is_not_held()
    {
        LocalLevel level = Create(maxBytes: 2_000);
        Put(level, "small", bytes: 10);
        Put(level, "large", bytes: 2_001);
        Assert.Equal(1, level.Count);
    }

    [Fact]
    public void A_value_is_found_under_the_type_it_was_held_as()
    {
        LocalLevel level = Create();
        Put(level, "k", 5);
        Assert.True(level.TryGet("k", out int number));
        Assert.Equal(1, number);
        Assert.False(level.TryGet("k", out string? _));
        Assert.False(level.TryGet("none", out string? _));
    }

    [Fact]
    public void Nothing_is_held_while_it_is_closed()
    {
        LocalLevel level = Create();
        Put(level, "k");
        level.Close(LevelGuards.Backplane);
        Assert.False(level.TryGet("k", out int _));
        Put(level, "k");
        Assert.Equal(0, level.Count);
        level.Open(LevelGuards.Backplane);
        Put(level, "k");
        Assert.True(level.TryGet("k", out int _));
    }

    [Fact]
    public void What_was_asked_for_while_it_was_closed_is_not_held()
    {
        var level = new LocalLevel(new(), _clock, LevelGuards.Backplane | LevelGuards.Tracking);
        level.Open(LevelGuards.Backplane);
        LocalEpoch before = level.EpochOf("k");
        level.Open(LevelGuards.Tracking);
        level.Put("k", 1, 1, TimeSpan.FromHours(1), [], before);
        Assert.Equal(0, level.Count);

        LocalEpoch open = level.EpochOf("k");
        level.Open(LevelGuards.Tracking);
        level.Put("k", 1, 1, TimeSpan.FromHours(1), [], open);
        Assert.Equal(1, level.Count);
    }

    [Fact]
    public void It_is_open_while_all_its_guards_are()
    {
        var level = new LocalLevel(new(), _clock, LevelGuards.Backplane | LevelGuards.Tracking);
        level.Open(LevelGuards.Backplane);
        Assert.False(level.IsOpen);
        level.Open(LevelGuards.Tracking);
        Assert.True(level.IsOpen);
        Assert.True(level.Close(LevelGuards.Tracking));
        Assert.False(level.Close(LevelGuards.Backplane));
        level.Open(LevelGuards.Tracking);
        Assert.False(level.IsOpen);
    }

    [Fact]
    public void A_moment_from_before_a_drop_a_flush_or_a_tags_drop_keeps_a_value_out()
    {
        LocalLevel level = Create();
        foreach (Action drop in new[] { () => level.Drop("k"), level.Flush, () => level.DropTagged(["t"]) })
        {
            LocalEpoch before = level.EpochOf("k");
            drop();
            level.Put("k", 1, 1, TimeSpan.FromHours(1), ["t"], before);
            Assert.False(level.TryGet("k", out int _));
        }
    }

    [Fact]
    public void Tags_drop_their_entries_and_no_others()
    {
        LocalLevel level = Create();
        Put(level, "ab", tags: ["a", "b"]);
        Put(level, "a", tags: ["a"]);
        Put(level, "b", tags: ["b"]);
        level.DropTagged(["a", "b"]);
        Assert.False(level.TryGet("ab", out int _));
        Assert.Equal(2, level.Count);
        level.DropTagged(["a"]);
        Assert.True(level.TryGet("b", out int _));
        Assert.Equal(1, level.Count);
        level.DropTagged(["none"]);
        Assert.Equal(1, level.Count);
    }

    [Fact]
    public async Task Readers_and_writers_at_once_leave_it_consistent()
    {
        LocalLevel level = Create(maxEntries: 50, maxBytes: 10_000);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            var random = new Random(worker);
            for (int i = 0; i < 20_000; i++)
            {
                string key = $"k{random.Next(100)}";
                switch (random.Next(4))
                {
                    case 0:
                        Put(level, key, bytes: random.Next(1, 500), tags: [$"t{random.Next(5)}"]);
                        break;
                    case 1:
                        level.Drop(key);
                        break;
                    case 2 when random.Next(100) == 0:
                        level.DropTagged([$"t{random.Next(5)}"]);
                        break;
                    default:
                        level.TryGet(key, out int _);
                        break;
                }
            }
        })));

        Assert.InRange(level.Count, 0, 50);
        for (int i = 0; i < 100; i++)
        {
            level.Drop($"k{i}");
        }

        Assert.Equal((0, 0L), (level.Count, level.Bytes));
    }

    [Fact]
    public void A_hit_allocates_nothing()
    {
        LocalLevel level = Create();
        level.Put("k", "value", 1, TimeSpan.FromHours(1), [], level.EpochOf("k"));
        Read();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Read();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Read()
        {
            for (int i = 0; i < 1000; i++)
            {
                level.TryGet("k", out string? _);
            }
        }
    }

    private static void Put(LocalLevel level, string key, int bytes = 1, string[]? tags = null)
        => level.Put(key, 1, bytes, TimeSpan.FromHours(1), tags ?? [], level.EpochOf(key));

    private LocalLevel Create(int maxEntries = 1_000, long maxBytes = 1_000_000)
    {
        var level = new LocalLevel(
            new LocalLevelOptions { MaxEntries = maxEntries, MaxBytes = maxBytes }, _clock, LevelGuards.Backplane);
        level.Open(LevelGuards.Backplane);
        return level;
    }
}

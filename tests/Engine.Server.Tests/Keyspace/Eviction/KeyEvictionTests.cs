using System.Text;
using Engine.Server.Keyspace;
using Engine.Server.Keyspace.Eviction;
using Store = Engine.Server.Keyspace.Keyspace;

namespace Engine.Server.Tests.Keyspace.Eviction;

public sealed class KeyEvictionTests
{
    private readonly ManualClock _time = new();
    private readonly List<string> _evicted = [];
    private readonly EngineOptions _options = new() { MaxMemorySamples = 1000 };
    private readonly EngineClock _clock;
    private readonly Store _store;
    private readonly KeyEviction _eviction;

    public KeyEvictionTests()
    {
        _clock = new EngineClock(_time);
        var sink = new DeletionSink((database, key) => _evicted.Add($"{database} {key}"));
        _store = new Store(3, _clock, sink, new Random(1), _options);
        _eviction = new KeyEviction(_store);
    }

    [Fact]
    public void Least_recently_used_keys_go_first_over_all_databases()
    {
        Choose(EvictionPolicy.AllKeysLru);
        foreach ((int database, string key) in ((int, string)[])[(0, "a"), (2, "b"), (0, "c"), (1, "d"), (0, "e")])
        {
            Set(database, key);
            Pass(TimeSpan.FromSeconds(10));
        }

        _store[0].TryRead("a"u8, out _);

        EvictAll();
        Assert.Equal(["2 b", "0 c", "1 d", "0 e", "0 a"], _evicted);
    }

    [Fact]
    public void Use_takes_back_a_candidate_that_was_seen_before()
    {
        Choose(EvictionPolicy.AllKeysLru);
        foreach (string key in (string[])["a", "b", "c", "d"])
        {
            Set(0, key);
            Pass(TimeSpan.FromSeconds(10));
        }

        Evict();
        _store[0].TryRead("b"u8, out _);
        _store[0].SetString("c"u8, new byte[1000]);

        EvictAll();
        Assert.Equal(["0 a", "0 d"], _evicted[..2]);
        Assert.Equal(["0 b", "0 c"], _evicted[2..].Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Least_frequently_used_keys_go_first()
    {
        _options.LfuLogFactor = 0;
        Choose(EvictionPolicy.AllKeysLfu);
        string[] keys = ["a", "b", "c", "d"];
        for (int i = 0; i < keys.Length; i++)
        {
            Set(0, keys[i]);
            for (int use = 0; use < 10 * ((i + 1) % 4); use++)
                _store[0].TryRead(Encoding.ASCII.GetBytes(keys[i]), out _);
        }

        EvictAll();
        Assert.Equal(["0 d", "0 a", "0 b", "0 c"], _evicted);
    }

    [Fact]
    public void Frequency_outlives_overwriting_and_moving_and_not_copying()
    {
        _options.LfuLogFactor = 0;
        Choose(EvictionPolicy.AllKeysLfu);
        Set(0, "k");
        for (int use = 0; use < 10; use++)
            _store[0].TryRead("k"u8, out _);
        Assert.Equal(15, Frequency(0, "k"u8));

        _store[0].SetString("k"u8, "w"u8);
        Assert.Equal(16, Frequency(0, "k"u8));
        _store[0].SetString("k"u8, new byte[5000]);
        Assert.Equal(17, Frequency(0, "k"u8));
        _store[0].SetString("k"u8, "v"u8, isUse: false);
        _store[0].SetExpiry("k"u8, _clock.Now + 1000);
        _store[0].ResizeString("k"u8, 9000);
        Assert.Equal(17, Frequency(0, "k"u8));
        _store[0].Copy("k"u8, _store[1], "copy"u8);
        Assert.Equal(5, Frequency(1, "copy"u8));
        _store[0].Transfer("k"u8, _store[1], "moved"u8, Database.NoExpiry);
        Assert.Equal(17, Frequency(1, "moved"u8));
    }

    [Fact]
    public void Keys_that_expire_next_go_first_and_others_stay()
    {
        Choose(EvictionPolicy.VolatileTtl);
        Set(0, "later", 3000);
        Set(1, "next", 1000);
        Set(0, "then", 2000);
        Set(0, "never");

        EvictAll();
        Assert.Equal(["1 next", "0 then", "0 later"], _evicted);
    }

    [Theory]
    [InlineData(EvictionPolicy.VolatileLru, 4)]
    [InlineData(EvictionPolicy.VolatileLfu, 4)]
    [InlineData(EvictionPolicy.VolatileRandom, 4)]
    [InlineData(EvictionPolicy.VolatileTtl, 4)]
    [InlineData(EvictionPolicy.AllKeysLru, 7)]
    [InlineData(EvictionPolicy.AllKeysLfu, 7)]
    [InlineData(EvictionPolicy.AllKeysRandom, 7)]
    [InlineData(EvictionPolicy.NoEviction, 0)]
    public void Policy_says_how_many_keys_may_go(EvictionPolicy policy, int expected)
    {
        Choose(policy);
        for (int i = 0; i < 7; i++)
            Set(i % 3, $"k{i}", i < 4 ? 1000 : null);

        EvictAll();
        Assert.Equal(expected, _evicted.Count);
        Assert.Equal(expected, _store.Statistics.EvictedKeys);
    }

    [Fact]
    public void Random_keys_are_taken_from_all_databases_in_turn()
    {
        Choose(EvictionPolicy.AllKeysRandom);
        for (int i = 0; i < 300; i++)
            Set(i % 3, $"k{i}");
        for (int i = 0; i < 60; i++)
            Evict();

        Assert.Equal([80, 80, 80], Enumerable.Range(0, 3).Select(i => _store[i].Count));
    }

    [Fact]
    public void Scores_of_another_policy_are_forgotten_when_the_policy_changes()
    {
        Choose(EvictionPolicy.VolatileTtl);
        Set(0, "old", 9000);
        Pass(TimeSpan.FromSeconds(5));
        Set(0, "new", 3000);
        Set(0, "newest", 2000);
        Evict();
        Assert.Equal(["0 newest"], _evicted);

        Choose(EvictionPolicy.VolatileLru);
        EvictAll();

        Assert.Equal(["0 newest", "0 old", "0 new"], _evicted);
    }

    [Fact]
    public void Candidates_that_are_gone_or_have_moved_are_passed_over()
    {
        Choose(EvictionPolicy.VolatileTtl);
        for (int i = 0; i < 10; i++)
            Set(0, $"k{i}", 1000 + i);
        Evict();
        _store[0].Remove("k1"u8);
        _store[0].SetExpiry("k2"u8, Database.NoExpiry);
        _store[0].SetExpiry("k3"u8, _clock.Now + 9000);
        _store.Swap(0, 1);

        EvictAll();
        Assert.Equal(["0 k0", "1 k4", "1 k5", "1 k6", "1 k7", "1 k8", "1 k9", "1 k3"], _evicted);
        Assert.True(_store[1].Contains("k2"u8));
    }

    [Fact]
    public void Tables_count_what_they_take_through_growth_flushes_and_lazy_deletions()
    {
        var random = new Random(7);
        for (int round = 0; round < 40; round++)
        {
            int database = random.Next(3);
            for (int i = random.Next(2000); i > 0; i--)
                Set(database, $"k{random.Next(5000)}", random.Next(2) == 0 ? 100_000 : null);
            for (int i = random.Next(2000); i > 0; i--)
                _store[database].Remove(Encoding.ASCII.GetBytes($"k{random.Next(5000)}"));
            if (round % 7 == 6)
                _store.Flush(database, isLazy: round % 2 == 0);
            if (round % 13 == 12)
                _store.FlushAll();
            while (_store.Reclaim(500))
                continue;
            Assert.Equal(Enumerable.Range(0, 3).Sum(i => _store[i].TableBytes), _store.Tables.Bytes);
        }

        _store.FlushAll();
        Assert.Equal(0, _store.UsedBytes);
    }

    [Fact]
    public void A_table_without_room_to_grow_becomes_fuller_and_loses_nothing()
    {
        const int Keys = 20_000;
        _options.MaxMemory = 1;
        for (int i = 0; i < Keys; i++)
            Set(0, $"k{i}");
        long crowded = _store[0].TableBytes;
        Assert.All(Enumerable.Range(0, Keys), i => Assert.True(_store[0].Contains(Encoding.ASCII.GetBytes($"k{i}"))));
        _options.MaxMemory = 0;
        for (int i = 0; i < Keys; i++)
            Set(1, $"k{i}");
        while (_store[0].RehashStep(1000) | _store[1].RehashStep(1000))
            continue;

        Assert.InRange(crowded, 0, _store[1].TableBytes);
    }

    private void Choose(EvictionPolicy policy)
    {
        _options.MaxMemoryPolicy = policy;
        _store.TimeMoved();
    }

    private void Set(int database, string key, long? expiresIn = null) =>
        _store[database].SetString(
            Encoding.ASCII.GetBytes(key), "v"u8, expiresIn is { } time ? _clock.Now + time : Database.NoExpiry);

    private byte Frequency(int database, ReadOnlySpan<byte> key)
    {
        Assert.True(_store[database].TryPeek(key, out Entry entry));
        return _store.FrequencyOf(entry.AccessClock);
    }

    private bool Evict()
    {
        if (!_eviction.TryPick(out Database database, out uint handle))
            return false;
        database.Evict(handle);
        return true;
    }

    private void EvictAll()
    {
        while (Evict())
            continue;
    }

    private void Pass(TimeSpan time)
    {
        _time.Advance(time);
        _clock.Refresh();
        _store.TimeMoved();
    }
}

using Engine.Server.Keyspace;
using Store = Engine.Server.Keyspace.Keyspace;

namespace Engine.Server.Tests.Keyspace;

public sealed class KeyspaceTests
{
    private readonly ManualClock _time = new();
    private readonly List<string> _deleted = [];
    private readonly EngineClock _clock;
    private readonly Store _store;

    public KeyspaceTests()
    {
        _clock = new EngineClock(_time);
        var sink = new DeletionSink((database, key) => _deleted.Add($"{database} {key}"));
        _store = new Store(2, _clock, sink, new Random(1));
    }

    [Fact]
    public void A_key_lives_through_the_millisecond_of_its_expiry_and_is_deleted_when_it_is_asked_for_later()
    {
        _store[0].SetString("k"u8, "v"u8, _clock.Now + 10);
        PassTime(10);
        Assert.True(_store[0].Contains("k"u8));

        PassTime(1);
        Assert.Equal(1, _store[0].Count);
        Assert.False(_store[0].TryRead("k"u8, out _));

        Assert.Equal(0, _store[0].Count);
        Assert.Equal(0, _store[0].ExpiringCount);
        Assert.Equal(["0 k"], _deleted);
        Assert.Equal((1, 0, 1), (_store.Statistics.ExpiredKeys, _store.Statistics.Hits, _store.Statistics.Misses));
    }

    [Theory]
    [InlineData(Database.NoExpiry)]
    [InlineData(long.MaxValue)]
    public void Overwriting_an_expired_key_deletes_it_first(long newExpiry)
    {
        _store[1].SetString("k"u8, "v"u8, _clock.Now - 1);
        _store[1].SetString("k"u8, "w"u8, newExpiry);

        Assert.Equal(["1 k"], _deleted);
        Assert.True(_store[1].TryPeek("k"u8, out Entry entry));
        Assert.Equal("w"u8, entry.Bytes);
        Assert.Equal(newExpiry, entry.Expiry);
    }

    [Fact]
    public void While_expiry_is_paused_expired_keys_are_absent_but_not_deleted()
    {
        _store[0].SetString("k"u8, "v"u8, _clock.Now - 1);
        _store.IsExpiryPaused = true;

        Assert.False(_store[0].Contains("k"u8));
        Assert.True(_store[0].TryPickRandom(out Entry picked));
        Assert.Equal("k"u8, picked.Key);
        Assert.Equal(1, _store[0].Count);
        Assert.Empty(_deleted);

        _store.IsExpiryPaused = false;
        Assert.False(_store[0].TryPickRandom(out _));
        Assert.Equal(["0 k"], _deleted);
    }

    [Fact]
    public void Use_marks_the_time_and_looking_on_does_not()
    {
        _store.TimeMoved();
        _store[0].SetString("k"u8, "v"u8);
        PassTime(5000);

        _store[0].TryPeek("k"u8, out _);
        _store[0].TryInspect("k"u8, out _);
        Assert.Equal(5u, Idle("k"u8));
        _store[0].TryRead("k"u8, out _);
        Assert.Equal(0u, Idle("k"u8));
        PassTime(2000);
        _store[0].TryEdit("k"u8, out _);
        Assert.Equal(0u, Idle("k"u8));
        PassTime(3000);
        _store[0].SetExpiry("k"u8, _clock.Now + 100_000);
        Assert.Equal(3u, Idle("k"u8));
        _store[0].Transfer("k"u8, _store[1], "l"u8, Database.NoExpiry);
        _store[1].Transfer("l"u8, _store[0], "k"u8, Database.NoExpiry);
        Assert.Equal(3u, Idle("k"u8));
    }

    [Fact]
    public void Lazily_flushed_keys_are_gone_at_once_and_their_memory_is_given_back_in_slices()
    {
        _store[1].SetString("other"u8, "v"u8);
        long before = _store.Heap.UsedBytes;
        for (int i = 0; i < 1000; i++)
        {
            long expiry = i % 2 == 0 ? long.MaxValue : Database.NoExpiry;
            _store[0].SetString(BitConverter.GetBytes(i), new byte[5000], expiry);
        }

        _store.Flush(0, isLazy: true);
        Assert.Equal(0, _store[0].Count);
        Assert.Equal(0, _store[0].ExpiringCount);
        Assert.Equal(1000, _store.Unreclaimed);
        Assert.False(_store[0].Contains(BitConverter.GetBytes(1)));

        Assert.True(_store.Reclaim(999));
        Assert.Equal(1, _store.Unreclaimed);
        Assert.False(_store.Reclaim(10));
        Assert.Equal(before, _store.Heap.UsedBytes);
        Assert.True(_store[1].Contains("other"u8));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Flushing_the_only_database_with_keys_gives_all_memory_back_at_once(bool isLazy)
    {
        for (int i = 0; i < 1000; i++)
            _store[0].SetString(BitConverter.GetBytes(i), new byte[5000]);
        _store[1].SetString("other"u8, "v"u8);
        _store.Flush(0, isLazy: true);

        _store.Flush(1, isLazy);
        Assert.Equal(0, _store.Unreclaimed);
        Assert.Equal(0, _store.Heap.ReservedBytes);
        Assert.Equal(0, _store.UsedBytes);

        _store[0].SetString("again"u8, "v"u8);
        Assert.True(_store[0].Contains("again"u8));
    }

    private uint Idle(ReadOnlySpan<byte> key)
    {
        Assert.True(_store[0].TryPeek(key, out Entry entry));
        return _store.AccessClock - entry.AccessClock;
    }

    private void PassTime(int milliseconds)
    {
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        _clock.Refresh();
        _store.TimeMoved();
    }
}

using Patterns.Caching.Tests.Support;

namespace Patterns.Caching.Tests.Cases;

/// <summary>Callers of one process that read the same key in the same moment share a read of Redis.</summary>
public abstract class SharedReadCases(RecipeServer server) : CacheCases(server)
{
    private const int ReadsAtOnce = 4;
    private const int LateReaders = 50;

    [Fact]
    public async Task Who_comes_while_four_reads_are_under_way_shares_the_next_which_sees_what_was_written_before()
    {
        var replies = new ReplyGate();
        RedisCache cache = await CreateAsync(options => options.RedisPipeline = replies.Pipeline);
        await cache.SetAsync("k", "old", cancellationToken: Cancellation);
        (Task<CacheLookup<string>> Reader, Action Release)[] early = await HoldReadsAsync(cache, replies);
        await cache.SetAsync("k", "new", cancellationToken: Cancellation);
        CommandLog log = await LogCommandsAsync();

        Task<CacheLookup<string>>[] late =
            [.. Enumerable.Range(0, LateReaders).Select(_ => cache.TryGetAsync<string>("k", Cancellation).AsTask())];
        Assert.DoesNotContain(late, reader => reader.IsCompleted);
        Assert.Equal("", log.Take());

        early[2].Release();
        Assert.All(await Task.WhenAll(late), read => Assert.Equal("new", read.Value));
        Assert.Equal("GET PTTL", log.Take());
        foreach ((Task<CacheLookup<string>> reader, Action release) in early.Where(read => !read.Reader.IsCompleted))
        {
            release();
        }

        Assert.All(
            await Task.WhenAll(early.Select(read => read.Reader)), read => Assert.Equal("old", read.Value));
    }

    [Fact]
    public async Task A_key_that_is_read_by_many_keeps_no_other_waiting()
    {
        var replies = new ReplyGate();
        RedisCache cache = await CreateAsync(options => options.RedisPipeline = replies.Pipeline);
        (Task<CacheLookup<string>> Reader, Action Release)[] early = await HoldReadsAsync(cache, replies);

        // More keys than lanes, so that many of them share that of the first.
        for (int other = 0; other < 200; other++)
        {
            Assert.False((await cache.TryGetAsync<string>($"other {other}", Cancellation)).HasValue);
        }

        foreach ((_, Action release) in early)
        {
            release();
        }

        await Task.WhenAll(early.Select(read => read.Reader));
    }

    [Fact]
    public async Task Whoever_leaves_a_shared_read_leaves_it_to_the_others()
    {
        var replies = new ReplyGate();
        RedisCache cache = await CreateAsync(options => options.RedisPipeline = replies.Pipeline);
        (Task<CacheLookup<string>> Reader, Action Release)[] early = await HoldReadsAsync(cache, replies);
        using var leaves = new CancellationTokenSource();
        Task<CacheLookup<string>> leaving = cache.TryGetAsync<string>("k", leaves.Token).AsTask();
        Task<CacheLookup<string>> staying = cache.TryGetAsync<string>("k", Cancellation).AsTask();

        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        Assert.False(staying.IsCompleted);
        foreach ((_, Action release) in early)
        {
            release();
        }

        Assert.False((await Eventually.ResultAsync(staying)).HasValue);
    }

    /// <summary>Begins as many reads as are sent one by one; Redis has answered all, and nobody knows it yet.</summary>
    private static async Task<(Task<CacheLookup<string>> Reader, Action Release)[]> HoldReadsAsync(
        RedisCache cache, ReplyGate replies)
    {
        var reads = new (Task<CacheLookup<string>>, Action)[ReadsAtOnce];
        for (int read = 0; read < ReadsAtOnce; read++)
        {
            (Task held, Action release) = replies.HoldNext();
            reads[read] = (cache.TryGetAsync<string>("k", Cancellation).AsTask(), release);
            await held;
        }

        return reads;
    }
}

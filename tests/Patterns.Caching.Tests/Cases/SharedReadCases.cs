using Patterns.Caching.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Cases;

/// <summary>Callers of one process that read the same key in the same moment share a read of Redis.</summary>
public abstract class SharedReadCases(RecipeServer server) : CacheCases(server)
{
    private const int ReadsAtOnce = 4;
    private const int LateReaders = 50;

    private readonly ReplyGate _replies = new();

    [Fact]
    public async Task Who_comes_while_four_reads_are_under_way_shares_the_next_which_sees_what_was_written_before()
    {
        RedisCache cache = await CreateGatedAsync();
        await cache.SetAsync("k", "old", cancellationToken: Cancellation);
        HeldRead[] early = await HoldReadsAsync(cache);
        await cache.SetAsync("k", "new", cancellationToken: Cancellation);
        CommandLog log = await LogCommandsAsync();
        Task<CacheLookup<string>>[] late = ReadLate(cache);
        Assert.DoesNotContain(late, reader => reader.IsCompleted);
        Assert.Equal("", log.Take());

        early[2].Release(null);
        Assert.All(await Eventually.ResultAsync(Task.WhenAll(late)), read => Assert.Equal("new", read.Value));
        Assert.Equal("GET PTTL", log.Take());
        Release(early.Where(read => read != early[2]));
        Assert.All(
            await Task.WhenAll(early.Select(read => read.Reader)), read => Assert.Equal("old", read.Value));
    }

    [Fact]
    public async Task A_key_that_is_read_by_many_keeps_no_other_waiting()
    {
        RedisCache cache = await CreateGatedAsync();
        HeldRead[] early = await HoldReadsAsync(cache);

        // More keys than lanes; that of the first is sure to be met in ReadLaneTests.
        for (int other = 0; other < 200; other++)
        {
            Assert.False((await cache.TryGetAsync<string>($"other {other}", Cancellation)).HasValue);
        }

        Release(early);
        await Task.WhenAll(early.Select(read => read.Reader));
    }

    [Fact]
    public async Task Whoever_leaves_a_shared_read_leaves_it_to_the_others()
    {
        RedisCache cache = await CreateGatedAsync();
        HeldRead[] early = await HoldReadsAsync(cache);
        using var leaves = new CancellationTokenSource();
        Task<CacheLookup<string>> leaving = cache.TryGetAsync<string>("k", leaves.Token).AsTask();
        Task<CacheLookup<string>> staying = cache.TryGetAsync<string>("k", Cancellation).AsTask();

        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        Assert.False(staying.IsCompleted);
        Release(early);
        Assert.False((await Eventually.ResultAsync(staying)).HasValue);
    }

    [Fact]
    public async Task After_a_timeout_nobody_waits_for_another()
    {
        RedisCache cache = await CreateGatedAsync();
        await cache.SetAsync("k", "value", cancellationToken: Cancellation);
        HeldRead[] early = await HoldReadsAsync(cache);
        Task<CacheLookup<string>>[] late = ReadLate(cache);
        CommandLog log = await LogCommandsAsync();

        early[0].Release(new TimeoutException());
        Assert.All(
            await Eventually.ResultAsync(Task.WhenAll(late)),
            read => Assert.Equal(CacheReadOutcome.Unavailable, read.Outcome));
        Assert.Equal("", log.Take());

        // There is room for a read again.
        Assert.Equal("value", (await cache.TryGetAsync<string>("k", Cancellation)).Value);
        Release(early[1..]);
        await Task.WhenAll(early.Select(read => read.Reader));
    }

    [Fact]
    public async Task No_other_failure_is_that_of_who_came_after_the_read_was_sent()
    {
        RedisCache cache = await CreateGatedAsync();
        await cache.SetAsync("k", "value", cancellationToken: Cancellation);
        foreach (Exception failure in new Exception[]
        {
            new RedisConnectionException(ConnectionFailureType.SocketClosed, "gone"),
            new RedisServerException("LOADING"),
            new TimeZoneNotFoundException(),
        })
        {
            HeldRead[] early = await HoldReadsAsync(cache);
            Task<CacheLookup<string>>[] late = ReadLate(cache);

            early[0].Release(failure);
            Assert.All(await Eventually.ResultAsync(Task.WhenAll(late)), read => Assert.Equal("value", read.Value));
            Release(early[1..]);
            await Task.WhenAll(early[1..].Select(read => read.Reader));
            if (failure is TimeZoneNotFoundException)
            {
                await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => early[0].Reader);
            }
            else
            {
                Assert.Equal(CacheReadOutcome.Unavailable, (await early[0].Reader).Outcome);
            }
        }
    }

    [Fact]
    public async Task A_fault_of_the_shared_read_reaches_all_who_share_it_and_no_later_one()
    {
        RedisCache cache = await CreateGatedAsync();
        await cache.SetAsync("k", "value", cancellationToken: Cancellation);
        HeldRead[] early = await HoldReadsAsync(cache);
        Task<CacheLookup<string>>[] late = ReadLate(cache);
        (Task held, Action<Exception?> release) = _replies.ReplaceNext();
        early[0].Release(null);
        await held;
        Task<CacheLookup<string>>[] later = ReadLate(cache);

        release(new TimeZoneNotFoundException());
        foreach (Task<CacheLookup<string>> reader in late)
        {
            await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => Eventually.ResultAsync(reader));
        }

        Assert.All(await Eventually.ResultAsync(Task.WhenAll(later)), read => Assert.Equal("value", read.Value));
        Release(early[1..]);
        await Task.WhenAll(early.Select(read => read.Reader));
    }

    [Fact]
    public async Task A_fault_of_a_shared_read_that_all_have_left_is_nobodys_unobserved_fault()
    {
        var failure = new TimeZoneNotFoundException();
        bool unobserved = false;
        EventHandler<UnobservedTaskExceptionEventArgs> handler = (_, arguments) =>
            unobserved |= arguments.Exception.InnerExceptions.Contains(failure);
        TaskScheduler.UnobservedTaskException += handler;
        await FailForNobodyAsync(failure);
        await Task.Run(GC.Collect, Cancellation);
        GC.WaitForPendingFinalizers();
        TaskScheduler.UnobservedTaskException -= handler;
        Assert.False(unobserved);
    }

    [Fact]
    public async Task A_key_of_another_type_is_found_unreadable_by_all_who_share_a_read()
    {
        RedisCache cache = await CreateGatedAsync();
        await (await DatabaseAsync()).ListLeftPushAsync(KeyOf("k"), "x");
        HeldRead[] early = await HoldReadsAsync(cache);
        Task<CacheLookup<string>>[] late = ReadLate(cache);

        Release(early);
        Assert.All(
            await Eventually.ResultAsync(Task.WhenAll([.. late, .. early.Select(read => read.Reader)])),
            read => Assert.Equal(CacheReadOutcome.Unreadable, read.Outcome));
    }

    private async Task FailForNobodyAsync(Exception failure)
    {
        RedisCache cache = await CreateGatedAsync();
        HeldRead[] early = await HoldReadsAsync(cache);
        using var leaves = new CancellationTokenSource();
        Task<CacheLookup<string>> leaving = cache.TryGetAsync<string>("k", leaves.Token).AsTask();
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        (Task held, Action<Exception?> release) = _replies.ReplaceNext();
        early[0].Release(null);
        await held;

        // Their read is sent when that of nobody has failed.
        Task<CacheLookup<string>>[] later = ReadLate(cache);
        release(failure);
        await Eventually.ResultAsync(Task.WhenAll(later));
        Release(early[1..]);
        await Task.WhenAll(early.Select(read => read.Reader));
    }

    /// <summary>A cache whose replies the test may hold.</summary>
    private Task<RedisCache> CreateGatedAsync()
        => CreateAsync(options => options.RedisPipeline = _replies.Pipeline);

    /// <summary>Begins as many reads as are sent one by one; Redis has answered all, and nobody knows it yet.</summary>
    private async Task<HeldRead[]> HoldReadsAsync(RedisCache cache)
    {
        var reads = new HeldRead[ReadsAtOnce];
        for (int read = 0; read < ReadsAtOnce; read++)
        {
            (Task held, Action<Exception?> release) = _replies.ReplaceNext();
            reads[read] = new HeldRead(cache.TryGetAsync<string>("k", Cancellation).AsTask(), release);
            await held;
        }

        return reads;
    }

    private static Task<CacheLookup<string>>[] ReadLate(RedisCache cache)
        => [.. Enumerable.Range(0, LateReaders).Select(_ => cache.TryGetAsync<string>("k", Cancellation).AsTask())];

    private static void Release(IEnumerable<HeldRead> reads)
    {
        foreach (HeldRead read in reads)
        {
            read.Release(null);
        }
    }

    private sealed record HeldRead(Task<CacheLookup<string>> Reader, Action<Exception?> Release);
}

using Patterns.Caching.Tests.Support;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Patterns.Caching.Tests.Cases;

/// <summary>A source that is slow or broken.</summary>
public abstract class SourceFailureCases(RecipeServer server) : CacheCases(server)
{
    [Fact]
    public async Task A_source_that_exceeds_its_timeout_releases_all_callers_even_if_it_ignores_its_token()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        RedisCache cache = await CreateAsync(options => options.SourceTimeout = TimeSpan.FromSeconds(3));
        var source = new ControlledSource<string>();
        Task<string>[] callers = [.. Enumerable.Range(0, 3).Select(_ => source.ReadAsync(cache, "k"))];
        await Eventually.TrueAsync(() => measurements.Sum("patterns.cache.joins") == 2, "the others joined");
        await source.Called;

        await Clock.AdvanceAsync(TimeSpan.FromSeconds(3), Cancellation);

        foreach (Task<string> caller in callers)
        {
            await Assert.ThrowsAsync<TimeoutRejectedException>(() => caller);
        }

        Assert.True(source.Token.IsCancellationRequested);
        Assert.Equal(1, measurements.Sum("patterns.cache.source.failures", "timeout"));
        Assert.Equal(0, cache.FlightsUnderWay);
    }

    [Fact]
    public async Task A_failure_after_the_timeout_is_reported_and_harms_nobody()
    {
        RedisCache cache = await CreateAsync();
        var source = new ControlledSource<string>();
        Task<string> caller = source.ReadAsync(cache, "k");
        await source.Called;
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(10), Cancellation);
        await Assert.ThrowsAsync<TimeoutRejectedException>(() => caller);

        source.Fail(new TimeZoneNotFoundException());

        await Eventually.TrueAsync(() => Logger[1006].Count == 1, "the late failure was logged");
    }

    [Fact]
    public async Task A_source_that_keeps_failing_is_left_alone_until_the_break_is_over()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        RedisCache cache = await CreateAsync(options =>
        {
            options.SourceCircuit.MinimumThroughput = 4;
            options.SourceCircuit.BreakDuration = TimeSpan.FromSeconds(7);
        });
        int calls = 0;
        for (int call = 0; call < 4; call++)
        {
            await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => ReadAsync(fails: true));
        }

        await Assert.ThrowsAsync<BrokenCircuitException>(() => ReadAsync(fails: false));
        Assert.Equal(4, calls);
        Assert.Equal(1, measurements.Sum("patterns.cache.source.failures", "rejected"));
        Assert.Single(Logger[1004]);

        await Clock.AdvanceAsync(TimeSpan.FromSeconds(7), Cancellation);
        await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => ReadAsync(fails: true));
        await Assert.ThrowsAsync<BrokenCircuitException>(() => ReadAsync(fails: false));
        Assert.Single(Logger[1004]);

        await Clock.AdvanceAsync(TimeSpan.FromSeconds(7), Cancellation);
        Assert.Equal(1, await ReadAsync(fails: false));
        Assert.Single(Logger[1005]);

        Task<int> ReadAsync(bool fails) => cache.GetOrSetAsync(
            "k",
            (_, _) =>
            {
                calls++;
                return fails ? throw new TimeZoneNotFoundException() : ValueTask.FromResult(1);
            },
            cancellationToken: Cancellation).AsTask();
    }

    [Fact]
    public async Task Callers_that_leave_do_not_open_the_circuit_but_a_source_that_cancels_itself_does()
    {
        RedisCache cache = await CreateAsync(options => options.SourceCircuit.MinimumThroughput = 2);
        for (int call = 0; call < 3; call++)
        {
            using var leaves = new CancellationTokenSource();
            Task<int> caller = cache.GetOrSetAsync(
                "k",
                async (_, token) =>
                {
                    await leaves.CancelAsync();
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                    return 1;
                },
                cancellationToken: leaves.Token).AsTask();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller);
            await Eventually.TrueAsync(() => cache.FlightsUnderWay == 0, "the flight ended");
        }

        Assert.Empty(Logger[1004]);
        for (int call = 0; call < 3; call++)
        {
            await Assert.ThrowsAnyAsync<Exception>(async () => await cache.GetOrSetAsync<int>(
                "k",
                (_, _) => throw new TaskCanceledException("the HTTP client's own timeout"),
                cancellationToken: Cancellation));
        }

        Assert.Single(Logger[1004]);
    }

    [Fact]
    public async Task A_pipeline_of_the_callers_own_replaces_timeout_and_circuit()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        ResiliencePipeline retries = new ResiliencePipelineBuilder()
            .AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 2, Delay = TimeSpan.Zero })
            .Build();
        RedisCache cache = await CreateAsync(options => options.SourcePipeline = retries);
        int calls = 0;
        int value = await cache.GetOrSetAsync(
            "k",
            (context, _) =>
            {
                context.TimeToLive = TimeSpan.FromDays(calls + 1);
                return ++calls < 3 ? throw new TimeZoneNotFoundException() : ValueTask.FromResult(calls);
            },
            new CacheEntryOptions { Jitter = 0 },
            cancellationToken: Cancellation);

        Assert.Equal(3, value);
        Assert.Equal(3, measurements.Sum("patterns.cache.source.calls"));
        Assert.Equal(0, measurements.Count("patterns.cache.source.failures"));
        Assert.Equal(3, Math.Ceiling((await TimeLeftAsync("k")).TotalDays));
    }
}

using Microsoft.Extensions.Diagnostics.HealthChecks;
using Patterns.Caching.Health;
using Patterns.Caching.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Cases;

/// <summary>Redis is slow, gone, or answers with errors.</summary>
/// <param name="server">A server of the test's own.</param>
public abstract class RedisFailureCases(InterruptibleServer server) : OwnServerCases(server)
{
    private static readonly TimeSpan _redisTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _breakDuration = TimeSpan.FromSeconds(5);

    private readonly RecordingLogger<RedisCache> _logger = new();
    private Measurements _measurements = null!;

    public override ValueTask InitializeAsync()
    {
        _measurements = new Measurements("Patterns.Caching", Prefix);
        return base.InitializeAsync();
    }

    public override ValueTask DisposeAsync()
    {
        _measurements.Dispose();
        GC.SuppressFinalize(this);
        return base.DisposeAsync();
    }

    [Fact]
    public async Task A_redis_that_does_not_answer_costs_one_timeout_and_the_source_answers()
    {
        RedisCache cache = Create();
        await Server.PauseAsync();
        Task<string> reader = ReadAsync(cache);
        Assert.False(reader.IsCompleted);

        await Server.Clock.AdvanceAsync(_redisTimeout, Cancellation);

        Assert.Equal("from the source", await Eventually.ResultAsync(reader));
        Assert.Equal(1, _measurements.Sum("patterns.cache.reads", "unavailable"));
        Assert.Equal(1, _measurements.Sum("patterns.cache.redis.failures", "GET timeout"));
        Assert.Equal(1, _measurements.Sum("patterns.cache.fills", "unavailable"));
        Assert.Equal(0, cache.FlightsUnderWay);
    }

    [Fact]
    public async Task Readers_share_one_source_call_while_redis_is_away()
    {
        RedisCache cache = Create();
        await Server.PauseAsync();
        var source = new ControlledSource<string>();
        Task<string>[] readers = [.. Enumerable.Range(0, 200).Select(_ => source.ReadAsync(cache, "k"))];

        await Server.Clock.AdvanceAsync(_redisTimeout, Cancellation);
        await Eventually.TrueAsync(() => _measurements.Sum("patterns.cache.joins") == 199, "all others joined");
        source.Answer("value");

        Assert.All(await Task.WhenAll(readers), value => Assert.Equal("value", value));
        Assert.Equal(1, source.Calls);
    }

    [Fact]
    public async Task A_redis_that_stays_away_is_not_asked_until_the_break_is_over_and_each_change_is_one_line()
    {
        RedisCache cache = Create();
        CommandLog log = CommandLog.Of(Connection);
        await Server.PauseAsync();
        await FailAsync(cache, times: 1);
        await FailAsync(cache, times: 4);
        log.Take();

        Assert.Equal("from the source", await ReadAsync(cache));
        Assert.Equal("", log.Take());
        Assert.Equal(1, _measurements.Sum("patterns.cache.redis.failures", "GET rejected"));
        Assert.Single(_logger[1000]);

        Server.LetRun();
        await Server.Clock.AdvanceAsync(_breakDuration, Cancellation);
        Assert.Equal("from the source", await ReadAsync(cache));
        Assert.Equal("from the source", (await cache.TryGetAsync<string>("k", Cancellation)).Value);
        await Server.Clock.AdvanceAsync(_breakDuration, Cancellation);
        await cache.TryGetAsync<string>("k", Cancellation);

        Assert.Single(_logger[1000]);
        Assert.Single(_logger[1001]);
    }

    [Fact]
    public async Task Writes_say_that_redis_did_not_confirm_them()
    {
        RedisCache cache = Create();
        await Server.PauseAsync();
        Task<CacheWriteResult> set = cache.SetAsync("k", 1, cancellationToken: Cancellation).AsTask();
        Task<CacheWriteResult> removal = cache.RemoveAsync("k", Cancellation).AsTask();

        await Server.Clock.AdvanceAsync(_redisTimeout, Cancellation);

        Assert.Equal(CacheWriteResult.Unconfirmed, await set);
        Assert.Equal(CacheWriteResult.Unconfirmed, await removal);
    }

    [Fact]
    public async Task In_the_mode_throw_the_source_is_spared()
    {
        RedisCache cache = Create(options => options.FailureMode = CacheFailureMode.Throw);
        await Server.PauseAsync();
        Task[] calls =
        [
            cache.GetOrSetAsync<int>(
                "k", (_, _) => throw new TimeZoneNotFoundException(), null, cancellationToken: Cancellation).AsTask(),
            cache.TryGetAsync<int>("k", Cancellation).AsTask(),
            cache.SetAsync("k", 1, null, cancellationToken: Cancellation).AsTask(),
            cache.RemoveAsync("k", Cancellation).AsTask(),
        ];

        await Server.Clock.AdvanceAsync(_redisTimeout, Cancellation);

        foreach (Task call in calls)
        {
            CacheUnavailableException error = await Assert.ThrowsAsync<CacheUnavailableException>(() => call);
            Assert.IsType<TimeoutException>(error.InnerException);
        }
    }

    [Fact]
    public async Task A_value_in_hand_is_returned_in_the_mode_throw_even_if_it_cannot_be_stored()
    {
        RedisCache cache = Create(options => options.FailureMode = CacheFailureMode.Throw);
        var source = new ControlledSource<string>();
        Task<string> reader = source.ReadAsync(cache, "k");
        await source.Called;
        await Server.PauseAsync();
        source.Answer("value");

        Assert.Equal("value", await Eventually.ResultAsync(reader, Server.Clock, _redisTimeout));
        Assert.Equal(1, _measurements.Sum("patterns.cache.fills", "unavailable"));
    }

    [Fact]
    public async Task A_caller_can_leave_a_redis_that_does_not_answer()
    {
        RedisCache cache = Create();
        using var leaves = new CancellationTokenSource();
        await Server.PauseAsync();
        Task<CacheLookup<int>> reader = cache.TryGetAsync<int>("k", leaves.Token).AsTask();

        await leaves.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader);
        Assert.Equal(0, _measurements.Count("patterns.cache.redis.failures"));
    }

    [Fact]
    public async Task A_server_that_is_gone_is_bypassed_and_used_again_when_it_is_back()
    {
        RedisCache cache = Create();
        await ReadAsync(cache);
        await Server.KillAsync();
        Task<string> reader = ReadAsync(cache);
        Assert.Equal("from the source", await Eventually.ResultAsync(reader, Server.Clock, _redisTimeout));
        Assert.Single(_logger[1000]);

        await Server.StartAgainAsync();
        await Eventually.TrueAsync(IsConnectedAsync, "the client reconnected");
        await Server.Clock.AdvanceAsync(_breakDuration, Cancellation);
        await ReadAsync(cache);
        Assert.True((await cache.TryGetAsync<string>("k", Cancellation)).HasValue);

        await Server.Clock.AdvanceAsync(_breakDuration, Cancellation);
        await cache.TryGetAsync<string>("k", Cancellation);
        Assert.Single(_logger[1000]);
        Assert.Single(_logger[1001]);
    }

    [Fact]
    public async Task The_health_check_tells_what_a_lost_redis_means_to_the_callers()
    {
        RedisCache cache = Create();
        RedisCache strict = Create(options => options.FailureMode = CacheFailureMode.Throw);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(cache)).Status);
        Assert.True((double)(await CheckAsync(strict)).Data["round_trip_ms"] >= 0);

        await Server.PauseAsync();
        Task<HealthCheckResult>[] checks = [CheckAsync(cache), CheckAsync(strict)];
        await Server.Clock.AdvanceAsync(_redisTimeout, Cancellation);

        Assert.Equal(HealthStatus.Degraded, (await checks[0]).Status);
        Assert.Equal(HealthStatus.Unhealthy, (await checks[1]).Status);
        Assert.Contains("failed (Timeout)", (await checks[1]).Description, StringComparison.Ordinal);
    }

    private static Task<HealthCheckResult> CheckAsync(RedisCache cache)
    {
        var check = new RedisCacheHealthCheck(cache);
        var registration = new HealthCheckRegistration("cache", check, HealthStatus.Unhealthy, tags: null);
        return check.CheckHealthAsync(new HealthCheckContext { Registration = registration }, Cancellation);
    }

    private static Task<string> ReadAsync(RedisCache cache)
        => cache.GetOrSetAsync(
            "k", (_, _) => ValueTask.FromResult("from the source"), null, cancellationToken: Cancellation).AsTask();

    private RedisCache Create(Action<RedisCacheOptions>? configure = null)
    {
        var options = new RedisCacheOptions { KeyPrefix = Prefix, RedisTimeout = _redisTimeout };
        options.RedisCircuit.BreakDuration = _breakDuration;
        options.RedisCircuit.MinimumThroughput = 4;
        configure?.Invoke(options);
        return new RedisCache(Connection.GetDatabase(), options, _logger, Server.Clock);
    }

    private async Task<bool> IsConnectedAsync()
    {
        try
        {
            await Eventually.ResultAsync(Connection.GetDatabase().PingAsync());
            return true;
        }
        catch (RedisConnectionException)
        {
            return false;
        }
    }

    private async Task FailAsync(RedisCache cache, int times)
    {
        Task<CacheLookup<string>>[] reads =
            [.. Enumerable.Range(0, times).Select(_ => cache.TryGetAsync<string>("k", Cancellation).AsTask())];
        await Server.Clock.AdvanceAsync(_redisTimeout, Cancellation);
        Assert.All(await Task.WhenAll(reads), lookup => Assert.Equal(CacheReadOutcome.Unavailable, lookup.Outcome));
    }
}

using Patterns.RateLimiting.Combined;
using Patterns.RateLimiting.FixedWindow;
using Redis.Fixtures;

namespace Patterns.RateLimiting.Tests.Cases;

/// <summary>Redis is slow or gone.</summary>
/// <param name="server">A server of the test's own.</param>
public abstract class RedisFailureCases(InterruptibleServer server) : OwnServerCases(server)
{
    private static readonly TimeSpan _redisTimeout = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _breakDuration = TimeSpan.FromSeconds(5);

    private readonly RecordingLogger<RedisRateLimiter> _logger = new();
    private Measurements _measurements = null!;

    public override ValueTask InitializeAsync()
    {
        _measurements = new Measurements("Patterns.RateLimiting", Prefix);
        return base.InitializeAsync();
    }

    public override ValueTask DisposeAsync()
    {
        _measurements.Dispose();
        GC.SuppressFinalize(this);
        return base.DisposeAsync();
    }

    [Theory]
    [InlineData(RateLimitFailureMode.Open, RateLimitReason.GrantedUnchecked)]
    [InlineData(RateLimitFailureMode.Closed, RateLimitReason.Unavailable)]
    [InlineData(RateLimitFailureMode.LocalFallback, RateLimitReason.GrantedByFallback)]
    public async Task A_redis_that_does_not_answer_costs_one_timeout_and_the_failure_mode_decides(
        RateLimitFailureMode mode, RateLimitReason reason)
    {
        RedisFixedWindowLimiter limiter = Create(options => options.FailureMode = mode);
        await AcquireAsync(limiter);
        await Server.PauseAsync();
        Task<RedisRateLimitLease> caller = AcquireAsync(limiter);
        Assert.False(caller.IsCompleted);

        await Server.Clock.AdvanceAsync(_redisTimeout, Cancellation);
        Assert.Equal(reason, (await Eventually.ResultAsync(caller)).Decision.Reason);
        Assert.Single(_logger[2000], line => line.Contains(mode.ToString(), StringComparison.Ordinal));
        Assert.Equal(
            1, _measurements.Sum("patterns.rate_limit.redis.failures", "acquire(algorithms,fixed_window) timeout"));
    }

    [Fact]
    public async Task The_fallback_limits_each_partition_for_each_window()
    {
        RedisFixedWindowLimiter limiter = Create(
            options => (options.FallbackPermitLimit, options.Window) = (2, TimeSpan.FromMinutes(1)));
        await Server.PauseAsync();
        await FailAsync(limiter, times: 1);
        Assert.Equal(RateLimitReason.GrantedByFallback, (await AskOpenCircuitAsync(limiter)).Reason);
        RateLimitDecision refused = await AskOpenCircuitAsync(limiter);
        Assert.Equal(RateLimitReason.RefusedByFallback, refused.Reason);
        Assert.Equal(2, refused.Limit);
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromSeconds(50), TimeSpan.FromMinutes(1));

        Assert.Equal(RateLimitReason.GrantedByFallback, (await AskOpenCircuitAsync(limiter, "another")).Reason);
        await Server.Clock.AdvanceAsync(TimeSpan.FromMinutes(1), Cancellation);
        Assert.Equal(RateLimitReason.GrantedByFallback, (await AskOpenCircuitAsync(limiter)).Reason);
    }

    [Fact]
    public async Task Permits_of_a_reply_that_comes_too_late_are_given_back()
    {
        RedisFixedWindowLimiter limiter = Create();
        await AcquireAsync(limiter);
        await Server.PauseAsync();
        Task<RedisRateLimitLease> caller = AcquireAsync(limiter, permits: 5);
        await Server.Clock.AdvanceAsync(_redisTimeout, Cancellation);
        await caller;

        Server.LetRun();
        await Poll.UntilAsync(
            _ => Task.FromResult(_measurements.Sum("patterns.rate_limit.returns", "returned") == 5),
            "the permits are given back",
            Cancellation);
        Assert.Equal(9, (await PeekAsync(limiter)).Remaining);
    }

    [Fact]
    public async Task Permits_of_a_caller_that_left_are_given_back()
    {
        RedisFixedWindowLimiter limiter = Create();
        await AcquireAsync(limiter);
        await Server.PauseAsync();
        using var leaves = new CancellationTokenSource();
        Task caller = limiter.AcquireAsync("p", 3, leaves.Token).AsTask();
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller);

        Server.LetRun();
        await Poll.UntilAsync(
            async _ => (await PeekAsync(limiter)).Remaining == 9, "the permits are given back", Cancellation);
    }

    [Fact]
    public async Task Permits_of_a_combined_call_that_is_answered_too_late_are_given_back()
    {
        RedisFixedWindowLimiter one = Create();
        RedisFixedWindowLimiter two = Create(options => options.KeyPrefix = Prefix + "two");
        var both = new CombinedRateLimiter<string>(
            name => name, new CombinedPolicy<string>(one, name => name), new CombinedPolicy<string>(two, name => name));
        await both.AcquireAsync("p", 1, Cancellation);
        await Server.PauseAsync();
        Task caller = both.AcquireAsync("p", 4, Cancellation).AsTask();
        await Server.Clock.AdvanceAsync(_redisTimeout, Cancellation);
        await caller;

        Server.LetRun();
        await Poll.UntilAsync(
            async _ => (await PeekAsync(one)).Remaining == 9 && (await PeekAsync(two)).Remaining == 9,
            "the permits of both are given back",
            Cancellation);
    }

    [Fact]
    public async Task A_redis_that_stays_away_is_not_asked_until_the_break_is_over_and_each_change_is_one_line()
    {
        RedisFixedWindowLimiter limiter = Create();
        await AcquireAsync(limiter);
        CommandLog log = CommandLog.Of(Connection);
        await Server.PauseAsync();
        await FailAsync(limiter, times: 1);
        await FailAsync(limiter, times: 4);
        log.Take();

        Assert.True((await AcquireAsync(limiter)).IsAcquired);
        Assert.Equal("", log.Take());

        // What the five were granted too late is given back, or cannot be while the circuit is open.
        Server.LetRun();
        await UntilAsync(
            () => _measurements.Sum("patterns.rate_limit.returns", "returned")
                + _measurements.Sum("patterns.rate_limit.returns", "unconfirmed") == 5,
            "the late replies have come");
        await Server.Clock.AdvanceAsync(_breakDuration, Cancellation);
        await AcquireAsync(limiter);
        await Server.Clock.AdvanceAsync(_breakDuration, Cancellation);
        Assert.Equal(RateLimitReason.Granted, (await AcquireAsync(limiter)).Decision.Reason);
        Assert.Single(_logger[2000]);
        Assert.Single(_logger[2001]);
    }

    [Theory]
    [InlineData(RateLimitFailureMode.Open, RateLimitReason.GrantedUnchecked)]
    [InlineData(RateLimitFailureMode.Closed, RateLimitReason.Unavailable)]
    [InlineData(RateLimitFailureMode.LocalFallback, RateLimitReason.GrantedByFallback)]
    public async Task A_server_that_is_killed_under_load_is_replaced_by_the_failure_mode_and_used_when_it_is_back(
        RateLimitFailureMode mode, RateLimitReason replacement)
    {
        var options = new RedisFixedWindowOptions
        {
            KeyPrefix = Prefix,
            PermitLimit = 100_000_000,
            Window = TimeSpan.FromDays(300),
            FailureMode = mode,
        };
        options.RedisCircuit.BreakDuration = TimeSpan.FromMilliseconds(500);
        var limiter = new RedisFixedWindowLimiter(Connection.GetDatabase(), options, _logger);
        using var done = new CancellationTokenSource();
        int replaced = 0;
        int granted = 0;
        Task[] callers = [.. Enumerable.Range(0, 16).Select(_ => Task.Run(
            async () =>
            {
                while (!done.IsCancellationRequested)
                {
                    RateLimitReason reason = (await AcquireAsync(limiter)).Decision.Reason;
                    Assert.True(reason == RateLimitReason.Granted || reason == replacement, $"{reason}");
                    Interlocked.Increment(ref reason == RateLimitReason.Granted ? ref granted : ref replaced);
                    await Task.Yield();
                }
            },
            Cancellation))];
        await WhileCallingAsync(() => granted > 100, "Redis grants permits");
        await Server.KillAsync();
        await WhileCallingAsync(() => replaced > 100, "the failure mode decides");
        await Server.StartAgainAsync();
        int before = granted;
        await WhileCallingAsync(() => granted > before + 100, "Redis grants permits again");
        await done.CancelAsync();
        await Task.WhenAll(callers);

        // A caller that fails is told of at once.
        async Task WhileCallingAsync(Func<bool> condition, string expectation)
        {
            await UntilAsync(() => condition() || callers.Any(caller => caller.IsFaulted), expectation);
            await Task.WhenAll(callers.Where(caller => caller.IsFaulted));
        }
    }

    [Fact]
    public async Task Who_administers_is_told_that_redis_failed()
    {
        RedisFixedWindowLimiter limiter = Create();
        await Server.PauseAsync();
        Task reset = limiter.ResetAsync("p", cancellationToken: Cancellation);
        await Server.Clock.AdvanceAsync(_redisTimeout, Cancellation);
        RateLimitUnavailableException error = await Assert.ThrowsAsync<RateLimitUnavailableException>(() => reset);
        Assert.Contains("could not reset the partition 'p'", error.Message, StringComparison.Ordinal);
    }

    private static Task UntilAsync(Func<bool> condition, string expectation)
        => Poll.UntilAsync(_ => Task.FromResult(condition()), expectation, Cancellation);

    private static async Task<RedisRateLimitLease> AcquireAsync(
        RedisRateLimiter limiter, string partition = "p", int permits = 1)
        => Assert.IsAssignableFrom<RedisRateLimitLease>(await limiter.AcquireAsync(partition, permits, Cancellation));

    private static async Task<RateLimitDecision> PeekAsync(RedisRateLimiter limiter)
        => await limiter.PeekAsync("p", cancellationToken: Cancellation);

    private RedisFixedWindowLimiter Create(Action<RedisFixedWindowOptions>? configure = null)
    {
        // The server's window ends while no test looks.
        var options = new RedisFixedWindowOptions
        {
            KeyPrefix = Prefix,
            PermitLimit = 10,
            Window = TimeSpan.FromDays(300),
            RedisTimeout = _redisTimeout,
        };
        options.RedisCircuit.BreakDuration = _breakDuration;
        options.RedisCircuit.MinimumThroughput = 4;
        configure?.Invoke(options);
        return new RedisFixedWindowLimiter(Connection.GetDatabase(), options, _logger, Server.Clock);
    }

    private async Task FailAsync(RedisRateLimiter limiter, int times)
    {
        Task[] calls = [.. Enumerable.Range(0, times).Select(_ => (Task)AcquireAsync(limiter))];
        await Server.Clock.AdvanceAsync(_redisTimeout, Cancellation);
        await Task.WhenAll(calls);
    }

    private async Task<RateLimitDecision> AskOpenCircuitAsync(RedisRateLimiter limiter, string partition = "p")
    {
        Task<RedisRateLimitLease> call = AcquireAsync(limiter, partition);
        await Server.Clock.AdvanceAsync(_redisTimeout, Cancellation);
        return (await call).Decision;
    }
}

using Patterns.RateLimiting.Concurrency;
using Redis.Fixtures;

namespace Patterns.RateLimiting.Tests.Cases;

/// <summary>Redis is slow or gone while leases are taken and held.</summary>
/// <param name="server">A server of the test's own.</param>
public abstract class ConcurrencyFailureCases(InterruptibleServer server) : OwnServerCases(server)
{
    private static readonly TimeSpan _redisTimeout = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _leaseDuration = TimeSpan.FromSeconds(30);

    private readonly RecordingLogger<RedisConcurrencyLimiter> _logger = new();
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
        await using RedisConcurrencyLimiter limiter = Create(options => options.FailureMode = mode);
        await Server.PauseAsync();
        ConcurrencyLease lease = await AcquireInVainAsync(limiter);
        Assert.Equal(reason, lease.Decision.Reason);
        Assert.False(lease.LostToken.IsCancellationRequested);
    }

    [Fact]
    public async Task The_fallback_holds_its_permits_until_they_are_released_and_redis_those_of_late_replies_never()
    {
        await using RedisConcurrencyLimiter limiter = Create(options => options.FallbackPermitLimit = 1);
        await LoadScriptsAsync(limiter);
        await Server.PauseAsync();
        ConcurrencyLease held = await AcquireInVainAsync(limiter);
        Assert.Equal(RateLimitReason.GrantedByFallback, held.Decision.Reason);

        // The lease that Redis grants after all is nobody's.
        Server.LetRun();
        await UntilAsync(
            () => Task.FromResult(_measurements.Sum("patterns.rate_limit.returns", "returned") == 1),
            "the late lease is released");
        Assert.Equal(2, (await limiter.PeekAsync("p", cancellationToken: Cancellation)).Remaining);

        await Server.PauseAsync();
        Assert.Equal(RateLimitReason.RefusedByFallback, (await AcquireInVainAsync(limiter)).Decision.Reason);
        held.Dispose();
        held.Dispose();
        Assert.Equal(RateLimitReason.GrantedByFallback, (await AcquireInVainAsync(limiter)).Decision.Reason);
        Assert.Equal(RateLimitReason.RefusedByFallback, (await AcquireInVainAsync(limiter)).Decision.Reason);
        Server.LetRun();
    }

    [Fact]
    public async Task The_lease_of_a_caller_that_left_is_released()
    {
        await using RedisConcurrencyLimiter limiter = Create();
        await LoadScriptsAsync(limiter);
        await Server.PauseAsync();
        using var leaves = new CancellationTokenSource();
        Task caller = limiter.AcquireAsync("p", 2, leaves.Token).AsTask();
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller);

        Server.LetRun();
        await UntilAsync(
            () => Task.FromResult(_measurements.Sum("patterns.rate_limit.returns", "returned") == 2),
            "the permits are given back");
        Assert.Equal(2, (await limiter.PeekAsync("p", cancellationToken: Cancellation)).Remaining);
    }

    [Fact]
    public async Task A_lease_that_cannot_be_renewed_is_lost_at_the_moment_at_which_its_time_is_over()
    {
        await using RedisConcurrencyLimiter limiter = Create();
        ConcurrencyLease lease = await AcquireAsync(limiter);
        CancellationToken lost = lease.LostToken;
        await Server.PauseAsync();
        await Server.Clock.AdvanceAsync(_leaseDuration - TimeSpan.FromMilliseconds(1), Cancellation);
        Assert.False(lost.IsCancellationRequested);
        await Server.Clock.AdvanceAsync(TimeSpan.FromMilliseconds(1), Cancellation);
        Assert.True(lost.IsCancellationRequested);
        Assert.Single(_logger[2004]);
        Assert.Equal(1, _measurements.Sum("patterns.rate_limit.lost_leases", ""));
        Server.LetRun();
    }

    [Fact]
    public async Task A_lease_that_is_released_in_an_outage_is_not_lost()
    {
        await using RedisConcurrencyLimiter limiter = Create();
        ConcurrencyLease lease = await AcquireAsync(limiter);
        CancellationToken lost = lease.LostToken;
        await Server.PauseAsync();
        lease.Dispose();
        await Server.Clock.AdvanceAsync(_leaseDuration * 2, Cancellation);
        Assert.False(lost.IsCancellationRequested);
        Assert.Empty(_logger[2004]);
        Server.LetRun();
    }

    [Fact]
    public async Task Leases_that_died_with_a_killed_server_are_lost_and_their_permits_free()
    {
        await using RedisConcurrencyLimiter limiter = Create();
        ConcurrencyLease lease = await AcquireAsync(limiter, permits: 2);
        CancellationToken lost = lease.LostToken;
        await Server.KillAsync();
        await Server.StartAgainAsync();
        await UntilAsync(() => Task.FromResult(Connection.IsConnected), "the client is connected again");
        await Server.Clock.AdvanceAsync(_leaseDuration / 3, Cancellation);
        await UntilAsync(() => Task.FromResult(lost.IsCancellationRequested), "the lease is lost");
        Assert.Equal(RateLimitReason.Granted, (await AcquireAsync(limiter, permits: 2)).Decision.Reason);
    }

    private static Task UntilAsync(Func<Task<bool>> condition, string expectation)
        => Poll.UntilAsync(_ => condition(), expectation, Cancellation);

    private static async Task<ConcurrencyLease> AcquireAsync(RedisConcurrencyLimiter limiter, int permits = 1)
        => Assert.IsType<ConcurrencyLease>(await limiter.AcquireAsync("p", permits, Cancellation));

    /// <summary>A server that does not know a script yet grants nothing late.</summary>
    private static async Task LoadScriptsAsync(RedisConcurrencyLimiter limiter)
    {
        (await AcquireAsync(limiter)).Dispose();
        await UntilAsync(
            async () => (await limiter.PeekAsync("p", cancellationToken: Cancellation)).Remaining == 2,
            "the lease is released");
    }

    private async Task<ConcurrencyLease> AcquireInVainAsync(RedisConcurrencyLimiter limiter)
    {
        Task<ConcurrencyLease> caller = AcquireAsync(limiter);
        await Server.Clock.AdvanceAsync(_redisTimeout, Cancellation);
        return await Eventually.ResultAsync(caller);
    }

    private RedisConcurrencyLimiter Create(Action<RedisConcurrencyOptions>? configure = null)
    {
        var options = new RedisConcurrencyOptions
        {
            KeyPrefix = Prefix,
            PermitLimit = 2,
            LeaseDuration = _leaseDuration,
            RedisTimeout = _redisTimeout,
        };
        configure?.Invoke(options);
        return new RedisConcurrencyLimiter(Connection.GetDatabase(), options, _logger, Server.Clock);
    }
}

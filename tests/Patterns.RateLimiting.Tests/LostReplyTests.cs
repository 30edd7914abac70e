using Engine.Testing;
using Patterns.RateLimiting.Concurrency;
using Patterns.RateLimiting.FixedWindow;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Tests;

/// <summary>Redis has granted, and the reply never arrives: the connection breaks between the two, which only the
/// embedded engine does on purpose.</summary>
public sealed class LostReplyTests : IAsyncLifetime
{
    private readonly VirtualTimeProvider _clock = new();
    private TestEngine _engine = null!;
    private ConnectionMultiplexer _connection = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _engine = await TestEngine.StartAsync(clock: _clock);
        _connection = await _engine.ConnectAsync(
            configuration => configuration.ReconnectRetryPolicy = new LinearRetry(50));
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task The_permits_stay_counted_until_the_limit_forgets_them()
    {
        var window = TimeSpan.FromMinutes(1);
        var limiter = new RedisFixedWindowLimiter(
            _connection.GetDatabase(),
            new() { PermitLimit = 10, Window = window, FailureMode = RateLimitFailureMode.Closed },
            timeProvider: _clock);
        await limiter.AcquireAsync("p", 1, Cancellation);
        RedisRateLimitLease lost = await AcquireAndLoseReplyAsync(() => limiter.AcquireAsync("p", 4, Cancellation));
        Assert.Equal(RateLimitReason.Unavailable, lost.Decision.Reason);
        await UntilAsync(
            async () => (await limiter.AcquireAsync("p", 0, Cancellation)).IsAcquired, "the client is connected again");
        Assert.Equal(5, (await limiter.PeekAsync("p", cancellationToken: Cancellation)).Remaining);

        await _clock.AdvanceAsync(window + TimeSpan.FromMilliseconds(1), Cancellation);
        Assert.Equal(10, (await limiter.PeekAsync("p", cancellationToken: Cancellation)).Remaining);
        Assert.Equal(0, await CountKeysAsync());
    }

    [Fact]
    public async Task The_lease_counts_until_its_time_is_over_because_nobody_renews_it()
    {
        var duration = TimeSpan.FromSeconds(30);
        await using var limiter = new RedisConcurrencyLimiter(
            _connection.GetDatabase(),
            new() { PermitLimit = 1, LeaseDuration = duration, FailureMode = RateLimitFailureMode.Closed },
            timeProvider: _clock);
        (await limiter.AcquireAsync("p", 1, Cancellation)).Dispose();
        await UntilAsync(async () => await CountKeysAsync() == 0, "the first lease is released");
        RedisRateLimitLease lost = await AcquireAndLoseReplyAsync(() => limiter.AcquireAsync("p", 1, Cancellation));
        Assert.Equal(RateLimitReason.Unavailable, lost.Decision.Reason);
        await UntilAsync(
            async () => (await AskAsync(limiter)).Reason == RateLimitReason.LimitReached,
            "the client is connected again");

        await _clock.AdvanceAsync(duration, Cancellation);
        Assert.Equal(RateLimitReason.Granted, (await AskAsync(limiter)).Reason);
    }

    private static Task UntilAsync(Func<Task<bool>> condition, string expectation)
        => Redis.Fixtures.Poll.UntilAsync(_ => condition(), expectation, Cancellation);

    private static async Task<RateLimitDecision> AskAsync(RedisConcurrencyLimiter limiter)
    {
        using var lease = (ConcurrencyLease)await limiter.AcquireAsync("p", 1, Cancellation);
        return lease.Decision;
    }

    private async Task<RedisRateLimitLease> AcquireAndLoseReplyAsync(
        Func<ValueTask<System.Threading.RateLimiting.RateLimitLease>> acquire)
    {
        await using Fault cut = _engine.Faults.CutBeforeReplies(new FaultScope { Command = "evalsha", Times = 1 });
        var lease = (RedisRateLimitLease)await acquire();
        await cut.CaughtAsync();
        return lease;
    }

    private async Task<int> CountKeysAsync()
    {
        int count = 0;
        await foreach (RedisKey _ in _connection.GetServers()[0].KeysAsync(pattern: "rate:*"))
        {
            count++;
        }

        return count;
    }
}

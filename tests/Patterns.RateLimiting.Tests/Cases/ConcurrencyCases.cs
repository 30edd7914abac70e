using System.Threading.RateLimiting;
using Engine.Testing;
using Microsoft.Extensions.Options;
using Patterns.RateLimiting.Concurrency;
using Patterns.RateLimiting.Tests.Support;
using Redis.Fixtures;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Tests.Cases;

/// <summary>Permits in use at a time.</summary>
public abstract class ConcurrencyCases(RecipeServer server) : LimiterCases(server)
{
    [Fact]
    public async Task Permits_are_free_again_when_their_leases_are_disposed_of()
    {
        await using RedisConcurrencyLimiter limiter = await CreateAsync(limit: 3);
        RedisRateLimitLease one = await AcquireAsync(limiter);
        RedisRateLimitLease two = await AcquireAsync(limiter, permits: 2);
        Assert.Equal((2, 0), (one.Decision.Remaining, two.Decision.Remaining));
        RedisRateLimitLease refused = await AcquireAsync(limiter);
        Assert.Equal(RateLimitReason.LimitReached, refused.Decision.Reason);
        refused.Dispose();

        two.Dispose();
        two.Dispose();
        await RemainAsync(limiter, 2);
        one.Dispose();
        await RemainAsync(limiter, 3);
        Assert.Equal(0, await CountKeysAsync());
    }

    [Fact]
    public async Task To_acquire_and_to_release_is_a_round_trip_each_and_the_key_expires_with_the_lease()
    {
        await using RedisConcurrencyLimiter limiter = await CreateAsync(limit: 3);
        (await AcquireAsync(limiter)).Dispose();
        await RemainAsync(limiter, 3);
        CommandLog log = await LogCommandsAsync();
        RedisRateLimitLease lease = await AcquireAsync(limiter);
        Assert.Equal("EVALSHA", log.Take());
        TimeSpan? expiry = await (await DatabaseAsync()).KeyTimeToLiveAsync($"{Prefix}:3:s:{{p}}");
        Assert.InRange(expiry!.Value, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(30));
        log.Take();
        lease.Dispose();
        string sent = "";
        await Eventually.TrueAsync(() => (sent += log.Take()) != "", "the release is answered");
        Assert.Equal("EVALSHA", sent);
    }

    [Fact]
    public async Task Sixty_four_callers_on_eight_connections_never_hold_more_than_the_limit()
    {
        const int Limit = 5;
        ConnectionMultiplexer[] connections =
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ConnectAnewAsync()));
        RedisConcurrencyLimiter[] limiters =
        [
            .. connections.Select(connection => new RedisConcurrencyLimiter(
                connection.GetDatabase(), Options(Limit, TimeSpan.FromSeconds(30)), timeProvider: Clock)),
        ];
        int inUse = 0;
        int most = 0;
        int granted = 0;
        await Task.WhenAll(Enumerable.Range(0, 64).Select(caller => Task.Run(
            async () =>
            {
                for (int call = 0; call < 30; call++)
                {
                    using RedisRateLimitLease lease = await AcquireAsync(limiters[caller % limiters.Length]);
                    if (lease.IsAcquired)
                    {
                        int now = Interlocked.Increment(ref inUse);
                        InterlockedMax(ref most, now);
                        Interlocked.Increment(ref granted);
                        await Task.Yield();
                        Interlocked.Decrement(ref inUse);
                    }
                }
            },
            Cancellation)));
        Assert.InRange(most, 1, Limit);
        Assert.True(granted > 64, $"Only {granted} leases were granted.");
        await RemainAsync(limiters[0], Limit);
        foreach ((RedisConcurrencyLimiter limiter, ConnectionMultiplexer connection) in limiters.Zip(connections))
        {
            await limiter.DisposeAsync();
            await connection.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_lease_that_is_held_is_renewed()
    {
        await using RedisConcurrencyLimiter limiter = await CreateAsync(limit: 1);
        using var lease = Assert.IsType<ConcurrencyLease>(await AcquireAsync(limiter));
        for (int renewal = 0; renewal < 3; renewal++)
        {
            double before = await EndOfLeaseAsync();
            long deadline = lease.Deadline;

            // The round is planned when the one before is over, which may be a little later.
            await Clock.AdvanceAsync(TimeSpan.FromSeconds(10), Cancellation);
            await PassTimeUntilAsync(
                async () => await EndOfLeaseAsync() > before && lease.Deadline > deadline,
                "the lease is renewed, in Redis and here",
                TimeSpan.Zero);
        }

        Assert.False(lease.LostToken.IsCancellationRequested);
        Assert.False((await AcquireAsync(limiter)).IsAcquired);
    }

    [Fact]
    public async Task The_lease_of_a_process_that_is_gone_ends_by_itself()
    {
        // Its clock stands still, so it renews nothing.
        await using RedisConcurrencyLimiter gone = new(
            await DatabaseAsync(), Options(1, TimeSpan.FromSeconds(3)), timeProvider: new VirtualTimeProvider());
        await using RedisConcurrencyLimiter other = await CreateAsync(limit: 1);
        await AcquireAsync(gone);
        Assert.False((await AcquireAsync(other)).IsAcquired);
        await PassTimeUntilAsync(
            async () => (await AcquireAsync(other)).IsAcquired, "the lease is over", TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public async Task A_lease_that_redis_has_forgotten_is_lost_at_the_next_renewal()
    {
        var logger = new RecordingLogger<RedisConcurrencyLimiter>();
        await using RedisConcurrencyLimiter limiter = new(
            await DatabaseAsync(), Options(2, TimeSpan.FromSeconds(30)), logger, Clock);
        var lost = Assert.IsType<ConcurrencyLease>(await AcquireAsync(limiter, "a"));
        var kept = Assert.IsType<ConcurrencyLease>(await AcquireAsync(limiter, "b"));
        CancellationToken token = lost.LostToken;
        await limiter.ResetAsync("a", Cancellation);
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(10), Cancellation);
        await Poll.UntilAsync(_ => Task.FromResult(token.IsCancellationRequested), "the lease is lost", Cancellation);

        Assert.False(kept.LostToken.IsCancellationRequested);
        Assert.True(lost.LostToken.IsCancellationRequested);
        Assert.Single(logger[2004]);
    }

    [Fact]
    public async Task A_block_refuses_new_leases_and_keeps_old_ones()
    {
        await using RedisConcurrencyLimiter limiter = await CreateAsync(limit: 2);
        using RedisRateLimitLease held = await AcquireAsync(limiter);
        await limiter.BlockAsync("p", TimeSpan.FromHours(1), Cancellation);
        Assert.Equal(RateLimitReason.Blocked, (await AcquireAsync(limiter)).Decision.Reason);
        await limiter.UnblockAsync("p", Cancellation);
        Assert.Equal(1, (await limiter.PeekAsync("p", cancellationToken: Cancellation)).Remaining);
    }

    [Fact]
    public async Task A_cost_above_the_limit_is_refused_for_good_and_no_cost_takes_nothing()
    {
        await using RedisConcurrencyLimiter limiter = await CreateAsync(limit: 2);
        Assert.Equal(RateLimitReason.CostAboveLimit, (await AcquireAsync(limiter, permits: 3)).Decision.Reason);
        Assert.True((await AcquireAsync(limiter, permits: 0)).IsAcquired);
        Assert.Equal(0, await CountKeysAsync());
    }

    [Fact]
    public async Task A_changed_limit_counts_the_leases_that_are_held()
    {
        var logger = new RecordingLogger<RedisConcurrencyLimiter>();
        await using RedisConcurrencyLimiter limiter = new(
            await DatabaseAsync(), Options(2, TimeSpan.FromSeconds(30)), logger, Clock);
        using RedisRateLimitLease held = await AcquireAsync(limiter, permits: 2);
        limiter.Reconfigure(Options(3, TimeSpan.FromSeconds(30)));
        using RedisRateLimitLease more = await AcquireAsync(limiter);
        Assert.Equal((true, 3, 0), (more.IsAcquired, more.Decision.Limit, more.Decision.Remaining));
        limiter.Reconfigure(Options(1, TimeSpan.FromSeconds(30)));
        Assert.Equal(RateLimitReason.LimitReached, (await AcquireAsync(limiter)).Decision.Reason);
        Assert.Single(logger[2005], line => line.Contains("3 at a time", StringComparison.Ordinal));

        Assert.Throws<OptionsValidationException>(() => limiter.Reconfigure(Options(0, TimeSpan.FromSeconds(30))));
        Assert.Throws<ArgumentException>(() => limiter.Reconfigure(new() { KeyPrefix = "other" }));
        Assert.Equal(1, (await limiter.PeekAsync("p", cancellationToken: Cancellation)).Limit);
    }

    [Fact]
    public async Task A_longer_duration_of_leases_keeps_those_that_are_held()
    {
        await using RedisConcurrencyLimiter limiter = new(
            await DatabaseAsync(), Options(1, TimeSpan.FromSeconds(3)), timeProvider: Clock);
        using var lease = Assert.IsType<ConcurrencyLease>(await AcquireAsync(limiter));
        double before = await EndOfLeaseAsync();
        limiter.Reconfigure(Options(1, TimeSpan.FromMinutes(10)));
        await PassTimeUntilAsync(
            async () => await EndOfLeaseAsync() > before + 300_000_000,
            "the lease is renewed for the longer time",
            TimeSpan.FromMilliseconds(1));
        Assert.False(lease.LostToken.IsCancellationRequested);
    }

    [Fact]
    public async Task Shadow_mode_counts_and_refuses_nothing()
    {
        RedisConcurrencyOptions options = Options(1, TimeSpan.FromSeconds(30));
        options.Shadow = true;
        await using RedisConcurrencyLimiter limiter = new(await DatabaseAsync(), options, timeProvider: Clock);
        using RedisRateLimitLease first = await AcquireAsync(limiter);
        using RedisRateLimitLease second = await AcquireAsync(limiter);
        Assert.Equal(RateLimitReason.Granted, first.Decision.Reason);
        Assert.Equal(RateLimitReason.GrantedInShadow, second.Decision.Reason);
        Assert.True(second.IsAcquired);
        second.Dispose();
        Assert.Equal(0, (await limiter.PeekAsync("p", cancellationToken: Cancellation)).Remaining);
    }

    [Fact]
    public async Task A_partition_is_a_rate_limiter_that_is_idle_when_nothing_is_held()
    {
        await using RedisConcurrencyLimiter limiter = await CreateAsync(limit: 2);
        RateLimiter partition = limiter.For("p");
        Assert.False(partition.AttemptAcquire().IsAcquired);
        using (RateLimitLease lease = await partition.AcquireAsync(2, Cancellation))
        {
            Assert.True(lease.IsAcquired);
            Assert.False((await AcquireAsync(limiter)).IsAcquired);
            Assert.Null(partition.IdleDuration);
        }

        Assert.NotNull(partition.IdleDuration);
        RateLimiterStatistics statistics = partition.GetStatistics()!;
        Assert.Equal((1, 1), (statistics.TotalSuccessfulLeases, statistics.TotalFailedLeases));
        await partition.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => partition.AttemptAcquire());
        await RemainAsync(limiter, 2);
    }

    private static void InterlockedMax(ref int most, int now)
    {
        int seen;
        do
        {
            seen = Volatile.Read(ref most);
        }
        while (now > seen && Interlocked.CompareExchange(ref most, now, seen) != seen);
    }

    private async Task<RedisConcurrencyLimiter> CreateAsync(int limit)
        => new(await DatabaseAsync(), Options(limit, TimeSpan.FromSeconds(30)), timeProvider: Clock);

    private RedisConcurrencyOptions Options(int limit, TimeSpan leaseDuration)
        => new()
        {
            KeyPrefix = Prefix,
            PermitLimit = limit,
            LeaseDuration = leaseDuration,
            RedisTimeout = TimeSpan.FromSeconds(30),
        };

    /// <summary>The score of the only lease, which stands behind the member that keeps the sum.</summary>
    private async Task<double> EndOfLeaseAsync()
        => (await (await DatabaseAsync()).SortedSetRangeByRankWithScoresAsync($"{Prefix}:3:s:{{p}}", 1, 1))[0].Score;

    private static Task RemainAsync(RedisConcurrencyLimiter limiter, long permits) => Poll.UntilAsync(
        async _ => (await limiter.PeekAsync("p", cancellationToken: Cancellation)).Remaining == permits,
        $"{permits} permits are free",
        Cancellation);
}

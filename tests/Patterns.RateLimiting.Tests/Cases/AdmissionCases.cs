using System.Threading.RateLimiting;
using Engine.Testing;
using Patterns.RateLimiting.Tests.Support;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Tests.Cases;

/// <summary>What is promised of every kind.</summary>
public abstract class AdmissionCases(RecipeServer server) : LimiterCases(server)
{
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_limit_is_granted_and_no_permit_more(string kind)
    {
        RedisRateLimiter limiter = await CreateAsync(kind, limit: 5);
        for (int permit = 4; permit >= 0; permit--)
        {
            RedisRateLimitLease lease = await AcquireAsync(limiter);
            Assert.True(lease.IsAcquired);
            Assert.Equal(permit, lease.Decision.Remaining);
            Assert.Null(lease.Decision.RetryAfter);
        }

        RedisRateLimitLease refused = await AcquireAsync(limiter);
        Assert.False(refused.IsAcquired);
        Assert.Equal(RateLimitReason.LimitReached, refused.Decision.Reason);
        Assert.InRange(refused.Decision.RetryAfter!.Value, TimeSpan.FromTicks(1), EndlessWindow * 2);
        Assert.True((await AcquireAsync(limiter, "another")).IsAcquired);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Sixty_four_callers_on_eight_connections_get_the_limit_and_no_permit_more(string kind)
    {
        const int Limit = 1_000;
        const int Callers = 64;
        ConnectionMultiplexer[] connections = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => ConnectAnewAsync()));
        try
        {
            // Clocks of callers that are an hour off in both directions: nobody asks them.
            RedisRateLimiter[] limiters = [.. connections.Select((connection, index) => Create(
                connection.GetDatabase(),
                kind,
                Limit,
                EndlessWindow,
                options => (options.LocalDenial, options.RedisTimeout) = (TimeSpan.Zero, TimeSpan.FromSeconds(30)),
                new SkewedTimeProvider(TimeProvider.System) { Offset = TimeSpan.FromHours((index % 3) - 1) }))];
            int granted = 0;
            await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(
                async () =>
                {
                    for (int call = 0; call < 2 * Limit / Callers; call++)
                    {
                        RateLimitLease lease = await AcquireAsync(limiters[caller % limiters.Length]);
                        if (lease.IsAcquired)
                        {
                            Interlocked.Increment(ref granted);
                        }
                    }
                },
                Cancellation)));

            Assert.Equal(Limit, granted);
        }
        finally
        {
            foreach (ConnectionMultiplexer connection in connections)
            {
                await connection.DisposeAsync();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Weighted_permits_are_taken_together_or_not_at_all(string kind)
    {
        RedisRateLimiter limiter = await CreateAsync(kind, limit: 10);
        Assert.True((await AcquireAsync(limiter, permits: 7)).IsAcquired);
        Assert.False((await AcquireAsync(limiter, permits: 4)).IsAcquired);
        Assert.True((await AcquireAsync(limiter, permits: 3)).IsAcquired);
        Assert.False((await AcquireAsync(limiter)).IsAcquired);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task No_permits_are_granted_while_one_is_free_and_cost_nothing(string kind)
    {
        RedisRateLimiter limiter = await CreateAsync(kind, limit: 1);
        Assert.True((await AcquireAsync(limiter, permits: 0)).IsAcquired);
        Assert.True((await AcquireAsync(limiter, permits: 0)).IsAcquired);
        Assert.True((await AcquireAsync(limiter, permits: 1)).IsAcquired);
        Assert.False((await AcquireAsync(limiter, permits: 0)).IsAcquired);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_cost_above_the_limit_is_refused_for_good_without_a_round_trip(string kind)
    {
        RedisRateLimiter limiter = await CreateAsync(kind, limit: 10);
        CommandLog log = await LogCommandsAsync();
        RedisRateLimitLease lease = await AcquireAsync(limiter, permits: 11);
        Assert.Equal(RateLimitReason.CostAboveLimit, lease.Decision.Reason);
        Assert.Null(lease.Decision.RetryAfter);
        Assert.Equal("", log.Take());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_negative_cost_is_refused(string kind)
    {
        RedisRateLimiter limiter = await CreateAsync(kind, limit: 10);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => AcquireAsync(limiter, permits: -1));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_acquire_is_one_round_trip(string kind)
    {
        RedisRateLimiter limiter = await CreateAsync(kind, limit: 10);
        await AcquireAsync(limiter);
        CommandLog log = await LogCommandsAsync();
        await AcquireAsync(limiter);
        Assert.Equal("EVALSHA", log.Take());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task When_the_window_has_passed_no_key_is_left(string kind)
    {
        RedisRateLimiter limiter = Create(await DatabaseAsync(), kind, 100, TimeSpan.FromMilliseconds(50));
        for (int partition = 0; partition < 20; partition++)
        {
            Assert.True((await AcquireAsync(limiter, $"p{partition}")).IsAcquired);
        }

        await PassTimeUntilAsync(
            async () => await CountKeysAsync() == 0, "no key is left", TimeSpan.FromMilliseconds(10));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a{b", "contains '{'")]
    [InlineData("a}b", "contains '}'")]
    [InlineData("10 KB", "has 10240 characters")]
    public async Task A_bad_partition_is_named_with_its_fault(string partition, string fault)
    {
        RedisRateLimiter limiter = await CreateAsync("fixed_window", limit: 1);
        string name = partition == "10 KB" ? new string('x', 10_240) : partition;
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => AcquireAsync(limiter, name));
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => limiter.For(name));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_state_of_the_wrong_type_is_what_the_failure_mode_says(string kind)
    {
        RedisRateLimiter limiter = await CreateAsync(
            kind, limit: 1, options => options.FailureMode = RateLimitFailureMode.Closed);
        await (await DatabaseAsync()).SetAddAsync($"{Prefix}:3:s:{{p}}", "x");
        Assert.Equal(RateLimitReason.Unavailable, (await AcquireAsync(limiter)).Decision.Reason);
    }
}

using Engine.Testing;
using Patterns.RateLimiting.Tests.Support;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Tests.Cases;

/// <summary>Clocks are wrong: those of callers, which nobody asks, and that of Redis, which has gone back, so that
/// states are from a time that has not come yet.</summary>
public abstract class ClockCases(RecipeServer server) : LimiterCases(server)
{
    private const long Hour = 3_600_000_000;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Callers_whose_clocks_are_an_hour_off_either_way_are_told_the_same(string kind)
    {
        IDatabase database = await DatabaseAsync();
        RedisRateLimiter[] callers =
        [
            .. ((int[])[-1, 0, 1]).Select(hours => Create(
                database,
                kind,
                limit: 20,
                TimeSpan.FromDays(300),
                options => (options.LocalDenial, options.RedisTimeout) = (TimeSpan.Zero, TimeSpan.FromSeconds(30)),
                new SkewedTimeProvider(TimeProvider.System) { Offset = TimeSpan.FromHours(hours) })),
        ];
        var random = new Random(7);
        for (int call = 0; call < 40; call++)
        {
            int permits = random.Next(3);
            var told = new List<(RateLimitReason Reason, long Remaining)>();
            foreach ((int caller, RedisRateLimiter limiter) in callers.Index())
            {
                RateLimitDecision decision = (await AcquireAsync(limiter, $"own{caller}", permits)).Decision;
                told.Add((decision.Reason, decision.Remaining));
            }

            Assert.Single(told.Distinct());
        }

        // And together they get the limit of one.
        int granted = 0;
        for (int call = 0; call < 60; call++)
        {
            granted += (await AcquireAsync(callers[call % callers.Length], "shared")).IsAcquired ? 1 : 0;
        }

        Assert.Equal(20, granted);
    }

    [Theory]
    [InlineData("fixed_window")]
    [InlineData("sliding_window_counter")]
    public async Task Time_stands_still_until_the_clock_has_caught_up(string kind)
    {
        RedisRateLimiter limiter = Create(await DatabaseAsync(), kind, limit: 10, TimeSpan.FromHours(1));
        long now = await NowAsync();
        long next = now - (now % Hour) + Hour;
        await SetAsync([next, Hour, 9, 0]);
        Assert.True((await AcquireAsync(limiter)).IsAcquired);
        RedisRateLimitLease refused = await AcquireAsync(limiter);
        Assert.Equal(RateLimitReason.LimitReached, refused.Decision.Reason);
        Assert.InRange(refused.Decision.RetryAfter!.Value, TimeSpan.FromHours(1), TimeSpan.FromHours(3));
    }

    [Theory]
    [InlineData("token_bucket")]
    [InlineData("gcra")]
    public async Task A_clock_that_went_back_pays_no_debt(string kind)
    {
        RedisRateLimiter limiter = Create(await DatabaseAsync(), kind, limit: 10, TimeSpan.FromHours(10));
        for (int permit = 0; permit < 4; permit++)
        {
            await AcquireAsync(limiter);
        }

        // What was written an hour ahead by a clock that has been set back since.
        var state = (long[])(await (await DatabaseAsync()).ScriptEvaluateAsync(
            "return { cmsgpack.unpack(redis.call('GET', KEYS[1])) }", [Key]))!;
        state[kind == "gcra" ? 0 : 1] += Hour;
        await SetAsync(state);
        RateLimitDecision seen = await limiter.PeekAsync("p", cancellationToken: Cancellation);
        Assert.InRange(seen.Remaining, 5, 6);
        Assert.InRange(seen.ResetAfter, TimeSpan.FromHours(4.9), TimeSpan.FromHours(5.1));
        Assert.Equal(seen.Remaining - 1, (await AcquireAsync(limiter)).Decision.Remaining);
    }

    [Fact]
    public async Task Grants_of_the_log_from_a_time_to_come_count_until_they_are_over()
    {
        RedisRateLimiter limiter = Create(
            await DatabaseAsync(), "sliding_window_log", limit: 2, TimeSpan.FromHours(1));
        long now = await NowAsync();
        await (await DatabaseAsync()).SortedSetAddAsync(
            Key, [new("#", -1), new("@", -(now + Hour)), new($"{now + Hour}:1", now + Hour)]);
        Assert.True((await AcquireAsync(limiter)).IsAcquired);
        Assert.False((await AcquireAsync(limiter)).IsAcquired);
    }

    private RedisKey Key => $"{Prefix}:3:s:{{p}}";

    private async Task SetAsync(long[] state)
        => await (await DatabaseAsync()).ScriptEvaluateAsync(
            """
            for i = 1, #ARGV do
              ARGV[i] = tonumber(ARGV[i])
            end
            return redis.call('SET', KEYS[1], cmsgpack.pack(unpack(ARGV)), 'EX', 86400)
            """,
            [Key],
            [.. state.Select(number => (RedisValue)number)]);

    private async Task<long> NowAsync()
    {
        var time = (RedisValue[])(await (await DatabaseAsync()).ExecuteAsync("TIME"))!;
        return ((long)time[0] * 1_000_000) + (long)time[1];
    }
}

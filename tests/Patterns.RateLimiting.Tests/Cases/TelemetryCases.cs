using System.Collections.Concurrent;
using System.Diagnostics;
using Patterns.RateLimiting.Tests.Support;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Tests.Cases;

/// <summary>What an operator sees.</summary>
public abstract class TelemetryCases(RecipeServer server) : LimiterCases(server)
{
    [Fact]
    public async Task Decisions_and_durations_are_measured()
    {
        using var measurements = new Measurements("Patterns.RateLimiting", Prefix);
        RedisRateLimiter limiter = await CreateAsync("token_bucket", limit: 3, options => options.LocalBatch = 2);
        for (int call = 0; call < 5; call++)
        {
            await AcquireAsync(limiter);
        }

        await AcquireAsync(limiter, permits: 4);
        Assert.Equal(2, measurements.Sum("patterns.rate_limit.decisions", "granted granted"));
        Assert.Equal(1, measurements.Sum("patterns.rate_limit.decisions", "granted granted_locally"));
        Assert.Equal(1, measurements.Sum("patterns.rate_limit.decisions", "refused limit_reached"));
        Assert.Equal(1, measurements.Sum("patterns.rate_limit.decisions", "refused limit_reached_locally"));
        Assert.Equal(1, measurements.Sum("patterns.rate_limit.decisions", "refused cost_above_limit"));
        Assert.Equal(3, measurements.Count("patterns.rate_limit.redis.duration"));
    }

    [Fact]
    public async Task A_call_to_redis_is_a_span_that_names_policy_partition_and_reason()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Patterns.RateLimiting",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        RedisRateLimiter limiter = await CreateAsync("gcra", limit: 1, options => options.PolicyName = Prefix);
        await AcquireAsync(limiter);

        Activity span = Assert.Single(spans, span => Equals(span.GetTagItem("patterns.rate_limit.policy"), Prefix));
        Assert.Equal("rate_limit.acquire", span.OperationName);
        Assert.Equal("p", span.GetTagItem("patterns.rate_limit.partition"));
        Assert.Equal("granted", span.GetTagItem("patterns.reason"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_key_that_holds_another_type_is_one_line_and_the_failure_mode_decides(string kind)
    {
        RedisRateLimiter limiter = await CreateAsync(
            kind,
            limit: 4,
            options => (options.FailureMode, options.RedisTimeout) =
                (RateLimitFailureMode.Closed, TimeSpan.FromSeconds(30)));
        IDatabase database = await DatabaseAsync();
        await database.ListLeftPushAsync($"{Prefix}:3:s:{{p}}", "another program's");
        for (int call = 0; call < 3; call++)
        {
            Assert.Equal(RateLimitReason.Unavailable, (await AcquireAsync(limiter)).Decision.Reason);
        }

        Assert.Contains("'p'", Assert.Single(Logger[2007]), StringComparison.Ordinal);
        Assert.Empty(Logger[2000]);
        await database.KeyDeleteAsync($"{Prefix}:3:s:{{p}}");
    }
}

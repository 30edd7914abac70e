using Patterns.Analytics.Counters;
using Patterns.Analytics.Tests.Support;
using Patterns.Core.Resilience;

namespace Patterns.Analytics.Tests.Cases;

/// <summary>Redis does not answer, under the way to Redis that all recipes share.</summary>
/// <param name="server">A server of the test's own.</param>
public abstract class RedisFailureCases(InterruptibleServer server) : AnalyticsCases(server), IAsyncDisposable
{
    private readonly InterruptibleServer _server = server;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_redis_that_does_not_answer_costs_one_timeout_and_is_then_left_alone()
    {
        using var measurements = new Measurements("Patterns.Analytics", Prefix);
        var logger = new RecordingLogger<RedisCounters>();
        var options = new CountersOptions { KeyPrefix = Prefix, RedisTimeout = TimeSpan.FromSeconds(1) };
        options.RedisCircuit.MinimumThroughput = 2;
        var counters = new RedisCounters(await DatabaseAsync(), options, logger, Clock);
        await counters.IncrementAsync("c", 1, Cancellation);
        await _server.PauseAsync();
        for (int failure = 0; failure < 3; failure++)
        {
            Task<long> increment = counters.IncrementAsync("c", 1, Cancellation).AsTask();
            await Clock.AdvanceAsync(options.RedisTimeout, Cancellation);
            AnalyticsUnavailableException error = await Assert.ThrowsAsync<AnalyticsUnavailableException>(
                () => Eventually.ResultAsync(increment));
            Assert.Equal(RedisFailure.Timeout, error.Failure);
            Assert.True(error.IsOutcomeUnknown);
            Assert.Contains("increment_counter(chunks) on 'c' has no result", error.Message, StringComparison.Ordinal);
        }

        AnalyticsUnavailableException refused = await Assert.ThrowsAsync<AnalyticsUnavailableException>(
            async () => await counters.IncrementAsync("c", 1, Cancellation));
        Assert.Equal((RedisFailure.Rejected, false), (refused.Failure, refused.IsOutcomeUnknown));
        Assert.Single(logger[9000]);
        Assert.Equal(3, measurements.Sum("patterns.analytics.redis.failures", "increment_counter(chunks) timeout"));

        _server.LetRun();
        await Clock.AdvanceAsync(options.RedisCircuit.BreakDuration, Cancellation);
        await counters.IncrementAsync("c", 1, Cancellation);
        await Clock.AdvanceAsync(options.RedisCircuit.BreakDuration, Cancellation);
        await counters.IncrementAsync("c", 1, Cancellation);
        Assert.Single(logger[9001]);
    }
}

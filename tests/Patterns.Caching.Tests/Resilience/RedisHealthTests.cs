using Engine.Testing;
using Patterns.Caching.Resilience;
using Patterns.Caching.Tests.Support;

namespace Patterns.Caching.Tests.Resilience;

public sealed class RedisHealthTests
{
    private static readonly TimeSpan _quietPeriod = TimeSpan.FromSeconds(5);

    private readonly RecordingLogger _logger = new();
    private readonly VirtualTimeProvider _clock = new();
    private readonly RedisHealth _health;

    public RedisHealthTests()
    {
        _health = new RedisHealth("cache", _quietPeriod, _logger, _clock);
    }

    [Fact]
    public async Task Single_failures_among_successes_do_not_fill_the_log()
    {
        for (int command = 0; command < 100; command++)
        {
            _health.Failed(RedisFailure.Timeout, new TimeoutException());
            _health.Succeeded();
            await _clock.AdvanceAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }

        Assert.Single(_logger[1000]);
        Assert.Empty(_logger[1001]);
        Assert.True(_health.IsDegraded);
    }

    [Fact]
    public async Task A_quiet_period_without_failures_is_a_recovery()
    {
        _health.Failed(RedisFailure.Connection, new TimeoutException());
        await _clock.AdvanceAsync(_quietPeriod, TestContext.Current.CancellationToken);
        _health.Succeeded();
        _health.Succeeded();

        Assert.False(_health.IsDegraded);
        Assert.Single(_logger[1001]);

        _health.Failed(RedisFailure.Connection, new TimeoutException());
        Assert.Equal(2, _logger[1000].Count);
    }
}

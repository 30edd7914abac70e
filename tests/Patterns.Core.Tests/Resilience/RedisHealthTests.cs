using Engine.Testing;
using Patterns.Core.Resilience;

namespace Patterns.Core.Tests.Resilience;

public sealed class RedisHealthTests : IRedisObserver
{
    private static readonly TimeSpan _quietPeriod = TimeSpan.FromSeconds(5);

    private readonly VirtualTimeProvider _clock = new();
    private readonly RedisHealth _health;
    private int _degraded;
    private int _recovered;

    public RedisHealthTests()
    {
        _health = new RedisHealth(_quietPeriod, this, _clock);
    }

    [Fact]
    public async Task Single_failures_among_successes_are_reported_once()
    {
        for (int command = 0; command < 100; command++)
        {
            _health.Failed(RedisFailure.Timeout, new TimeoutException());
            _health.Succeeded();
            await _clock.AdvanceAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }

        Assert.Equal((1, 0), (_degraded, _recovered));
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
        Assert.Equal((1, 1), (_degraded, _recovered));

        _health.Failed(RedisFailure.Connection, new TimeoutException());
        Assert.Equal((2, 1), (_degraded, _recovered));
    }

    void IRedisObserver.Replied(string command, TimeSpan elapsed) => Assert.Fail("Health knows no commands.");

    void IRedisObserver.Failed(string command, RedisFailure failure) => Assert.Fail("Health knows no commands.");

    void IRedisObserver.Degraded(RedisFailure failure, Exception exception) => _degraded++;

    void IRedisObserver.Recovered(TimeSpan quietPeriod) => _recovered++;
}

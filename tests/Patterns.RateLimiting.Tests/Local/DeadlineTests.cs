using Engine.Testing;
using Patterns.RateLimiting.Local;
using Redis.Fixtures;

namespace Patterns.RateLimiting.Tests.Local;

public sealed class DeadlineTests
{
    private static readonly TimeProvider _system = TimeProvider.System;

    // Shorter than the coarse clock's steps, as long as a few of them, and between.
    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(150)]
    public async Task On_the_systems_clock_it_is_over_in_the_end_and_never_too_early(int milliseconds)
    {
        var time = TimeSpan.FromMilliseconds(milliseconds);
        long start = _system.GetTimestamp();
        var deadline = new Deadline(start, time, _system);
        await Poll.UntilAsync(
            _ =>
            {
                bool isOver = deadline.IsOver;
                Assert.True(!isOver || _system.GetElapsedTime(start) >= time, "The deadline was over too early.");
                return Task.FromResult(isOver);
            },
            "the deadline is over",
            TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task On_any_other_clock_it_is_exact()
    {
        var clock = new VirtualTimeProvider();
        var deadline = new Deadline(clock.GetTimestamp(), TimeSpan.FromSeconds(5), clock);
        await clock.AdvanceAsync(
            TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1), TestContext.Current.CancellationToken);
        Assert.False(deadline.IsOver);
        await clock.AdvanceAsync(TimeSpan.FromTicks(1), TestContext.Current.CancellationToken);
        Assert.True(deadline.IsOver);
    }

    [Fact]
    public void A_time_that_is_over_already_is_over_at_once()
    {
        long start = _system.GetTimestamp() - (60 * _system.TimestampFrequency);
        Assert.True(new Deadline(start, TimeSpan.FromSeconds(59), _system).IsOver);
        Assert.False(new Deadline(start, TimeSpan.FromHours(1), _system).IsOver);
    }
}

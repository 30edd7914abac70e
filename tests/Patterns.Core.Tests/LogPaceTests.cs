using Engine.Testing;

namespace Patterns.Core.Tests;

public sealed class LogPaceTests
{
    [Fact]
    public async Task One_line_a_minute_is_written_and_counts_the_others()
    {
        var clock = new VirtualTimeProvider();
        var pace = new LogPace(clock);
        Assert.True(pace.TryTake(out long suppressed));
        Assert.Equal(0, suppressed);

        Assert.False(pace.TryTake(out _));
        Assert.False(pace.TryTake(out _));
        await clock.AdvanceAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.True(pace.TryTake(out suppressed));
        Assert.Equal(2, suppressed);

        await clock.AdvanceAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.True(pace.TryTake(out suppressed));
        Assert.Equal(0, suppressed);
    }
}

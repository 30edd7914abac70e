namespace Engine.Testing.Tests;

public sealed class VirtualTimeProviderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Time_stands_still_until_it_is_moved()
    {
        var time = new VirtualTimeProvider();
        DateTimeOffset before = time.GetUtcNow();
        long timestamp = time.GetTimestamp();
        Assert.Equal(before, time.GetUtcNow());

        await time.AdvanceAsync(TimeSpan.FromMinutes(5), Cancellation);

        Assert.Equal(TimeSpan.FromMinutes(5), time.GetUtcNow() - before);
        Assert.Equal(TimeSpan.FromMinutes(5), time.GetElapsedTime(timestamp));
    }

    [Fact]
    public async Task Timers_fire_in_order_each_at_its_own_time()
    {
        var time = new VirtualTimeProvider();
        var fired = new List<(string Name, TimeSpan At)>();
        using ITimer late = time.CreateTimer(
            _ => fired.Add(("late", time.Elapsed)), null, TimeSpan.FromSeconds(9), Timeout.InfiniteTimeSpan);
        using ITimer early = time.CreateTimer(
            _ => fired.Add(("early", time.Elapsed)), null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3));
        using ITimer never = time.CreateTimer(
            _ => fired.Add(("never", time.Elapsed)), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        never.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        await time.AdvanceAsync(TimeSpan.FromSeconds(10), Cancellation);

        Assert.Equal(
            [("early", 2), ("early", 5), ("early", 8), ("late", 9)],
            fired.Select(f => (f.Name, (int)f.At.TotalSeconds)));
    }

    [Fact]
    public async Task Timer_that_a_timer_creates_fires_in_the_same_advance()
    {
        var time = new VirtualTimeProvider();
        var fired = new List<TimeSpan>();
        using ITimer first = time.CreateTimer(
            _ =>
                time.CreateTimer(_ => fired.Add(time.Elapsed), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan),
            null,
            TimeSpan.FromSeconds(1),
            Timeout.InfiniteTimeSpan);

        await time.AdvanceAsync(TimeSpan.FromSeconds(5), Cancellation);

        Assert.Equal([TimeSpan.FromSeconds(2)], fired);
    }

    [Fact]
    public async Task Timer_that_changes_itself_keeps_its_new_time()
    {
        var time = new VirtualTimeProvider();
        var fired = new List<TimeSpan>();
        ITimer? timer = null;
        timer = time.CreateTimer(
            _ =>
            {
                fired.Add(time.Elapsed);
                timer!.Change(TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
            },
            null,
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(2));

        await time.AdvanceAsync(TimeSpan.FromSeconds(12), Cancellation);

        Assert.Equal([1, 6, 11], fired.Select(at => (int)at.TotalSeconds));
        await timer.DisposeAsync();
        await time.AdvanceAsync(TimeSpan.FromSeconds(12), Cancellation);
        Assert.Equal(3, fired.Count);
        Assert.False(timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
    }

    [Fact]
    public async Task Advances_at_the_same_time_never_move_the_clock_back()
    {
        const int Advances = 20_000;
        var time = new VirtualTimeProvider();
        await Task.WhenAll(Enumerable.Range(1, 4).Select(step => Task.Run(
            async () =>
            {
                TimeSpan before = TimeSpan.Zero;
                for (int advance = 0; advance < Advances; advance++)
                {
                    await time.AdvanceAsync(TimeSpan.FromTicks(step), Cancellation);
                    Assert.True(time.Elapsed >= before, $"{time.Elapsed} comes before {before}.");
                    before = time.Elapsed;
                }
            },
            Cancellation)));
    }

    [Fact]
    public async Task Delay_ends_when_the_clock_passes_it()
    {
        var time = new VirtualTimeProvider();
        Task delay = Task.Delay(TimeSpan.FromHours(1), time, Cancellation);

        await time.AdvanceAsync(TimeSpan.FromMinutes(59), Cancellation);
        Assert.False(delay.IsCompleted);
        await time.AdvanceAsync(TimeSpan.FromMinutes(1), Cancellation);

        await delay;
    }

    [Fact]
    public async Task Time_does_not_move_back()
    {
        var time = new VirtualTimeProvider();
        var refusal = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => time.AdvanceAsync(TimeSpan.FromSeconds(-1), Cancellation));
        Assert.Contains("zero or more", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Skewed_clock_is_off_by_its_offset_and_keeps_the_other_clocks_pace()
    {
        var time = new VirtualTimeProvider();
        var skewed = new SkewedTimeProvider(time) { Offset = TimeSpan.FromSeconds(-30) };
        long timestamp = skewed.GetTimestamp();

        await time.AdvanceAsync(TimeSpan.FromSeconds(10), Cancellation);

        Assert.Equal(TimeSpan.FromSeconds(-30), skewed.GetUtcNow() - time.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(10), skewed.GetElapsedTime(timestamp));
    }
}

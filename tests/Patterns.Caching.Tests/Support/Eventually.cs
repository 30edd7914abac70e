namespace Patterns.Caching.Tests.Support;

/// <summary>Waits for what must become true, with a deadline that only a broken program reaches.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (!condition())
        {
            Assert.False(deadline.IsCancellationRequested, $"It never happened that {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Advances the clock whenever a timer waits, until the task has ended.</summary>
    public static async Task EndsAsync(Task task, ManualTimeProvider clock, TimeSpan step)
        => await TrueAsync(
            () =>
            {
                if (!task.IsCompleted && clock.PendingTimers > 0)
                {
                    clock.Advance(step);
                }

                return task.IsCompleted;
            },
            "the task ended");
}

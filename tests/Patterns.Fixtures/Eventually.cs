using Engine.Testing;

namespace Patterns.Fixtures;

/// <summary>Waits for what must become true, with a deadline that only a broken program reaches.</summary>
public static class Eventually
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(30);

    public static Task TrueAsync(Func<bool> condition, string what)
        => TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        using var deadline = new CancellationTokenSource(_deadline, TimeProvider.System);
        while (!await condition())
        {
            Assert.False(deadline.IsCancellationRequested, $"It never happened that {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Waits for a task that nothing should hold up any more.</summary>
    public static Task<T> ResultAsync<T>(Task<T> task)
        => task.WaitAsync(_deadline, TimeProvider.System, CancellationToken.None);

    /// <summary>Advances the clock until the task has ended. For what waits only for the clock: a server that answers
    /// in real time would always be too late.</summary>
    public static async Task<T> ResultAsync<T>(Task<T> task, VirtualTimeProvider clock, TimeSpan step)
    {
        using var deadline = new CancellationTokenSource(_deadline, TimeProvider.System);
        while (!task.IsCompleted)
        {
            await clock.AdvanceAsync(step, deadline.Token);
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, deadline.Token);
        }

        return await task;
    }
}

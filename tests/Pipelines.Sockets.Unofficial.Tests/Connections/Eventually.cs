namespace Pipelines.Sockets.Unofficial.Tests.Connections;

/// <summary>Waits for what another thread will do.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(1);

    /// <summary>Polls until the condition holds, or until the test's own timeout ends the wait.</summary>
    public static Task TrueAsync(Func<bool> condition) => TrueAsync(() => Task.FromResult(condition()));

    /// <inheritdoc cref="TrueAsync(Func{bool})"/>
    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            await Task.Delay(s_pollInterval, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}

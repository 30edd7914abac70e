namespace Patterns.Peers.Benchmarks;

/// <summary>A worker that runs until it is disposed of.</summary>
internal sealed class Worker(CancellationTokenSource stop, Task work) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }
}

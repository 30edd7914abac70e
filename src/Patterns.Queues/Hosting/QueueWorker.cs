using Microsoft.Extensions.Hosting;
using Patterns.Queues.Consuming;

namespace Patterns.Queues.Hosting;

/// <summary>A worker that lives as long as its host, and counts what is in its queue.</summary>
/// <param name="runtime">The queue.</param>
/// <param name="statisticsInterval">How often to count.</param>
/// <param name="process">Handles messages until it is cancelled.</param>
internal sealed class QueueWorker(
    QueueRuntime runtime, TimeSpan statisticsInterval, Func<CancellationToken, Task> process) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Task counting = CountAsync(stoppingToken);
        await process(stoppingToken).ConfigureAwait(false);
        await counting.ConfigureAwait(false);
    }

    private async Task CountAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(statisticsInterval, runtime.TimeProvider, stop)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await runtime.CountAsync(stop).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is QueueUnavailableException or OperationCanceledException)
            {
                // The failure is counted and logged where it happened; the next count tells.
            }
        }
    }
}

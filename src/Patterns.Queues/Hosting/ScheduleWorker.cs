using Microsoft.Extensions.Hosting;
using Patterns.Queues.Scheduling;

namespace Patterns.Queues.Hosting;

/// <summary>A scheduler that lives as long as its host.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
internal sealed class ScheduleWorker<T>(MessageScheduler<T> scheduler) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => scheduler.RunAsync(stoppingToken);
}

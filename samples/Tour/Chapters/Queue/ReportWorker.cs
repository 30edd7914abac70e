using Patterns.Queues;
using StackExchange.Redis;

namespace Tour.Chapters.Queue;

/// <summary>
/// What runs in the processes that the chapter starts, until they are killed or their parent is gone.
/// </summary>
internal static class ReportWorker
{
    /// <summary>The argument that makes the program a worker.</summary>
    public const string Argument = "queue-worker";

    private const int Concurrency = 16;

    /// <summary>Works.</summary>
    /// <param name="prefix">The prefix of the queue's keys.</param>
    /// <param name="fault">A way to break the recipe.</param>
    public static async Task RunAsync(string prefix, PlantedFault fault)
    {
        // The configuration may hold a password, so it does not stand on the command line.
        string configuration = await Console.In.ReadLineAsync() ?? "";
        using var stop = new CancellationTokenSource();
        Task parent = Console.In.ReadToEndAsync().ContinueWith(_ => stop.Cancel(), TaskScheduler.Default);
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(configuration);
        var reports = new CityReports(connection.GetDatabase(), prefix);
        await reports.Queue.ProcessAsync(
            async (message, cancellationToken) =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken);
                if (fault != PlantedFault.LostJob || message.Body != 0)
                {
                    await reports.WriteAsync(message, cancellationToken);
                }
            },
            new ConsumerOptions { Concurrency = Concurrency },
            stop.Token);
        await parent;
    }
}

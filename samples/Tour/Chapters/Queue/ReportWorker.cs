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
        // The configuration may hold a password, so it does not stand on the command line. Console.In would block.
        using var input = new StreamReader(Console.OpenStandardInput());
        string configuration = await input.ReadLineAsync() ?? "";
        using var stop = new CancellationTokenSource();
        Task parent = StopAtTheEndAsync(input, stop);
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

    // The parent never writes a second line: the input ends when it does.
    private static async Task StopAtTheEndAsync(StreamReader input, CancellationTokenSource stop)
    {
        await input.ReadToEndAsync();
        await stop.CancelAsync();
    }
}

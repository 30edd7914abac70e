using Patterns.Caching;
using Patterns.Leaderboards;
using Patterns.Queues;
using StackExchange.Redis;
using Tour;
using Tour.Chapters.Queue;
using Tour.Reports;

const int EveryInvariantHeld = 0;
const int AnInvariantDidNotHold = 1;
const int CouldNotRun = 2;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // The first Ctrl+C lets the tour delete its keys and its files; the second ends the process.
    pressed.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};

try
{
    if (args is [ReportWorker.Argument, var prefix, var fault])
    {
        await ReportWorker.RunAsync(prefix, Enum.Parse<PlantedFault>(fault));
        return EveryInvariantHeld;
    }

    TourOptions options = TourOptions.Parse(args);
    if (options.Help)
    {
        Console.WriteLine(TourOptions.Usage);
        return EveryInvariantHeld;
    }

    int violations = await new TourProgram(options, TourReport.OnStandardOutput()).RunAsync(stop.Token);
    return violations == 0 ? EveryInvariantHeld : AnInvariantDidNotHold;
}
catch (TourException exception)
{
    Console.Error.WriteLine(exception.Message);
    return CouldNotRun;
}
catch (Exception exception) when (
    exception is RedisException or CacheUnavailableException or LeaderboardUnavailableException
        or QueueUnavailableException)
{
    Console.Error.WriteLine($"The server failed during the tour: {exception.Message}");
    return CouldNotRun;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped before the end.");
    return CouldNotRun;
}

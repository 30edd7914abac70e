using Patterns.Caching;
using Patterns.Leaderboards;
using StackExchange.Redis;
using Tour;
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
    exception is RedisException or CacheUnavailableException or LeaderboardUnavailableException)
{
    Console.Error.WriteLine($"The server failed during the tour: {exception.Message}");
    return CouldNotRun;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped before the end.");
    return CouldNotRun;
}

using System.Diagnostics;
using StackExchange.Redis;

namespace Patterns.Queues.Worker;

/// <summary>Notes when a machine that is too busy keeps this process or Redis from running for so long that leases end:
/// to the checker it is the same as a SIGSTOP.</summary>
public static class StallWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Watches until the process ends.</summary>
    public static async Task RunAsync(IDatabase database, HistoryWriter history)
    {
        while (true)
        {
            long start = Stopwatch.GetTimestamp();
            try
            {
                await Task.Delay(Interval, TimeProvider.System);
                await database.PingAsync();
            }
            catch (RedisException)
            {
                // Redis is down, which the test knows.
            }

            // Leases are renewed when a quarter of them is over.
            if (Stopwatch.GetElapsedTime(start) > CrashSetup.Lease / 4)
            {
                history.WriteStall(start);
            }
        }
    }
}

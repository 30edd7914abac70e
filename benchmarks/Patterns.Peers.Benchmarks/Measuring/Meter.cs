using System.Diagnostics;
using System.Globalization;
using StackExchange.Redis;

namespace Patterns.Peers.Benchmarks.Measuring;

/// <summary>Times calls, and counts what they cost server and process.</summary>
/// <param name="server">The server that all of them use.</param>
internal sealed class Meter(IServer server)
{
    /// <summary>A round of calls one behind the other, by so many callers.</summary>
    public async Task<Round> CallsAsync(int callers, int calls, Func<ValueTask> call)
    {
        GC.Collect();
        long commands = await CountCommandsAsync();
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            for (int index = 0; index < calls / callers; index++)
            {
                await call();
            }
        }));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        double allocated = GC.GetTotalAllocatedBytes(precise: true) - bytes;

        // Less one for the INFO before.
        double sent = await CountCommandsAsync() - commands - 1;
        return new Round([elapsed.TotalMicroseconds / calls], sent / calls, allocated / calls);
    }

    /// <summary>A round of what takes long enough to be timed by itself.</summary>
    public static async Task<Round> WaitsAsync(int times, Func<Task<TimeSpan>> wait)
    {
        var milliseconds = new double[times];
        for (int index = 0; index < times; index++)
        {
            milliseconds[index] = (await wait()).TotalMilliseconds;
        }

        return new Round(milliseconds);
    }

    private async Task<long> CountCommandsAsync()
    {
        string value = (await server.InfoAsync("stats"))
            .SelectMany(section => section)
            .First(pair => pair.Key == "total_commands_processed").Value;
        return long.Parse(value, CultureInfo.InvariantCulture);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using StackExchange.Redis;

namespace Patterns.Caching.Benchmarks;

/// <summary>Several processes with several clients each read one key again and again as it expires, and its source
/// takes 200 ms. Counts the source calls per expiry, and how long readers waited.</summary>
internal static class Stampede
{
    private const int Processes = 4;
    private const int Expiries = 10;

    // While these last the readers' code is compiled, as it is where a key has been popular for a while.
    private const int ExpiriesBefore = 10;

    /// <summary>Starts the processes and brings their figures together.</summary>
    public static async Task<string> RunAsync(string endPoint, IDatabase database)
    {
        var cache = new RedisCache(database, new RedisCacheOptions { KeyPrefix = StampedeReaders.Prefix });
        var aMoment = new CacheEntryOptions { TimeToLive = TimeSpan.FromMilliseconds(1), Jitter = 0 };
        var first = new StampedeFigures();
        var later = new StampedeFigures();
        Process[] readers = [.. Enumerable.Range(0, Processes).Select(_ => Start(endPoint))];
        foreach (Process reader in readers)
        {
            await reader.StandardOutput.ReadLineAsync();
        }

        for (int expiry = -ExpiriesBefore; expiry < Expiries; expiry++)
        {
            // Its time is over when the readers come; what was there still lies in Redis.
            await cache.SetAsync(StampedeReaders.Key, 0, aMoment);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            foreach (Process reader in readers)
            {
                await reader.StandardInput.WriteLineAsync();
            }

            string[] reports = await Task.WhenAll(readers.Select(async reader =>
                await reader.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("It has died.")));
            if (expiry >= 0)
            {
                later.Add(reports);
            }
            else if (expiry == -ExpiriesBefore)
            {
                first.Add(reports);
            }
        }

        foreach (Process reader in readers)
        {
            reader.StandardInput.Close();
            await reader.WaitForExitAsync();
            reader.Dispose();
        }

        return Describe(first, later);
    }

    private static string Describe(StampedeFigures first, StampedeFigures later)
    {
        var table = new StringBuilder();
        table.Append(CultureInfo.InvariantCulture, $"\n## Stampede\n\n{Processes} processes with ");
        table.Append(CultureInfo.InvariantCulture, $"{StampedeReaders.Clients} clients each and ");
        table.Append(CultureInfo.InvariantCulture, $"{StampedeReaders.ReadersPerClient} readers per client read one ");
        table.Append("expired key; its source waits for 200 ms.\n\n");
        table.Append("| processes | source calls per expiry | source ms | readers | p50 ms | p99 ms | max ms ");
        table.Append("| p50 by the source's time | p99 by the source's time |\n");
        table.Append("|---|---|---|---|---|---|---|---|---|\n");
        table.Append(later.ToRow($"that have met {ExpiriesBefore} expiries"));
        return table.Append(first.ToRow("new, whose code is compiled meanwhile")).ToString();
    }

    private static Process Start(string endPoint)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            ArgumentList = { StampedeReaders.Argument, endPoint },
        };
        return Process.Start(start)!;
    }
}

using System.Diagnostics;
using Patterns.Caching.Benchmarks;
using Patterns.Peers.Benchmarks.Measuring;
using StackExchange.Redis;

namespace Patterns.Peers.Benchmarks.Contests;

/// <summary>Hits, misses, and a key that many read in the moment in which it is missing.</summary>
internal static class CacheContests
{
    private const int Processes = 8;
    private const int Readers = 50;
    private static readonly TimeSpan _source = TimeSpan.FromMilliseconds(200);

    public static IEnumerable<Contest> All(ILibraries[] sides, Meter meter, Func<ConnectionMultiplexer> connect)
    {
        yield return Hits("Hit in the process", sides.SelectMany(side => side.LocalCaches), callers: 1, 500_000);
        yield return Hits("Hit in Redis", sides.SelectMany(side => side.Caches), callers: 1, 4_000);
        yield return Hits(
            "Hits in Redis, 64 callers with as many keys", sides.SelectMany(side => side.Caches), callers: 64, 32_000);
        foreach (int callers in (int[])[1, 64])
        {
            yield return new Contest(
                $"Miss, {callers} callers",
                "us",
                [
                    .. sides.SelectMany(side => side.ProtectedCaches)
                        .Select(library => Misses(library.Name, library.Open(connect()), meter, callers)),
                ]);
        }

        yield return new Contest(
            $"{Processes} processes with {Readers} readers each read a missing key, whose source takes 200 ms",
            "ms",
            [
                .. sides.SelectMany(side => side.ProtectedCaches).Select(library => Stampede(
                    library.Name, [.. Enumerable.Range(0, Processes).Select(_ => library.Open(connect()))])),
            ]);

        Contest Hits(string title, IEnumerable<Library<ICacheUnderTest>> libraries, int callers, int calls) => new(
            title,
            "us",
            [
                .. libraries.Select(library =>
                {
                    ICacheUnderTest cache = library.Open(connect());
                    string[] keys = [.. Enumerable.Range(0, callers).Select(number => $"hit{number}")];
                    uint next = 0;
                    return new Contestant(library.Name, () => meter.CallsAsync(callers, calls, () => ReadAsync(
                        cache, keys[keys.Length == 1 ? 0 : Interlocked.Increment(ref next) % keys.Length])));
                }),
            ]);
    }

    // Completes without a state machine if the cache has: in the process that is what is measured.
    private static ValueTask ReadAsync(ICacheUnderTest cache, string key)
    {
        return Complete(cache.GetOrSetAsync(key, static _ => Task.FromResult(Article.Sample)));

        static ValueTask Complete(ValueTask<Article> read)
            => read.IsCompletedSuccessfully && read.Result is not null ? default : new ValueTask(read.AsTask());
    }

    private static Contestant Misses(string name, ICacheUnderTest cache, Meter meter, int callers)
    {
        long next = 0;
        return new Contestant(name, () => meter.CallsAsync(callers, callers == 1 ? 2_000 : 16_000, async () =>
            await cache.GetOrSetAsync(
                $"{Interlocked.Increment(ref next)}", static _ => Task.FromResult(Article.Sample))));
    }

    private static Contestant Stampede(string name, ICacheUnderTest[] processes)
    {
        int next = 0;
        return new Contestant(name, async () =>
        {
            int sourceCalls = 0;
            string key = $"popular:{next++}";
            double[] times = await Task.WhenAll(
                from process in processes
                from _ in Enumerable.Range(0, Readers)
                select Task.Run(() => TimeAsync(process, key)));
            return new Round(times, Remark: $"{sourceCalls} source calls");

            async Task<double> TimeAsync(ICacheUnderTest process, string key)
            {
                long start = Stopwatch.GetTimestamp();
                await process.GetOrSetAsync(key, async token =>
                {
                    Interlocked.Increment(ref sourceCalls);
                    await Task.Delay(_source, TimeProvider.System, token);
                    return Article.Sample;
                });
                return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        });
    }
}

using System.Diagnostics;
using Patterns.Peers.Benchmarks.Measuring;
using StackExchange.Redis;

namespace Patterns.Peers.Benchmarks.Contests;

/// <summary>A free lock, and one that somebody waits for.</summary>
internal static class LockContests
{
    private const int HandOvers = 20;

    private static readonly TimeSpan _timeToLive = TimeSpan.FromSeconds(30);

    // The others are not told who waits; all of them wait by then.
    private static readonly TimeSpan _untilItWaits = TimeSpan.FromMilliseconds(50);

    public static IEnumerable<Contest> All(
        IEnumerable<Library<ILockUnderTest>> libraries, Meter meter, Func<ConnectionMultiplexer> connect)
    {
        Library<ILockUnderTest>[] all = [.. libraries];
        foreach (int callers in (int[])[1, 32])
        {
            yield return new Contest(
                $"Lock and release, free, {callers} callers",
                "us",
                [.. all.Select(library => Free(library.Name, library.Open(connect()), meter, callers))]);
        }

        yield return new Contest(
            "Release of a lock until somebody who waits has it",
            "ms",
            [.. all.Select(library => HandOver(library.Name, library.Open(connect()), library.Open(connect())))]);
    }

    private static Contestant Free(string name, ILockUnderTest locks, Meter meter, int callers)
    {
        long next = 0;
        return new Contestant(name, () => meter.CallsAsync(callers, callers == 1 ? 2_000 : 16_000, async () =>
        {
            HeldLock held = await locks.TakeAsync($"order:{Interlocked.Increment(ref next) % 10_000}", _timeToLive);
            await held.Handle.DisposeAsync();
        }));
    }

    private static Contestant HandOver(string name, ILockUnderTest here, ILockUnderTest there)
        => new(name, () => Meter.WaitsAsync(HandOvers, async () =>
        {
            HeldLock held = await here.TakeAsync("hand-over", _timeToLive);
            Task<long> waiting = Task.Run(async () =>
            {
                HeldLock taken = await there.TakeAsync("hand-over", _timeToLive);
                long at = Stopwatch.GetTimestamp();
                await taken.Handle.DisposeAsync();
                return at;
            });
            await Task.Delay(_untilItWaits, TimeProvider.System);
            long start = Stopwatch.GetTimestamp();
            await held.Handle.DisposeAsync();
            return Stopwatch.GetElapsedTime(start, await waiting);
        }));
}

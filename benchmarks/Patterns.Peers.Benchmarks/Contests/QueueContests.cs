using System.Diagnostics;
using Patterns.Caching.Benchmarks;
using Patterns.Peers.Benchmarks.Measuring;
using StackExchange.Redis;

namespace Patterns.Peers.Benchmarks.Contests;

/// <summary>Jobs that are sent, handled, and waited for.</summary>
internal static class QueueContests
{
    private const int Jobs = 9_600;
    private const int Concurrency = 32;
    private const int IdleJobs = 50;
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(20);

    public static IEnumerable<Contest> All(
        IEnumerable<Library<IQueueUnderTest>> libraries, Meter meter, Func<ConnectionMultiplexer> connect)
    {
        Library<IQueueUnderTest>[] all = [.. libraries];
        yield return new Contest(
            "Send a job, 32 callers",
            "us",
            [
                .. all.Select(library => new Contestant(library.Name, async () =>
                {
                    await using IQueueUnderTest queue = library.Open(connect());
                    return await meter.CallsAsync(Concurrency, Jobs, () => new(queue.SendAsync(Article.Sample)));
                })),
            ]);
        yield return new Contest(
            "Handle a job, 32 at a time",
            "us",
            [
                .. all.Select(library => new Contestant(library.Name, async () =>
                {
                    await using IQueueUnderTest queue = library.Open(connect());
                    await meter.CallsAsync(Concurrency, Jobs, () => new(queue.SendAsync(Article.Sample)));
                    Round round = await meter.CallsAsync(1, 1, () => HandleAllAsync(queue));
                    return new Round([round.Times[0] / Jobs], round.Commands / Jobs, round.Bytes / Jobs);
                })),
            ]);
        yield return new Contest(
            "A job is sent to a worker that sleeps, until it is handled",
            "ms",
            [.. all.Select(library => new Contestant(library.Name, () => IdleAsync(library.Open(connect()))))]);
    }

    private static async ValueTask HandleAllAsync(IQueueUnderTest queue)
    {
        int handled = 0;
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using IAsyncDisposable worker = await queue.StartAsync(Concurrency, () =>
        {
            if (Interlocked.Increment(ref handled) == Jobs)
            {
                over.SetResult();
            }
        });
        await over.Task;
    }

    private static async Task<Round> IdleAsync(IQueueUnderTest queue)
    {
        await using IQueueUnderTest _ = queue;
        TaskCompletionSource<long> seen = new();
        await using IAsyncDisposable worker = await queue.StartAsync(
            Concurrency, () => seen.TrySetResult(Stopwatch.GetTimestamp()));
        return await Meter.WaitsAsync(IdleJobs, async () =>
        {
            await Task.Delay(_pause, TimeProvider.System);
            seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
            long start = Stopwatch.GetTimestamp();
            await queue.SendAsync(Article.Sample);
            return Stopwatch.GetElapsedTime(start, await seen.Task);
        });
    }
}

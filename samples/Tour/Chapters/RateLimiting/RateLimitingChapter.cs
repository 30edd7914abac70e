using System.Threading.RateLimiting;
using StackExchange.Redis;
using Tour.Servers;
using Tour.Workloads;

namespace Tour.Chapters.RateLimiting;

/// <summary>
/// Everybody asks for the profile of the largest city at once, shortly before a window's boundary, shortly after it,
/// and in the middle of the next window; once for each limiter.
/// </summary>
internal sealed class RateLimitingChapter : ITourChapter
{
    private static readonly double[] Moments = [0.9, 1.1, 1.5];
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public string Title => "Rate limiting at a window's boundary (Patterns.RateLimiting)";

    public async Task<ChapterResult> RunAsync(ChapterContext context, CancellationToken cancellationToken)
    {
        string prefix = $"tour-{Guid.NewGuid():N}";
        var keys = new KeyGroup(context.Server.Connection, prefix);
        int limit = Math.Max(1, context.Options.Readers / 2);
        var invariants = new Invariants();
        var runs = new List<LimiterRun>();
        try
        {
            foreach (BoundaryLimit limiter in new BoundaryLimits(
                context.Server.Connection.GetDatabase(), prefix, limit).All)
            {
                runs.Add(await RunAsync(context, limiter, cancellationToken));
            }

            Check(runs, invariants);
            int left = await WaitUntilOverAsync(keys, cancellationToken);
            invariants.Require(
                "When the windows have passed no key is left", left == 0, $"{left:N0} keys are still there");
        }
        finally
        {
            await keys.DeleteAsync();
        }

        return new ChapterResult(LimiterTable.Of(runs), invariants);
    }

    private static void Check(IEnumerable<LimiterRun> runs, Invariants invariants)
    {
        foreach (LimiterRun run in runs)
        {
            invariants.Require(
                "No limiter grants more than its algorithm promises",
                run.Granted <= run.Promised,
                $"'{run.Name}' granted {run.Granted:N0} and not at most {run.Promised:N0}");
            invariants.Require(
                "The first burst gets all that is there",
                run.Bursts[0].Granted >= run.First,
                $"'{run.Name}' granted it {run.Bursts[0].Granted:N0} of {run.First:N0}");
        }
    }

    private static async Task<LimiterRun> RunAsync(
        ChapterContext context, BoundaryLimit limiter, CancellationToken cancellationToken)
    {
        string partition = context.Cities[0].Name;
        IServer server = context.Server.Connection.GetServers()[0];

        // Once for nothing, so that the script is loaded and compiled.
        await limiter.Limiter.PeekAsync(partition, cancellationToken: cancellationToken);
        long window = BoundaryLimits.Window.Ticks;
        long start = await TicksAsync(server);
        long boundary = ((start / window) + 1) * window;
        if (start > boundary - window + (long)(Moments[0] * window))
        {
            boundary += window;
        }

        var bursts = new List<LimitedBurst>();
        long first = 0;
        foreach (double moment in Moments)
        {
            long due = boundary + (long)((moment - 1) * window) - await TicksAsync(server);
            if (due > 0)
            {
                await Task.Delay(TimeSpan.FromTicks(due), TimeProvider.System, cancellationToken);
            }

            first = first == 0 ? await TicksAsync(server) : first;
            bursts.Add(await BurstAsync(context, limiter, partition, cancellationToken));
        }

        long last = await TicksAsync(server);
        var span = new BoundarySpan(TimeSpan.FromTicks(last - first), (last / window) - (first / window) + 1);
        return new LimiterRun(limiter.Name, bursts, limiter.First, limiter.Promise(span));
    }

    private static async Task<LimitedBurst> BurstAsync(
        ChapterContext context, BoundaryLimit limiter, string partition, CancellationToken cancellationToken)
    {
        int granted = 0;
        ReadPlan everyone = ReadPlan.Stampede(item: 0, context.Options.Readers);
        CrowdMeasurement crowd = await Crowd.RunAsync(
            everyone,
            async (_, token) =>
            {
                using RateLimitLease lease = await limiter.Limiter.AcquireAsync(partition, 1, token);
                if (lease.IsAcquired)
                {
                    Interlocked.Increment(ref granted);
                }
            },
            context.Progress.Begin(limiter.Name, everyone.Reads),
            cancellationToken);
        return new LimitedBurst(granted, crowd);
    }

    private static async Task<int> WaitUntilOverAsync(KeyGroup keys, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        int left = (await keys.ReadTimesToLiveAsync()).Length;
        while (left > 0 && !deadline.IsCancellationRequested)
        {
            await Task.Delay(BoundaryLimits.Window / 5, TimeProvider.System, cancellationToken);
            left = (await keys.ReadTimesToLiveAsync()).Length;
        }

        return left;
    }

    private static async Task<long> TicksAsync(IServer server)
        => (await server.TimeAsync()).Ticks - DateTime.UnixEpoch.Ticks;
}

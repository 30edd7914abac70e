using Patterns.Locking;
using Tour.Servers;
using Tour.Workloads;

namespace Tour.Chapters.Locking;

/// <summary>Everybody visits the largest city at once and is counted, without a lock, under one on the tour's server,
/// and under a Redlock of five engines of which two are killed.</summary>
internal sealed class LockingChapter : ITourChapter
{
    // Those who want a quorum ask again and again, so fewer come.
    private const int QuorumVisitors = 20;

    public string Title => "One at a time (Patterns.Locking)";

    public async Task<ChapterResult> RunAsync(ChapterContext context, CancellationToken cancellationToken)
    {
        string prefix = $"tour-{Guid.NewGuid():N}";
        var keys = new KeyGroup(context.Server.Connection, prefix);
        string city = context.Cities[0].Name;
        int few = Math.Min(context.Options.Readers, QuorumVisitors);
        var runs = new List<LockRun>
        {
            await RunAsync(context, "None", locks: null, city, context.Options.Readers, cancellationToken),
        };
        try
        {
            await using var locks = new RedisLocks(
                context.Server.Connection.GetDatabase(),
                new RedisLocksOptions { KeyPrefix = prefix, RedisTimeout = TimeSpan.FromSeconds(30) });
            runs.Add(await RunAsync(
                context, "One server", locks, city, context.Options.Readers, cancellationToken));
        }
        finally
        {
            await keys.DeleteAsync();
        }

        await using (QuorumEngines quorum = await QuorumEngines.StartAsync())
        {
            runs.Add(await RunAsync(context, "Five servers", quorum.Locks, city, few, cancellationToken));
            await quorum.KillTwoAsync();
            runs.Add(await RunAsync(context, "Five, two killed", quorum.Locks, city, few, cancellationToken));
        }

        return new ChapterResult(LockTable.Of(runs), Check(runs.Skip(1)));
    }

    private static Invariants Check(IEnumerable<LockRun> runs)
    {
        var invariants = new Invariants();
        foreach (LockRun run in runs)
        {
            invariants.Require(
                "Under a lock nobody's visit is lost",
                run.Counted == run.Visitors,
                $"'{run.Name}' counted {run.Counted:N0} of {run.Visitors:N0}");
            invariants.Require(
                "Under a lock one is inside at a time",
                run.MostInside == 1,
                $"'{run.Name}' let {run.MostInside:N0} in at once");
            invariants.Require(
                "Fencing tokens grow with every grant",
                run.TokensOutOfOrder == 0,
                $"'{run.Name}' gave {run.TokensOutOfOrder:N0} that did not");
        }

        return invariants;
    }

    private static async Task<LockRun> RunAsync(
        ChapterContext context,
        string name,
        ILocks? locks,
        string city,
        int visitors,
        CancellationToken cancellationToken)
    {
        using var counter = new LockedCounter();
        ReadPlan everyone = ReadPlan.Stampede(item: 0, visitors);
        CrowdMeasurement crowd = await Crowd.RunAsync(
            everyone,
            async (_, token) =>
            {
                await using ILockHandle? handle = locks is null
                    ? null
                    : await locks.AcquireAsync(city, cancellationToken: token);
                await counter.VisitAsync(handle);
            },
            context.Progress.Begin(name, everyone.Reads),
            cancellationToken);
        return new LockRun(name, visitors, counter.Count, counter.MostInside, counter.TokensOutOfOrder, crowd);
    }
}

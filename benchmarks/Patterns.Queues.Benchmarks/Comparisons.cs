namespace Patterns.Queues.Benchmarks;

/// <summary>What is measured beside what.</summary>
internal static class Comparisons
{
    private const int IdleJobs = 100;
    private static readonly EnqueueOptions Delayed = new() { Delay = TimeSpan.FromHours(1) };

    public static IEnumerable<Comparison> All(Rounds round, BullMq bull)
    {
        yield return new(
            "enqueue", "`StreamAddAsync`", "us", "<= 1.2", () => round.EnqueueAsync(_ => null), round.BareAddAsync);
        yield return new(
            "enqueue, delayed", "`StreamAddAsync`", "us", "<= 1.8",
            () => round.EnqueueAsync(_ => Delayed), round.BareAddAsync);
        yield return new(
            "enqueue, groups and ids", "`StreamAddAsync`", "us", "<= 1.8",
            () => round.EnqueueAsync(
                index => new EnqueueOptions { GroupKey = $"{index % 1000}", DeduplicationId = $"{index}" }),
            round.BareAddAsync);
        yield return new(
            "idle, blocking connection", "publish and one read", "ms", "<= 1.3",
            () => round.IdleAsync(QueueWakeUp.BlockingConnection), round.BareWakeUpAsync);
        yield return new(
            "idle, publish and subscribe", "publish and one read", "ms", "",
            () => round.IdleAsync(QueueWakeUp.PublishSubscribe), round.BareWakeUpAsync);
        yield return new(
            "recovery, 1 s more than a lease of 3 s", "the lease", "s", "<= 1.33",
            round.RecoverAsync, () => Task.FromResult(Rounds.Lease.TotalSeconds));
        if (!BullMq.IsInstalled)
        {
            yield break;
        }

        yield return new("process", "BullMQ", "jobs/s", ">= 3", round.ProcessAsync, () => bull.RunAsync("process"));
        yield return new(
            "idle, blocking connection", "BullMQ", "ms", "",
            () => round.IdleAsync(QueueWakeUp.BlockingConnection), () => bull.RunAsync("idle", IdleJobs));
    }
}

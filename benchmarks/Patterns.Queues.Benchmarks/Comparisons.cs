namespace Patterns.Queues.Benchmarks;

/// <summary>What is measured beside what.</summary>
internal static class Comparisons
{
    private const int IdleJobs = 100;

    /// <summary>How messages are sent.</summary>
    public static IReadOnlyList<EnqueueKind> Kinds { get; } =
    [
        new("enqueue", "<= 1.2", _ => null),
        new("enqueue, priority", "<= 1.2", _ => new EnqueueOptions { Priority = QueuePriority.High }),
        new("enqueue, delayed by an hour", "<= 1.8", _ => new EnqueueOptions { Delay = TimeSpan.FromHours(1) }),
        new("enqueue, delayed by a second", "<= 1.8", _ => new EnqueueOptions { Delay = TimeSpan.FromSeconds(1) }),
        new("enqueue, id", "<= 1.8", index => new EnqueueOptions { DeduplicationId = $"{index}" }),
        new("enqueue, group", "<= 1.8", index => new EnqueueOptions { GroupKey = $"{index}" }),
        new("enqueue, group and id", "<= 1.8",
            index => new EnqueueOptions { GroupKey = $"{index}", DeduplicationId = $"{index}" }),
        new("enqueue, group that is busy", "<= 1.8", index => new EnqueueOptions { GroupKey = $"{index % 100}" }),
        new("enqueue, group that is busy, and id", "<= 1.8",
            index => new EnqueueOptions { GroupKey = $"{index % 100}", DeduplicationId = $"{index}" }),
    ];

    public static IEnumerable<Comparison> All(Rounds round, BullMq bull)
    {
        foreach (EnqueueKind kind in Kinds)
        {
            yield return new(
                kind.Name, "`StreamAddAsync`", "us", kind.Goal,
                () => round.EnqueueAsync(kind.Options), round.BareAddAsync);
        }

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

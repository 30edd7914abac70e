using StackExchange.Redis;

namespace Patterns.Queues.Worker;

/// <summary>The queue of the crash tests, the same in all processes.</summary>
public static class CrashSetup
{
    /// <summary>How long a worker may be silent.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);

    public static StreamQueue<Job> Create(IDatabase database, string prefix) => new(
        database,
        "jobs",
        new StreamQueueOptions
        {
            KeyPrefix = prefix,
            Lease = Lease,
            MaxAttempts = 50,
            Backoff = { Initial = TimeSpan.FromMilliseconds(100) },
            RedisTimeout = TimeSpan.FromSeconds(1),
        });
}

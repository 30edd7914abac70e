namespace Patterns.Locking.Idempotency;

/// <summary>The options of an <see cref="IdempotencyGuard"/>. They are read once, when it is created.</summary>
public sealed class IdempotencyOptions
{
    /// <summary>How long a result is replayed. A key that comes again later runs its operation again.</summary>
    /// <value>1 second to 366 days; the default is 1 day.</value>
    public TimeSpan ResultTimeToLive { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long a caller waits whose key is in flight already, for the result of the other.</summary>
    /// <value>0 to 1 day; the default is 10 seconds. With 0 it is told at once that the key is in flight.</value>
    public TimeSpan WaitTime { get; set; } = TimeSpan.FromSeconds(10);
}

namespace Patterns.Queues.Health;

/// <summary>When a queue is healthy.</summary>
public sealed class QueueHealthOptions
{
    /// <summary>How old the oldest ready or pending message may be.</summary>
    /// <value>The default is 5 minutes.</value>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many messages may be ready.</summary>
    /// <value>Null, the default, means any number.</value>
    public long? MaxReady { get; set; }

    /// <summary>How many dead letters there may be.</summary>
    /// <value>Null, the default, means any number.</value>
    public long? MaxDeadLetters { get; set; }
}

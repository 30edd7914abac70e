using Patterns.Core;

namespace Patterns.Queues;

/// <summary>How a <see cref="StreamQueue{T}"/> behaves. Producers and workers of a queue should agree.</summary>
public sealed class StreamQueueOptions : StreamOptions
{
    /// <summary>How many messages the queue holds at most, dead letters not counted; more are refused.</summary>
    /// <value>1 to 1,000,000,000; null, the default, means without a limit. A limit costs each message a script instead
    /// of one command.</value>
    public long? MaxLength { get; set; }

    /// <summary>How many messages with the same group key may be handled at a time. Only 1 keeps their order.</summary>
    /// <value>1 to 10,000; the default is 1.</value>
    public int GroupConcurrency { get; set; } = 1;

    /// <summary>How many messages of each group may begin in a time.</summary>
    /// <value>Null, the default, means without a limit.</value>
    public QueueRate? GroupRate { get; set; }

    internal override void Check(OptionsFailures failures)
    {
        base.Check(failures);
        StreamQueueOptions options = this;
        failures.RequireWithin(options.MaxLength ?? 1, 1, 1_000_000_000, "null is no limit", "options.MaxLength");
        failures.RequireWithin(options.GroupConcurrency, 1, 10_000, "1 keeps the order within groups");
        options.GroupRate?.Check(failures, "options.GroupRate");
    }
}

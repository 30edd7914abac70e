using Patterns.Core;

namespace Patterns.Queues.Topics;

/// <summary>How a <see cref="StreamTopic{T}"/> and its subscriptions behave.</summary>
public sealed class StreamTopicOptions : StreamOptions
{
    /// <summary>How many messages the log keeps at most, roughly. A subscription that is further behind misses what
    /// goes.</summary>
    /// <value>100 to 1,000,000,000; null, the default, keeps what the slowest subscription has not handled.</value>
    public int? MaxLength { get; set; }

    internal override void Check(OptionsFailures failures)
    {
        base.Check(failures);
        StreamTopicOptions options = this;
        failures.RequireWithin(
            options.MaxLength ?? 100, 100, 1_000_000_000, "null keeps what is needed", "options.MaxLength");
    }
}

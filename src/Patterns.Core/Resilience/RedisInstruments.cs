using System.Diagnostics.Metrics;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Patterns.Core.Resilience;

/// <summary>What every recipe measures of its Redis commands: how long they took, and why they failed.</summary>
public sealed class RedisInstruments
{
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _duration;

    /// <summary>Creates <c>NAME.redis.failures</c> and <c>NAME.redis.duration</c>.</summary>
    /// <param name="meter">The package's meter.</param>
    /// <param name="name">The first part of their names, such as <c>patterns.cache</c>.</param>
    public RedisInstruments(Meter meter, string name)
    {
        ArgumentNullException.ThrowIfNull(meter);
        _failures = meter.CreateCounter<long>(
            $"{name}.redis.failures", "{failure}", "Commands that brought no reply, by reason.");
        _duration = meter.CreateHistogram<double>(
            $"{name}.redis.duration", "s", "How long callers waited for one command, failures included.");
    }

    /// <summary>Measures a command that is over.</summary>
    /// <param name="instance">Which instance of the recipe sent it: <see cref="TelemetryTags.KeyPrefix"/>.</param>
    /// <param name="command">Its name.</param>
    /// <param name="elapsed">How long the caller waited.</param>
    public void Replied(Tag instance, string command, TimeSpan elapsed)
        => _duration.Record(elapsed.TotalSeconds, instance, new Tag(TelemetryTags.Command, command));

    /// <summary>Counts a command that brought no reply.</summary>
    /// <param name="instance">Which instance of the recipe sent it: <see cref="TelemetryTags.KeyPrefix"/>.</param>
    /// <param name="command">Its name.</param>
    /// <param name="failure">Why.</param>
    public void Failed(Tag instance, string command, RedisFailure failure)
    {
        string reason = failure switch
        {
            RedisFailure.Timeout => "timeout",
            RedisFailure.Connection => "connection",
            RedisFailure.Rejected => "rejected",
            _ => "server_error",
        };
        _failures.Add(
            1, instance, new Tag(TelemetryTags.Command, command), new Tag(TelemetryTags.Reason, reason));
    }
}

using Microsoft.Extensions.Logging;
using Patterns.Core;
using Patterns.Core.Resilience;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Patterns.Queues.Telemetry;

/// <summary>Measures one queue, and logs changes of its way to Redis.</summary>
/// <param name="keyPrefix">The prefix of its keys.</param>
/// <param name="queue">Its name.</param>
/// <param name="logger">Where changes are reported.</param>
internal sealed class QueueMetrics(string keyPrefix, string queue, ILogger logger) : IRedisObserver
{
    private readonly Tag _prefix = new(TelemetryTags.KeyPrefix, keyPrefix);
    private readonly Tag _queue = new(QueueInstruments.QueueTag, queue);

    /// <summary>The latest failure of Redis that has not ended; null while it answers.</summary>
    public RedisFailure? Trouble { get; private set; }

    public void Enqueued(string outcome)
        => QueueInstruments.Enqueued.Add(1, _prefix, _queue, new Tag(TelemetryTags.Outcome, outcome));

    public void Enqueued(EnqueueOutcome outcome) => Enqueued(outcome switch
    {
        EnqueueOutcome.Added => "added",
        EnqueueOutcome.Delayed => "delayed",
        EnqueueOutcome.WaitingForGroup => "waiting_for_group",
        EnqueueOutcome.Replaced => "replaced",
        EnqueueOutcome.Duplicate => "duplicate",
        _ => "full",
    });

    public void Delivered(int attempt) => QueueInstruments.Deliveries.Add(
        1, _prefix, _queue, new Tag(TelemetryTags.Outcome, attempt == 1 ? "first" : "again"));

    public void Settled(string outcome, int count)
    {
        if (count > 0)
        {
            QueueInstruments.Settled.Add(count, _prefix, _queue, new Tag(TelemetryTags.Outcome, outcome));
        }
    }

    public void Lost() => Settled("lost", 1);

    public void DeadLettered(string reason) => QueueInstruments.Settled.Add(
        1,
        _prefix,
        _queue,
        new Tag(TelemetryTags.Outcome, "dead_lettered"),
        new Tag(TelemetryTags.Reason, reason));

    public void Handled(TimeSpan duration, bool succeeded) => QueueInstruments.Duration.Record(
        duration.TotalSeconds, _prefix, _queue, new Tag(TelemetryTags.Outcome, succeeded ? "succeeded" : "failed"));

    public void Began(TimeSpan age) => QueueInstruments.Age.Record(age.TotalSeconds, _prefix, _queue);

    public void Counted(QueueStatistics statistics)
    {
        Record("ready", statistics.Ready);
        Record("pending", statistics.Pending);
        Record("delayed", statistics.Delayed);
        Record("waiting_for_group", statistics.WaitingForGroup);
        Record("dead", statistics.DeadLetters);
        QueueInstruments.Lag.Record(statistics.OldestAge.TotalSeconds, _prefix, _queue);

        void Record(string state, long count) => QueueInstruments.Depth.Record(
            count, _prefix, _queue, new Tag(TelemetryTags.Outcome, state));
    }

    public void Replied(string command, TimeSpan elapsed)
        => QueueInstruments.Redis.Replied(_prefix, command, elapsed);

    public void Failed(string command, RedisFailure failure)
        => QueueInstruments.Redis.Failed(_prefix, command, failure);

    public void Degraded(RedisFailure failure, Exception exception)
    {
        Trouble = failure;
        Log.RedisDegraded(logger, queue, failure, exception);
    }

    public void Recovered(TimeSpan quietPeriod)
    {
        Trouble = null;
        Log.RedisRecovered(logger, queue, quietPeriod);
    }
}

using Patterns.Caching.Strategies.WriteBehind;
using Patterns.Core;
using Patterns.Core.Resilience;
using Polly;
using Polly.Timeout;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Patterns.Caching.Telemetry;

/// <summary>Measures one cache. Recording allocates nothing: the tags are few and their values are constants.</summary>
/// <param name="keyPrefix">The cache, as every measurement names it.</param>
internal sealed class CacheMetrics(string keyPrefix)
{
    private readonly Tag _cache = new(TelemetryTags.KeyPrefix, keyPrefix);

    public static string NameOf(CacheReadOutcome outcome) => outcome switch
    {
        CacheReadOutcome.Hit => "hit",
        CacheReadOutcome.Miss => "miss",
        CacheReadOutcome.Unreadable => "unreadable",
        CacheReadOutcome.Stale => "stale",
        CacheReadOutcome.Refresh => "refresh",
        CacheReadOutcome.Invalidated => "invalidated",
        _ => "unavailable",
    };

    public void ReadCompleted(CacheReadOutcome outcome)
        => CachingInstruments.Reads.Add(1, _cache, new Tag(TelemetryTags.Outcome, NameOf(outcome)));

    public void CallerJoined() => CachingInstruments.Joins.Add(1, _cache);

    public void SourceCalled() => CachingInstruments.SourceCalls.Add(1, _cache);

    public void SourceAnswered(TimeSpan elapsed)
        => CachingInstruments.SourceDuration.Record(elapsed.TotalSeconds, _cache);

    public void SourceFailed(Exception exception)
    {
        string reason = exception switch
        {
            TimeoutRejectedException => "timeout",
            ExecutionRejectedException => "rejected",
            _ => "exception",
        };
        CachingInstruments.SourceFailures.Add(1, _cache, new Tag(TelemetryTags.Reason, reason));
    }

    public void FillCompleted(FillOutcome outcome)
    {
        string name = outcome switch
        {
            FillOutcome.Stored => "stored",
            FillOutcome.Declined => "declined",
            FillOutcome.Revoked => "revoked",
            FillOutcome.Unwritable => "unwritable",
            FillOutcome.TooLarge => "too_large",
            _ => "unavailable",
        };
        CachingInstruments.Fills.Add(1, _cache, new Tag(TelemetryTags.Outcome, name));
    }

    public void StaleServed(StaleReason reason) => CachingInstruments.StaleServed.Add(
        1, _cache, new Tag(TelemetryTags.Reason, reason == StaleReason.Slow ? "slow" : "failed"));

    public void LocalHit()
        => CachingInstruments.Reads.Add(1, _cache, new Tag(TelemetryTags.Outcome, "local_hit"));

    public void LocalLevelFlushed(FlushReason reason)
    {
        string name = reason switch
        {
            FlushReason.Gap => "gap",
            FlushReason.Silence => "silence",
            _ => "disconnect",
        };
        CachingInstruments.LocalFlushes.Add(1, _cache, new Tag(TelemetryTags.Reason, name));
    }

    public void Waited(TimeSpan elapsed) => CachingInstruments.WaitDuration.Record(elapsed.TotalSeconds, _cache);

    public void EntryWritten(int bytes) => CachingInstruments.EntrySize.Record(bytes, _cache);

    public void SessionStarted() => SessionsChanged(1, "started");

    public void SessionsEnded(int count) => SessionsChanged(count, "ended");

    public void SessionsDisplaced(int count) => SessionsChanged(count, "displaced");

    public void SessionRead(bool found) => CachingInstruments.SessionReads.Add(
        1, _cache, new Tag(TelemetryTags.Outcome, found ? "found" : "missing"));

    public void WriteAccepted(WriteBehindOutcome outcome)
    {
        string name = outcome switch
        {
            WriteBehindOutcome.Accepted => "accepted",
            WriteBehindOutcome.Full => "full",
            _ => "unconfirmed",
        };
        CachingInstruments.WriteAccepts.Add(1, _cache, new Tag(TelemetryTags.Outcome, name));
    }

    public void WriteSettled(int superseded, TimeSpan delay)
    {
        CachingInstruments.Writes.Add(1, _cache, new Tag(TelemetryTags.Outcome, "written"));
        CachingInstruments.WriteDelay.Record(delay.TotalSeconds, _cache);
        if (superseded > 0)
        {
            CachingInstruments.Writes.Add(superseded, _cache, new Tag(TelemetryTags.Outcome, "superseded"));
        }
    }

    public void WriteDied(string reason) => CachingInstruments.Writes.Add(
        1, _cache, new Tag(TelemetryTags.Outcome, "dead"), new Tag(TelemetryTags.Reason, reason));

    public void WritesFailed(int count) => CachingInstruments.WriteFailures.Add(count, _cache);

    public void BatchWritten(TimeSpan elapsed)
        => CachingInstruments.WriteBatchDuration.Record(elapsed.TotalSeconds, _cache);

    public void WritesPending(int partition, long count) => CachingInstruments.WritesPending.Record(
        count, _cache, new Tag(CachingInstruments.PartitionTag, partition));

    public void KeyBecameHot() => CachingInstruments.HotKeys.Add(1, _cache);

    public void RedisReplied(string command, TimeSpan elapsed)
        => CachingInstruments.Redis.Replied(_cache, command, elapsed);

    public void RedisFailed(string command, RedisFailure failure)
        => CachingInstruments.Redis.Failed(_cache, command, failure);

    private void SessionsChanged(int count, string outcome)
    {
        if (count > 0)
        {
            CachingInstruments.Sessions.Add(count, _cache, new Tag(TelemetryTags.Outcome, outcome));
        }
    }
}

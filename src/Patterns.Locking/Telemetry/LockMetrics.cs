using Microsoft.Extensions.Logging;
using Patterns.Core;
using Patterns.Core.Resilience;
using Patterns.Locking.Leases;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Patterns.Locking.Telemetry;

/// <summary>Measures and logs what happens under one instance.</summary>
/// <param name="keyPrefix">The instance.</param>
/// <param name="server">Which server of the instance, for the log.</param>
/// <param name="logger">Where changes are reported.</param>
internal sealed class LockMetrics(string keyPrefix, string server, ILogger logger) : IRedisObserver
{
    private readonly Tag _instance = new(TelemetryTags.KeyPrefix, keyPrefix);

    public static string NameOf(LossReason reason) => reason switch
    {
        LossReason.Expired => "expired",
        LossReason.MaxHold => "max_hold",
        _ => "forgotten",
    };

    public void Answered(bool isHeld, TimeSpan waited) => Count(isHeld ? "acquired" : "held_by_others", waited);

    public void Unavailable(TimeSpan waited) => Count("unavailable", waited);

    public void Renewed(bool isAnswered)
        => LockInstruments.Renewals.Add(1, _instance, Outcome(isAnswered ? "answered" : "unanswered"));

    /// <param name="wasHeld">Whether Redis knew of the lock; null if it did not answer.</param>
    /// <param name="held">How long the lock was held.</param>
    public void Released(bool? wasHeld, TimeSpan held)
    {
        string outcome = wasHeld switch
        {
            true => "released",
            false => "lost",
            null => "unconfirmed",
        };
        LockInstruments.Releases.Add(1, _instance, Outcome(outcome));
        LockInstruments.HoldDuration.Record(held.TotalSeconds, _instance);
    }

    public void Lost(string name, LossReason reason)
    {
        LockInstruments.Losses.Add(1, _instance, new Tag(TelemetryTags.Reason, NameOf(reason)));
        Log.LockLost(logger, name, keyPrefix, reason);
    }

    public void Woken() => LockInstruments.Wakeups.Add(1, _instance);

    public void Replied(string command, TimeSpan elapsed)
        => LockInstruments.Redis.Replied(_instance, command, elapsed);

    public void Failed(string command, RedisFailure failure)
        => LockInstruments.Redis.Failed(_instance, command, failure);

    public void Degraded(RedisFailure failure, Exception exception)
        => Log.RedisDegraded(logger, server, keyPrefix, failure, exception);

    public void Recovered(TimeSpan quietPeriod) => Log.RedisRecovered(logger, server, keyPrefix, quietPeriod);

    private static Tag Outcome(string outcome) => new(TelemetryTags.Outcome, outcome);

    private void Count(string outcome, TimeSpan waited)
    {
        LockInstruments.Requests.Add(1, _instance, Outcome(outcome));
        LockInstruments.WaitDuration.Record(waited.TotalSeconds, _instance, Outcome(outcome));
    }
}

using Patterns.Core;

namespace Patterns.Locking;

/// <summary>The options of <see cref="RedisLocks"/>. They are read once, when it is created.</summary>
public sealed class RedisLocksOptions : LocksOptions
{
    /// <summary>Creates options with their defaults.</summary>
    public RedisLocksOptions()
        : base(TimeSpan.FromMilliseconds(500))
    {
    }

    /// <summary>What may happen before two can hold the same lock.</summary>
    /// <value><see cref="LockGuarantee.Advisory"/>, the default, or <see cref="LockGuarantee.Replicated"/>, which costs
    /// a second round trip for each acquire and renewal. A quorum is what Redlock asks.</value>
    public LockGuarantee Guarantee { get; set; }

    /// <summary>How many replicas must confirm a lock when <see cref="Guarantee"/> is
    /// <see cref="LockGuarantee.Replicated"/>.</summary>
    /// <value>1 to 100; the default is 1.</value>
    public int Replicas { get; set; } = 1;

    /// <summary>How long the replicas may take to confirm.</summary>
    /// <value>1 millisecond to 1 minute, and less than <see cref="LocksOptions.RedisTimeout"/>; the default is 100
    /// milliseconds. The connection serves nobody else in that time.</value>
    public TimeSpan ReplicationTimeout { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How often somebody who waits asks again, in case the message about the grant was lost. Who has not
    /// asked three times in a row is forgotten, and what was granted in the meantime goes to the next.</summary>
    /// <value>10 milliseconds to 1 minute; the default is 1 second. Never more than a third of the lock's time to
    /// live.</value>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    internal override void Check(OptionsFailures failures)
    {
        base.Check(failures);
        RedisLocksOptions options = this;
        failures.RequireWithin(
            (int)options.Guarantee,
            (int)LockGuarantee.Advisory,
            (int)LockGuarantee.Replicated,
            "0 is Advisory and 1 is Replicated; a quorum is what Redlock asks",
            "options.Guarantee");
        failures.RequireWithin(options.Replicas, 1, 100, "name how many replicas must confirm");
        failures.RequireWithin(
            options.ReplicationTimeout,
            TimeSpan.FromMilliseconds(1),
            TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerMillisecond, RedisTimeout.Ticks - 1)),
            "choose less than RedisTimeout");
        failures.RequireWithin(
            options.PollInterval,
            TimeSpan.FromMilliseconds(10),
            TimeSpan.FromMinutes(1),
            "1 second suits most services");
    }
}

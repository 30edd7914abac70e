using Patterns.Core;

namespace Patterns.Locking.Quorum;

/// <summary>The options of a <see cref="Redlock"/>. They are read once, when it is created.</summary>
public sealed class RedlockOptions : LocksOptions
{
    /// <summary>Creates options with their defaults. <see cref="LocksOptions.RedisTimeout"/> is 50 milliseconds: it
    /// bounds what a node that does not answer costs, and must be much smaller than the time to live.</summary>
    public RedlockOptions()
        : base(TimeSpan.FromMilliseconds(50))
    {
    }

    /// <summary>
    /// How long to wait at most before asking again for a lock that others have. The wait is drawn by lot, so that
    /// callers who split the nodes among them do not meet again; from up to four times the time that the nodes took to
    /// answer, if that is more.
    /// </summary>
    /// <value>1 millisecond to 1 minute; the default is 100 milliseconds.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Where the lots come from.</summary>
    /// <value>A generator with a seed of its own; tests give one that they know.</value>
    public Random Random { get; set; } = new();

    internal override void Check(OptionsFailures failures)
    {
        base.Check(failures);
        RedlockOptions options = this;
        failures.RequireWithin(
            options.RetryDelay,
            TimeSpan.FromMilliseconds(1),
            TimeSpan.FromMinutes(1),
            "100 milliseconds suit nodes in the same region");
        failures.RequireSet(options.Random, "leave the default for lots that differ in each process");
        failures.RequireWithin(
            options.RedisTimeout,
            TimeSpan.FromMilliseconds(1),
            TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerMillisecond, TimeToLive.Ticks / 2)),
            "a node that does not answer must cost much less than the time to live");
    }
}

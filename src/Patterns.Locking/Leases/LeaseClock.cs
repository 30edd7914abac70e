namespace Patterns.Locking.Leases;

/// <summary>The clock by which a process knows what it holds: monotonic, its own, and not compared with any
/// server's.</summary>
/// <param name="timeProvider">Where its time comes from.</param>
internal class LeaseClock(TimeProvider timeProvider)
{
    /// <summary>Later than all that ever comes.</summary>
    public const long Never = long.MaxValue;

    // The drift of Redlock's description: how much faster a server's clock may run than ours, and a little for the
    // milliseconds in which Redis counts.
    private const double DriftShare = 0.01;
    private static readonly TimeSpan _driftBase = TimeSpan.FromMilliseconds(2);

    public TimeProvider TimeProvider => timeProvider;

    public long Now => timeProvider.GetTimestamp();

    public long After(long start, TimeSpan time)
        => start + (long)(time.TotalSeconds * timeProvider.TimestampFrequency);

    public TimeSpan Until(long moment)
    {
        long now = Now;
        return moment > now ? timeProvider.GetElapsedTime(now, moment) : TimeSpan.Zero;
    }

    /// <summary>How long a lease can be relied upon that a server keeps for the given time.</summary>
    public virtual TimeSpan Validity(TimeSpan length) => length - (DriftShare * length) - _driftBase;

    /// <summary>Until when a lease can be relied upon. It counts from the moment of sending, because the server may
    /// have granted it at once and the reply may have been long on its way.</summary>
    public virtual long Deadline(long sentAt, long repliedAt, TimeSpan length) => After(sentAt, Validity(length));
}

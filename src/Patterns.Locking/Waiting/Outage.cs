using Patterns.Locking.Leases;

namespace Patterns.Locking.Waiting;

/// <summary>For how long Redis has failed somebody who waits.</summary>
/// <param name="clock">The clock of the wait.</param>
/// <param name="tolerance">How long it may.</param>
internal sealed class Outage(LeaseClock clock, TimeSpan tolerance)
{
    private long _since = LeaseClock.Never;

    /// <summary>Notes how a request ended.</summary>
    /// <exception cref="LockUnavailableException">All of them have failed for too long.</exception>
    public void Note(LockUnavailableException? failure)
    {
        _since = failure is null ? LeaseClock.Never : Math.Min(_since, clock.Now);
        if (failure is not null && clock.TimeProvider.GetElapsedTime(_since, clock.Now) >= tolerance)
        {
            throw failure;
        }
    }
}

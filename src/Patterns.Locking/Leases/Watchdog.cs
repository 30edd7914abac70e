namespace Patterns.Locking.Leases;

/// <summary>Watches all leases of an instance with one timer: renews those that are due, together with those that soon
/// would be, and tells each that it is lost at its deadline. Disposing of it ends the renewals; the deadlines of the
/// leases that it has are kept.</summary>
internal sealed class Watchdog : IDisposable
{
    private static readonly TimeSpan s_timerResolution = TimeSpan.FromMilliseconds(1);

    private readonly ILeaseOwner _owner;
    private readonly LeaseClock _clock;
    private readonly HashSet<LockLease> _leases = [];
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private long _planned = LeaseClock.Never;
    private bool _isDisposed;

    public Watchdog(ILeaseOwner owner)
    {
        _owner = owner;
        _clock = owner.Clock;
        _timer = _clock.TimeProvider.CreateTimer(
            static watchdog => ((Watchdog)watchdog!).Tick(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    /// <returns>False if it has been disposed of: nobody would renew the lease.</returns>
    public bool TryWatch(LockLease lease)
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return false;
            }

            _leases.Add(lease);
            Plan(NextOf(lease));
            return true;
        }
    }

    public void Forget(LockLease lease)
    {
        lock (_gate)
        {
            _leases.Remove(lease);
            DropTimerWhenDone();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            DropTimerWhenDone();
        }
    }

    private void Tick()
    {
        var lost = new List<LockLease>();
        var due = new List<LockLease>();
        lock (_gate)
        {
            _planned = LeaseClock.Never;
            long now = _clock.Now;
            lost.AddRange(_leases.Where(lease => lease.Deadline <= now));
            lost.ForEach(lease => _leases.Remove(lease));
            if (!_isDisposed && _leases.Any(lease => lease.RenewAt <= now))
            {
                // All that are past half of their cadence, so that leases taken one by one are soon renewed together.
                due.AddRange(_leases.Where(lease => lease.RenewAt <= _clock.After(now, lease.Cadence / 2)));
                due.ForEach(lease => lease.Renewing(now, lease.Cadence));
            }

            PlanNext();
            DropTimerWhenDone();
        }

        foreach (LockLease lease in lost)
        {
            lease.Lose(LossReason.Expired);
        }

        if (due.Count > 0)
        {
            _ = RenewAsync(due);
        }
    }

    private async Task RenewAsync(List<LockLease> leases)
    {
        if (await _owner.RenewAsync(leases, CancellationToken.None).ConfigureAwait(false) is null)
        {
            return;
        }

        lock (_gate)
        {
            // Sooner than at the usual time, because there is less of it left.
            long now = _clock.Now;
            foreach (LockLease lease in leases.Where(lease => lease.RenewAt != LeaseClock.Never))
            {
                lease.Renewing(now, lease.Cadence / 4);
            }

            PlanNext();
        }
    }

    private void PlanNext()
    {
        foreach (LockLease lease in _leases)
        {
            Plan(NextOf(lease));
        }
    }

    private long NextOf(LockLease lease)
        => _isDisposed ? lease.Deadline : Math.Min(lease.RenewAt, lease.Deadline);

    private void DropTimerWhenDone()
    {
        if (_isDisposed && _leases.Count == 0)
        {
            _timer.Dispose();
        }
    }

    private void Plan(long moment)
    {
        if (moment < _planned)
        {
            _planned = moment;

            TimeSpan delay;
            do
            {
                // Timers count in milliseconds; one that is rounded down would fire before its time.
                delay = _clock.Until(moment);
                var due = TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds));
                _timer.Change(due, Timeout.InfiniteTimeSpan);

                // If the thread stood still between the two, the timer is late by as much.
            }
            while (delay - _clock.Until(moment) >= s_timerResolution);
        }
    }
}

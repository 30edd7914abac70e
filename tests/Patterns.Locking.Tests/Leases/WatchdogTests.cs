using Engine.Testing;
using Patterns.Locking.Leases;

namespace Patterns.Locking.Tests.Leases;

/// <summary>The timer of leases, when the thread that sets it stands still between computing when it is due and
/// setting it: a collection of garbage, or a busy machine.</summary>
public sealed class WatchdogTests
{
    private static readonly TimeSpan _validity = TimeSpan.FromSeconds(10);

    private readonly VirtualTimeProvider _clock = new();

    [Theory]
    [InlineData(1)]
    [InlineData(400, 7)]
    [InlineData(20_000)]
    public async Task A_lease_is_lost_at_its_deadline_though_the_thread_stood_still_before_it_set_the_timer(
        params int[] stalls)
    {
        var clock = new LeaseClock(new StallingClock(_clock, stalls));
        using var watchdog = new Watchdog(new Owner(clock));
        LockLease lease = Hold(clock);
        CancellationToken lost = lease.LostToken;

        Assert.True(watchdog.TryWatch(lease));
        TimeSpan left = clock.Until(lease.Deadline);
        if (left > TimeSpan.Zero)
        {
            await _clock.AdvanceAsync(left - TimeSpan.FromTicks(1), TestContext.Current.CancellationToken);
            Assert.False(lost.IsCancellationRequested);
            left = TimeSpan.FromTicks(1);
        }

        await _clock.AdvanceAsync(left, TestContext.Current.CancellationToken);
        Assert.True(lost.IsCancellationRequested);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_disposed_watchdog_keeps_its_timer_until_its_last_lease_is_released_or_lost(bool isReleased)
    {
        var timers = new StallingClock(_clock, stalls: []);
        var clock = new LeaseClock(timers);
        var watchdog = new Watchdog(new Owner(clock));
        LockLease lease = Hold(clock);
        CancellationToken lost = lease.LostToken;
        Assert.True(watchdog.TryWatch(lease));
        watchdog.Dispose();
        Assert.Equal(1, timers.Count);
        Assert.False(watchdog.TryWatch(Hold(clock)));
        if (isReleased)
        {
            watchdog.Forget(lease);
        }
        else
        {
            await _clock.AdvanceAsync(_validity, TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, timers.Count);
        Assert.Equal(isReleased, !lost.IsCancellationRequested);
    }

    private static LockLease Hold(LeaseClock clock)
    {
        var request = new LeaseRequest("l", ["l"], 1, 1, _validity, Renewal: false, MaxHold: null);
        var lease = new LockLease(new Owner(clock), request, "id");
        Assert.True(lease.TryHold(token: 1, clock.After(clock.Now, _validity), isConfirmed: true));
        return lease;
    }

    /// <summary>Time passes whenever somebody is about to set a timer, so many milliseconds the first time, and so
    /// on.</summary>
    private sealed class StallingClock(VirtualTimeProvider clock, IEnumerable<int> stalls) : TimeProvider
    {
        private readonly Queue<int> _stalls = new(stalls);
        private readonly HashSet<ITimer> _timers = [];

        /// <summary>How many timers there are that nobody has disposed of.</summary>
        public int Count => _timers.Count;

        public override long TimestampFrequency => clock.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override long GetTimestamp() => clock.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new StallingTimer(this, clock.CreateTimer(callback, state, dueTime, period));
            _timers.Add(timer);
            return timer;
        }

        private void Stall()
        {
            if (_stalls.TryDequeue(out int milliseconds))
            {
                // No engine uses this clock, so nothing has to be waited for.
                Assert.True(clock.AdvanceAsync(TimeSpan.FromMilliseconds(milliseconds)).IsCompletedSuccessfully);
            }
        }

        private sealed class StallingTimer(StallingClock clock, ITimer timer) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                clock.Stall();
                return timer.Change(dueTime, period);
            }

            public void Dispose()
            {
                clock._timers.Remove(this);
                timer.Dispose();
            }

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }

    /// <summary>Whose leases nobody renews.</summary>
    private sealed class Owner(LeaseClock clock) : ILeaseOwner
    {
        public LockGuarantee Guarantee => LockGuarantee.Advisory;

        public LeaseClock Clock => clock;

        public ValueTask<LockUnavailableException?> RenewAsync(
            IReadOnlyList<LockLease> leases, CancellationToken cancellationToken)
            => ValueTask.FromResult<LockUnavailableException?>(null);

        public ValueTask ReleaseAsync(LockLease lease) => ValueTask.CompletedTask;

        public void Lost(LockLease lease, LossReason reason)
        {
        }
    }
}

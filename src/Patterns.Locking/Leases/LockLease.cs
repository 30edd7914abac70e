using Patterns.Core.Scripting;
using StackExchange.Redis;

namespace Patterns.Locking.Leases;

/// <summary>What this process knows of one lock that it asked for: first a request, then a handle.</summary>
internal sealed class LockLease : ILockHandle, ILateReplyHandler
{
    private readonly ILeaseOwner _owner;
    private readonly LeaseRequest _request;
    private readonly Lock _gate = new();
    private TimeSpan _length;
    private long _deadline;
    private long _holdUntil = LeaseClock.Never;
    private bool _isCut;
    private State _state;
    private CancellationTokenSource? _lost;

    public LockLease(ILeaseOwner owner, LeaseRequest request, string id)
    {
        _owner = owner;
        _request = request;
        _length = request.TimeToLive;
        Id = id;
    }

    private enum State
    {
        Requested,
        Held,
        Lost,
        Released,
    }

    public string Name => _request.Name;

    public LockGuarantee Guarantee => _owner.Guarantee;

    public long FencingToken { get; private set; }

    /// <summary>How the request stands in Redis.</summary>
    public string Id { get; }

    public LeaseRequest Request => _request;

    /// <summary>When it is to be renewed.</summary>
    public long RenewAt { get; private set; } = LeaseClock.Never;

    /// <summary>When it began to be held, if it did.</summary>
    public long? HeldSince { get; private set; }

    public long Deadline => Volatile.Read(ref _deadline);

    public TimeSpan Cadence => _length / 3;

    public bool IsHeld
    {
        get
        {
            lock (_gate)
            {
                return _state == State.Held && _deadline > _owner.Clock.Now;
            }
        }
    }

    public TimeSpan Remaining
    {
        get
        {
            lock (_gate)
            {
                return _state == State.Held ? _owner.Clock.Until(_deadline) : TimeSpan.Zero;
            }
        }
    }

    public CancellationToken LostToken
    {
        get
        {
            lock (_gate)
            {
                // Made when somebody asks, because few do.
                if (_lost is null)
                {
                    _lost = new CancellationTokenSource();
                    if (_state == State.Lost)
                    {
                        _lost.Cancel();
                    }
                }

                return _lost.Token;
            }
        }
    }

    /// <summary>For how long to renew it now; zero when it may not be held any longer.</summary>
    public TimeSpan RenewalLength
    {
        get
        {
            TimeSpan left = _holdUntil == LeaseClock.Never ? _length : _owner.Clock.Until(_holdUntil);
            return left < _length ? left : _length;
        }
    }

    public async ValueTask<bool> ExtendAsync(
        TimeSpan? timeToLive = null, CancellationToken cancellationToken = default)
    {
        LeaseBounds.Check(
            timeToLive, LockOptions.MinTimeToLive, nameof(timeToLive), "30 seconds with renewal suit most work");
        ObjectDisposedException.ThrowIf(_state == State.Released, this);
        if (!IsHeld || RenewalLength == TimeSpan.Zero)
        {
            return IsHeld;
        }

        _length = timeToLive ?? _length;
        LockUnavailableException? failure = await _owner.RenewAsync([this], cancellationToken).ConfigureAwait(false);
        return failure is null ? IsHeld : throw failure;
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_state == State.Released)
            {
                return ValueTask.CompletedTask;
            }

            _state = State.Released;
        }

        return _owner.ReleaseAsync(this);
    }

    /// <summary>The request was granted.</summary>
    /// <param name="token">The fencing token.</param>
    /// <param name="deadline">Until when the grant can be relied upon.</param>
    /// <param name="isConfirmed">False if the lock is to be renewed at once, because the grant is a short one.</param>
    /// <returns>False if it cannot be relied upon any more.</returns>
    public bool TryHold(long token, long deadline, bool isConfirmed)
    {
        LeaseClock clock = _owner.Clock;
        long now = clock.Now;
        lock (_gate)
        {
            if (_state != State.Requested || deadline <= now)
            {
                return false;
            }

            _state = State.Held;
            FencingToken = token;
            HeldSince = now;
            _holdUntil = _request.MaxHold is { } hold ? clock.After(now, hold) : LeaseClock.Never;
            _deadline = Math.Min(deadline, _holdUntil);
            _isCut = deadline > _holdUntil;
            RenewAt = !isConfirmed ? now : _request.Renewal ? clock.After(now, Cadence) : LeaseClock.Never;
            return true;
        }
    }

    /// <summary>A renewal is on its way; the next one is due if it fails.</summary>
    public void Renewing(long now, TimeSpan until) => RenewAt = _owner.Clock.After(now, until);

    /// <summary>A renewal was confirmed. One that comes after the deadline changes nothing: by then the lock was
    /// lost, and others may have held it since.</summary>
    /// <param name="deadline">Until when the renewal can be relied upon.</param>
    /// <param name="length">For how long it was asked.</param>
    public void Renewed(long deadline, TimeSpan length)
    {
        LeaseClock clock = _owner.Clock;
        long now = clock.Now;
        lock (_gate)
        {
            if (_state != State.Held || _deadline <= now)
            {
                return;
            }

            if (deadline > _deadline)
            {
                _deadline = Math.Min(deadline, _holdUntil);
                _isCut = _holdUntil != LeaseClock.Never && length < _length;
            }

            if (!_request.Renewal || _deadline >= _holdUntil)
            {
                RenewAt = LeaseClock.Never;
            }
        }
    }

    public void Lose(LossReason reason)
    {
        lock (_gate)
        {
            if (_state != State.Held)
            {
                return;
            }

            _state = State.Lost;
            reason = reason == LossReason.Expired && _isCut ? LossReason.MaxHold : reason;

            // Runs the callbacks elsewhere, so that none of them holds up the other locks.
            _ = _lost?.CancelAsync();
        }

        _owner.Lost(this, reason);
    }

    /// <summary>A reply came when nobody waited for it any more.</summary>
    void ILateReplyHandler.RepliedLate(RedisResult reply)
    {
        if (_state == State.Released)
        {
            _ = _owner.ReleaseAsync(this).AsTask();
        }
    }
}

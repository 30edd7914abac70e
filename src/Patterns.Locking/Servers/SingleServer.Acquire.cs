using Patterns.Core.Resilience;
using Patterns.Locking.Leases;
using Patterns.Locking.Waiting;

namespace Patterns.Locking.Servers;

// How a lease is asked for and waited for.
internal sealed partial class SingleServer
{
    /// <summary>Asks until the lease is granted or the time is over. One round trip if it is free.</summary>
    /// <returns>The lease; null if others had it all the time.</returns>
    public async ValueTask<LockLease?> TryAcquireAsync(
        LeaseRequest request, TimeSpan wait, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, typeof(RedisLocks));
        cancellationToken.ThrowIfCancellationRequested();
        long start = Clock.Now;
        var lease = new LockLease(this, request, NewId());
        bool mayBeLeft = true;
        try
        {
            LockAttempt attempt = await AskAsync(lease, patience: TimeSpan.Zero, cancellationToken)
                .ConfigureAwait(false);
            bool isHeld = attempt.IsHeld;
            if (!isHeld && wait != TimeSpan.Zero)
            {
                isHeld = await WaitAsync(lease, start, wait, attempt.Failure, cancellationToken).ConfigureAwait(false);
            }
            else if (attempt.Failure is not null)
            {
                throw attempt.Failure;
            }

            ObjectDisposedException.ThrowIf(isHeld && !_watchdog.TryWatch(lease), typeof(RedisLocks));
            mayBeLeft = !isHeld && wait != TimeSpan.Zero;
            _metrics.Answered(isHeld, Clock.TimeProvider.GetElapsedTime(start));
            return isHeld ? lease : null;
        }
        catch (LockUnavailableException)
        {
            _metrics.Unavailable(Clock.TimeProvider.GetElapsedTime(start));
            throw;
        }
        finally
        {
            if (mayBeLeft)
            {
                // Nobody waits for it. What cannot be taken back now ends by itself.
                _ = lease.DisposeAsync().AsTask();
            }
        }
    }

    private async ValueTask<bool> WaitAsync(
        LockLease lease,
        long start,
        TimeSpan wait,
        LockUnavailableException? failure,
        CancellationToken cancellationToken)
    {
        var outage = new Outage(Clock, _options.OutageTolerance);
        outage.Note(failure);
        long end = wait == Timeout.InfiniteTimeSpan ? LeaseClock.Never : Clock.After(start, wait);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        try
        {
            return await WaitAsync(lease, end, outage, over.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ObjectDisposedException(typeof(RedisLocks).FullName);
        }
    }

    private async ValueTask<bool> WaitAsync(
        LockLease lease, long end, Outage outage, CancellationToken cancellationToken)
    {
        TimeSpan poll = TimeSpan.FromTicks(
            Math.Min(_options.PollInterval.Ticks, lease.Request.TimeToLive.Ticks / 3));
        TimeSpan patience = 3 * poll;
        Waiter waiter = await _waiters.AddAsync(lease.Id).ConfigureAwait(false);
        try
        {
            while (true)
            {
                LockAttempt attempt = await AskAsync(lease, patience, cancellationToken).ConfigureAwait(false);
                if (attempt.IsHeld)
                {
                    return true;
                }

                outage.Note(attempt.Failure);
                TimeSpan pause = PauseAfter(attempt.Answer, poll, end);
                if (await waiter.IsGrantedAsync(pause, Clock.TimeProvider, cancellationToken).ConfigureAwait(false))
                {
                    if (await HoldAsync(lease, waiter, patience, cancellationToken).ConfigureAwait(false))
                    {
                        return true;
                    }

                    // It came too late to be relied upon; to ask again is to confirm it.
                    waiter = await _waiters.AddAsync(lease.Id).ConfigureAwait(false);
                }
                else if (Clock.Until(end) == TimeSpan.Zero)
                {
                    return attempt.Failure is null ? false : throw attempt.Failure;
                }
            }
        }
        finally
        {
            _waiters.Remove(lease.Id);
        }
    }

    /// <summary>One request. It may be repeated, and who asks again keeps the place in the queue.</summary>
    private async ValueTask<LockAttempt> AskAsync(
        LockLease lease, TimeSpan patience, CancellationToken cancellationToken)
    {
        long sentAt = Clock.Now;
        var answer = new LockAnswer(await _server
            .AcquireAsync(lease, _server.ToAcquire(lease, patience, _waiters.Channel, sentAt), cancellationToken)
            .ConfigureAwait(false));
        LockUnavailableException? failure = null;
        bool isHeld = false;
        if (answer.Failure == RedisFailure.WrongType)
        {
            throw new InvalidOperationException(
                $"A key of the lock '{lease.Name}' holds something else than a lock: delete it, or choose another "
                + "KeyPrefix.",
                answer.Exception);
        }

        if (answer.Failure != RedisFailure.None)
        {
            failure = new LockUnavailableException(
                $"Redis failed ({answer.Failure}), so nobody knows who has the lock '{lease.Name}': try again later.",
                answer.Exception);
        }
        else if (answer.IsGranted)
        {
            failure = await ConfirmAsync(lease, cancellationToken).ConfigureAwait(false);
            isHeld = failure is null && lease.TryHold(
                answer.Token, Clock.Deadline(sentAt, Clock.Now, lease.Request.TimeToLive), isConfirmed: true);
            failure ??= isHeld ? null : new LockUnavailableException(
                $"Redis took longer to grant the lock '{lease.Name}' than it lasts, {lease.Request.TimeToLive}: "
                + "choose a longer time to live.",
                innerException: null);
        }

        return new LockAttempt(isHeld, answer, failure);
    }

    /// <summary>The lease was granted by a message, which may have been long on its way. When it was granted, nobody
    /// knows, but not before the request was sent that the message names; and it lasts no longer than the patience of
    /// whom it was granted to.</summary>
    private async ValueTask<bool> HoldAsync(
        LockLease lease, Waiter waiter, TimeSpan patience, CancellationToken cancellationToken)
    {
        Grant grant = await waiter.Granted.ConfigureAwait(false);
        _metrics.Woken();
        return await ConfirmAsync(lease, cancellationToken).ConfigureAwait(false) is null
            && lease.TryHold(grant.Token, Clock.Deadline(grant.SentAt, Clock.Now, patience), isConfirmed: false);
    }

    // The first in the queue asks as soon as a holder may have died; the others need not.
    private TimeSpan PauseAfter(LockAnswer answer, TimeSpan poll, long end)
    {
        TimeSpan pause = poll;
        if (answer.IsQueued && answer.Before == 0 && answer.UntilFirstEnd > TimeSpan.Zero)
        {
            pause = answer.UntilFirstEnd + TimeSpan.FromMilliseconds(1);
        }

        TimeSpan left = Clock.Until(end);
        pause = pause < poll ? pause : poll;
        return pause < left ? pause : left;
    }
}

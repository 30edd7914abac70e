using System.Globalization;
using Patterns.Locking.Leases;
using Patterns.Locking.Servers;
using Patterns.Locking.Waiting;
using StackExchange.Redis;

namespace Patterns.Locking.Quorum;

// How a lease is asked for.
internal sealed partial class QuorumServers
{
    /// <summary>Asks all nodes at once, again and again after a wait drawn by lot, until a majority grants it or the
    /// time is over.</summary>
    /// <returns>The lease; null if others had it all the time.</returns>
    public async ValueTask<LockLease?> TryAcquireAsync(
        string name, LockOptions? options, TimeSpan wait, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, typeof(Redlock));
        cancellationToken.ThrowIfCancellationRequested();
        var request = new LeaseRequest(
            name,
            _keys.Of(name, LockKeys.Mutex),
            Permits: 1,
            Limit: 1,
            options?.TimeToLive ?? _options.TimeToLive,
            options?.Renewal ?? _options.Renewal,
            options?.MaxHold ?? _options.MaxHold);
        long start = Clock.Now;
        try
        {
            long end = wait == Timeout.InfiniteTimeSpan ? LeaseClock.Never : Clock.After(start, wait);
            LockLease? lease = await AskUntilAsync(end, request, cancellationToken).ConfigureAwait(false);
            _metrics.Answered(lease is not null, Clock.TimeProvider.GetElapsedTime(start));
            return lease;
        }
        catch (LockUnavailableException)
        {
            _metrics.Unavailable(Clock.TimeProvider.GetElapsedTime(start));
            throw;
        }
    }

    private async ValueTask<LockLease?> AskUntilAsync(
        long end, LeaseRequest request, CancellationToken cancellationToken)
    {
        var outage = new Outage(Clock, _options.OutageTolerance);
        while (true)
        {
            long askedAt = Clock.Now;
            (LockLease? lease, LockUnavailableException? failure) =
                await AskAllAsync(request, cancellationToken).ConfigureAwait(false);
            TimeSpan left = Clock.Until(end);
            if (lease is not null || left == TimeSpan.Zero)
            {
                return failure is null ? lease : throw failure;
            }

            outage.Note(failure);
            TimeSpan delay = DrawDelay(Clock.TimeProvider.GetElapsedTime(askedAt));
            await PauseAsync(delay < left ? delay : left, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PauseAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        try
        {
            await Task.Delay(delay, Clock.TimeProvider, over.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ObjectDisposedException(typeof(Redlock).FullName);
        }
    }

    private async Task<(LockLease? Lease, LockUnavailableException? Failure)> AskAllAsync(
        LeaseRequest request, CancellationToken cancellationToken)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"{_owner}{Interlocked.Increment(ref _requests)}");
        var lease = new LockLease(this, request, id);
        bool isHeld = false;
        try
        {
            long sentAt = Clock.Now;
            var ballot = new Ballot(_nodes.Length);
            RedisValue[] arguments = _nodes[0].Server.ToAcquire(lease, patience: TimeSpan.Zero, channel: "", sentAt: 0);
            foreach (QuorumNode node in _nodes)
            {
                _ = AskAsync(node, lease, arguments, ballot);
            }

            await ballot.Decided.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (!ballot.IsGranted)
            {
                return (null, ballot.Failures.Any() ? FailureOf(request.Name, ballot) : null);
            }

            RequireDistinct(ballot);
            long token = ballot.Grants.Max(grant => grant.Answer.Token);
            if (await IsLargestAsync(lease, ballot, token, cancellationToken).ConfigureAwait(false))
            {
                isHeld = lease.TryHold(
                    token, Clock.Deadline(sentAt, Clock.Now, request.TimeToLive), isConfirmed: true);
            }

            if (isHeld)
            {
                isHeld = _watchdog.TryWatch(lease);
                ObjectDisposedException.ThrowIf(!isHeld, typeof(Redlock));
                return (lease, null);
            }

            return (null, new LockUnavailableException(
                $"The nodes took longer to grant the lock '{request.Name}' than it lasts, {request.TimeToLive}: choose "
                + "a longer time to live.",
                innerException: null));
        }
        finally
        {
            if (!isHeld)
            {
                _ = lease.DisposeAsync().AsTask();
            }
        }
    }

    private static async Task AskAsync(QuorumNode node, LockLease lease, RedisValue[] arguments, Ballot ballot)
    {
        try
        {
            ballot.Cast(node, new LockAnswer(await node.Server
                .AcquireAsync(lease, arguments, CancellationToken.None)
                .ConfigureAwait(false)));
        }
        catch (Exception exception)
        {
            // No failure of Redis, which would be a vote, but a fault: the caller gets it.
            ballot.Abort(exception);
        }
    }

    // Others have it if those that answered would suffice for a majority; otherwise nobody knows.
    private LockUnavailableException? FailureOf(string name, Ballot ballot)
        => ballot.Failures.Count() > _nodes.Length - Majority
            ? Unavailable(
                $"Nobody knows who has the lock '{name}'",
                ballot.Failures.Select(vote => (vote.Node.Name, vote.Answer.Failure)))
            : null;

    /// <summary>Whether every later grant has a larger token. It has one on each of these nodes, if its time is over
    /// there: at least the node's time of then. So the clocks of the nodes must differ by less than the time to live.
    /// If they differ by more, the nodes are told the token, which takes another round trip.</summary>
    private async Task<bool> IsLargestAsync(
        LockLease lease, Ballot ballot, long token, CancellationToken cancellationToken)
    {
        long earliest = ballot.Grants.Min(grant => grant.Answer.GrantedAt);
        if (token < earliest + Microseconds.Of(lease.Request.TimeToLive))
        {
            return true;
        }

        RenewalTally tally = await RenewOnAllAsync([lease], _ => token, cancellationToken).ConfigureAwait(false);
        return tally.Renewed(lease) >= Majority;
    }

    // A fresh request cannot be held already, unless the node has just granted it under another address.
    private void RequireDistinct(Ballot ballot)
    {
        QuorumNode? twice = ballot.Grants.FirstOrDefault(grant => grant.Answer.IsRepeated).Node;
        if (twice is not null && _options.RedisPipeline is null)
        {
            throw new InvalidOperationException(
                $"The node {twice.Name} is a server that is listed under another address as well: name each server "
                + "once, because two votes of one server are no majority.");
        }
    }

    // Callers who split the nodes among them, and wait for others that are down, keep each other from a majority for as
    // long as that takes: so the longer it took, the wider they must be spread.
    private TimeSpan DrawDelay(TimeSpan asked)
    {
        TimeSpan longest = TimeSpan.FromTicks(Math.Max(_options.RetryDelay.Ticks, 4 * asked.Ticks));

        // A seeded Random is not safe for concurrent use.
        lock (_options.Random)
        {
            return longest * _options.Random.NextDouble();
        }
    }
}

using Patterns.Core.Resilience;
using Patterns.Locking.Leases;
using Patterns.Locking.Telemetry;
using StackExchange.Redis;

namespace Patterns.Locking.Quorum;

/// <summary>Leases of which a majority of independent servers decides.</summary>
internal sealed partial class QuorumServers : ILeaseOwner, IAsyncDisposable
{
    private readonly RedlockOptions _options;
    private readonly QuorumNode[] _nodes;
    private readonly LockMetrics _metrics;
    private readonly LockKeys _keys;
    private readonly Watchdog _watchdog;
    private readonly CancellationTokenSource _stop = new();
    private readonly string _owner = LockKeys.NewOwner();
    private long _requests;

    public QuorumServers(QuorumNode[] nodes, RedlockOptions options, LeaseClock clock, LockMetrics metrics)
    {
        _nodes = nodes;
        _options = options;
        _metrics = metrics;
        _keys = new LockKeys(options.KeyPrefix);
        Clock = clock;
        _watchdog = new Watchdog(this);
    }

    public LockGuarantee Guarantee => LockGuarantee.Quorum;

    public LeaseClock Clock { get; }

    private int Majority => Ballot.MajorityOf(_nodes.Length);

    /// <summary>Renews on all nodes, one call for each. Tokens to come must then exceed those of the leases on every
    /// node that answers, not only on those that granted the largest.</summary>
    public async ValueTask<LockUnavailableException?> RenewAsync(
        IReadOnlyList<LockLease> leases, CancellationToken cancellationToken)
    {
        long sentAt = Clock.Now;
        TimeSpan[] lengths = [.. leases.Select(lease => lease.RenewalLength)];
        RenewalTally tally = await RenewOnAllAsync(leases, lease => lease.FencingToken, cancellationToken)
            .ConfigureAwait(false);
        LockUnavailableException? failure = null;
        for (int position = 0; position < leases.Count; position++)
        {
            LockLease lease = leases[position];
            if (tally.Renewed(lease) >= Majority)
            {
                lease.Renewed(Clock.Deadline(sentAt, Clock.Now, lengths[position]), lengths[position]);
            }
            else if (tally.Lost(lease) > _nodes.Length - Majority)
            {
                lease.Lose(LossReason.Forgotten);
            }
            else
            {
                failure ??= Unavailable($"The lock '{lease.Name}' was not renewed", tally.Failures);
            }
        }

        _metrics.Renewed(failure is null);
        return failure;
    }

    /// <summary>Releases on all nodes, also on those that have not answered: they may have granted it all the
    /// same.</summary>
    public async ValueTask ReleaseAsync(LockLease lease)
    {
        _watchdog.Forget(lease);
        RedisValue[] arguments = _nodes[0].Server.ToRelease(lease, lease.FencingToken);
        RedisReply<RedisResult>[] replies = await Task
            .WhenAll(_nodes.Select(node => node.Server.ReleaseAsync(lease, arguments).AsTask()))
            .ConfigureAwait(false);
        if (lease.HeldSince is { } since)
        {
            int answered = replies.Count(reply => reply.Failure == RedisFailure.None);
            int held = replies.Count(reply => reply.Failure == RedisFailure.None && (int)reply.Value! == 1);
            bool? wasHeld = held >= Majority ? true : answered >= Majority ? false : null;
            _metrics.Released(wasHeld, Clock.TimeProvider.GetElapsedTime(since));
        }
    }

    public void Lost(LockLease lease, LossReason reason)
    {
        _watchdog.Forget(lease);
        _metrics.Lost(lease.Name, reason);
    }

    /// <summary>Stops renewals and waits: what is still held is lost when its time is over.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _watchdog.Dispose();
    }

    private async Task<RenewalTally> RenewOnAllAsync(
        IReadOnlyList<LockLease> leases, Func<LockLease, long> floor, CancellationToken cancellationToken)
    {
        var tally = new RenewalTally();
        await Task
            .WhenAll(_nodes.Select(node => node.Server.RenewAsync(
                leases,
                floor,
                reply =>
                {
                    tally.Add(node, reply);
                    return Task.CompletedTask;
                },
                cancellationToken)))
            .ConfigureAwait(false);
        return tally;
    }

    private LockUnavailableException Unavailable(string what, IEnumerable<(string Node, RedisFailure Failure)> failures)
    {
        (string Node, RedisFailure Failure)[] all = [.. failures.Distinct()];
        string nodes = string.Join(", ", all.Select(failed => $"{failed.Node}: {failed.Failure}"));
        return new LockUnavailableException(
            $"{what}, because {all.Length} of {_nodes.Length} nodes failed ({nodes}) and a quorum needs {Majority}: "
            + "bring nodes back, and give one that has lost its data no request before the longest time to live is "
            + "over.",
            innerException: null);
    }
}

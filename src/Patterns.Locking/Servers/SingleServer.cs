using System.Collections.Concurrent;
using System.Globalization;
using Patterns.Core.Resilience;
using Patterns.Locking.Leases;
using Patterns.Locking.Telemetry;
using Patterns.Locking.Waiting;
using StackExchange.Redis;

namespace Patterns.Locking.Servers;

/// <summary>Leases of one server or cluster, of every kind of lock.</summary>
internal sealed partial class SingleServer : ILeaseOwner, IAsyncDisposable
{
    private readonly RedisLocksOptions _options;
    private readonly LockServer _server;
    private readonly Replication? _replication;
    private readonly WaiterTable _waiters;
    private readonly Watchdog _watchdog;
    private readonly LockMetrics _metrics;
    private readonly CancellationTokenSource _stop = new();
    private readonly string _owner = LockKeys.NewOwner();
    private long _requests;

    public SingleServer(
        RedisGate gate, RedisLocksOptions options, LockScripts scripts, LeaseClock clock, LockMetrics metrics)
    {
        _options = options;
        _metrics = metrics;
        Clock = clock;
        Keys = new LockKeys(options.KeyPrefix);
        _server = new LockServer(gate, scripts, options.FencingMemory);
        _replication = options.Guarantee == LockGuarantee.Replicated
            ? new Replication(gate, options.Replicas, options.ReplicationTimeout)
            : null;
        _waiters = new WaiterTable(gate, Keys.Channel(_owner));
        _watchdog = new Watchdog(this);
    }

    public LockGuarantee Guarantee => _options.Guarantee;

    public LeaseClock Clock { get; }

    public LockKeys Keys { get; }

    public RedisGate Gate => _server.Gate;

    public LeaseRequest NewRequest(string name, string kind, int permits, int limit, LockOptions? options) => new(
        name,
        Keys.Of(name, kind),
        permits,
        limit,
        options?.TimeToLive ?? _options.TimeToLive,
        options?.Renewal ?? _options.Renewal,
        options?.MaxHold ?? _options.MaxHold);

    public async ValueTask<LockUnavailableException?> RenewAsync(
        IReadOnlyList<LockLease> leases, CancellationToken cancellationToken)
    {
        var failures = new ConcurrentQueue<LockUnavailableException>();
        long sentAt = Clock.Now;
        await _server
            .RenewAsync(
                leases,
                floor: static _ => 0,
                async reply =>
                {
                    if (await ApplyAsync(reply, sentAt, cancellationToken).ConfigureAwait(false) is { } failure)
                    {
                        failures.Enqueue(failure);
                    }
                },
                cancellationToken)
            .ConfigureAwait(false);
        failures.TryPeek(out LockUnavailableException? first);
        _metrics.Renewed(first is null);
        return first;
    }

    public async ValueTask ReleaseAsync(LockLease lease)
    {
        _watchdog.Forget(lease);
        RedisReply<RedisResult> reply = await _server
            .ReleaseAsync(lease, _server.ToRelease(lease, floor: 0))
            .ConfigureAwait(false);
        if (lease.HeldSince is { } since)
        {
            bool? wasHeld = reply.Failure == RedisFailure.None ? (int)reply.Value! == 1 : null;
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
        if (!_stop.IsCancellationRequested)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            _watchdog.Dispose();
            await _waiters.UnsubscribeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<LockUnavailableException?> ApplyAsync(
        RenewalReply reply, long sentAt, CancellationToken cancellationToken)
    {
        if (reply.Failure != RedisFailure.None)
        {
            return new LockUnavailableException(
                $"Redis failed ({reply.Failure}) while {reply.Leases.Length} locks were renewed, the first of them "
                + $"'{reply.Leases[0].Name}': they are held as long as they were; renew again.",
                reply.Exception);
        }

        LockUnavailableException? failure = await ConfirmAsync(reply.Leases[0], cancellationToken)
            .ConfigureAwait(false);
        for (int position = 0; position < reply.Leases.Length; position++)
        {
            LockLease lease = reply.Leases[position];
            if (reply.IsLost(position))
            {
                lease.Lose(LossReason.Forgotten);
            }
            else if (failure is null)
            {
                lease.Renewed(Clock.Deadline(sentAt, Clock.Now, reply.Lengths[position]), reply.Lengths[position]);
            }
        }

        return failure;
    }

    /// <summary>Waits for the replicas if they are to confirm.</summary>
    private ValueTask<LockUnavailableException?> ConfirmAsync(LockLease lease, CancellationToken cancellationToken)
        => _replication is null
            ? new ValueTask<LockUnavailableException?>(result: null)
            : _replication.ConfirmAsync(lease.Request.Keys[0], cancellationToken);

    private string NewId()
        => string.Create(CultureInfo.InvariantCulture, $"{_owner}{Interlocked.Increment(ref _requests)}");
}

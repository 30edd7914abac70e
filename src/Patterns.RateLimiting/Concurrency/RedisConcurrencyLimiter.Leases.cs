using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using Patterns.RateLimiting.Limits;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Concurrency;

// What happens to leases after they are granted.
public sealed partial class RedisConcurrencyLimiter
{
    /// <summary>Gives the permits back. Nobody waits for it: if it fails, they count until the lease is over.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="wasHeld">False if its caller has left before the reply.</param>
    internal void Release(ConcurrencyLease lease, bool wasHeld)
    {
        if (lease.Answer.Reason == RateLimitReason.GrantedByFallback && lease.IsCounted)
        {
            lease.Partition.ReturnFallback(lease.Permits);
        }
        else if (lease.IsCounted || !wasHeld)
        {
            lease.Partition.LetGo(lease);
            _ = ReleaseAsync(lease, wasHeld);
        }
    }

    private async Task ReleaseAsync(ConcurrencyLease lease, bool wasHeld)
    {
        RedisReply<RedisResult> reply = await _gate
            .EvaluateAsync(
                new ScriptCall(ConcurrencyScripts.Release, [lease.Partition.State], [lease.Member]),
                CancellationToken.None)
            .ConfigureAwait(false);
        if (!wasHeld)
        {
            _metrics.Returned(lease.Permits, reply.Failure == RedisFailure.None);
        }
    }

    /// <summary>Renews all leases of the process, one call for each partition, and tells those that are lost.</summary>
    private async Task RenewAsync()
    {
        // A round that takes longer than its interval is not joined by a second.
        if (Interlocked.Exchange(ref _renewing, true))
        {
            return;
        }

        try
        {
            foreach (ConcurrencyPartition partition in _holding.Keys)
            {
                ConcurrencyLease[] held = partition.Held();
                if (held.Length == 0)
                {
                    Forget(partition);
                }
                else
                {
                    await RenewAsync(partition, held).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            Volatile.Write(ref _renewing, false);
        }
    }

    private void Forget(ConcurrencyPartition partition)
    {
        _holding.TryRemove(partition, out _);

        // A lease that was taken meanwhile must not be forgotten with it.
        if (partition.Held().Length > 0)
        {
            _holding[partition] = true;
        }
    }

    private async Task RenewAsync(ConcurrencyPartition partition, ConcurrencyLease[] held)
    {
        long deadline = DeadlineFromNow();
        RedisValue[] arguments =
            [Microseconds.Of(_options.LeaseDuration), .. held.Select(lease => (RedisValue)lease.Member)];
        RedisReply<RedisResult> reply = await _gate
            .EvaluateAsync(
                new ScriptCall(ConcurrencyScripts.Renew, [partition.State], arguments), CancellationToken.None)
            .ConfigureAwait(false);
        ConcurrencyLease[] lost;
        if (reply.Failure == RedisFailure.None)
        {
            var positions = (long[])reply.Value!;
            lost = [.. positions.Select(position => held[position])];
            foreach (ConcurrencyLease lease in held.Except(lost))
            {
                lease.Deadline = deadline;
            }
        }
        else
        {
            long now = _timeProvider.GetTimestamp();
            lost = [.. held.Where(lease => lease.Deadline <= now)];
        }

        Lose(partition, lost);
    }

    private void Lose(ConcurrencyPartition partition, ConcurrencyLease[] lost)
    {
        // A lease that was released meanwhile is not lost.
        HashSet<ConcurrencyLease> held = [.. partition.Held()];
        ConcurrencyLease[] mine = [.. lost.Where(held.Contains)];
        if (mine.Length == 0)
        {
            return;
        }

        Log.LeasesLost(_logger, Policy, mine.Length);
        _metrics.LeasesLost(mine.Length);
        foreach (ConcurrencyLease lease in mine)
        {
            partition.LetGo(lease);
            lease.Lose();
        }
    }
}

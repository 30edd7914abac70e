using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using Patterns.RateLimiting.Limits;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Concurrency;

// What happens to leases after they are granted.
public sealed partial class RedisConcurrencyLimiter
{
    // Enough for 10,000 partitions in a second on a Redis that answers in 10 ms, and no burst that others feel.
    private static readonly ParallelOptions _renewedAtATime = new() { MaxDegreeOfParallelism = 100 };

    /// <summary>Gives the permits of a lease back that is disposed of. Nobody waits for it: if it fails, they count
    /// until the lease is over.</summary>
    internal void Release(ConcurrencyLease lease)
    {
        if (lease.IsInRedis)
        {
            lease.Partition.LetGo(lease);
            _ = ReleaseAsync(lease);
        }
        else if (lease.Answer.Reason == RateLimitReason.GrantedByFallback)
        {
            lease.Partition.ReturnFallback(lease.Permits);
        }
    }

    /// <summary>Gives back what was granted to a caller that has left.</summary>
    internal void GiveBack(ConcurrencyLease lease) => _ = GiveBackAsync(lease);

    /// <summary>Tells the holders of leases that these no longer count.</summary>
    internal void Lose(ConcurrencyPartition partition, params ConcurrencyLease[] lost)
    {
        // A lease that was released meanwhile is not lost.
        ConcurrencyLease[] mine = [.. lost.Where(partition.LetGo)];
        if (mine.Length == 0)
        {
            return;
        }

        Log.LeasesLost(Logger, Policy, mine.Length);
        _metrics.LeasesLost(mine.Length);
        foreach (ConcurrencyLease lease in mine)
        {
            lease.Lose();
        }
    }

    private async Task GiveBackAsync(ConcurrencyLease lease)
        => _metrics.Returned(lease.Permits, await ReleaseAsync(lease).ConfigureAwait(false));

    /// <returns>Whether Redis has confirmed it.</returns>
    private async Task<bool> ReleaseAsync(ConcurrencyLease lease)
    {
        RedisReply<RedisResult> reply = await _gate
            .EvaluateAsync(
                new ScriptCall(ConcurrencyScripts.Release, [lease.Partition.State], [lease.Member]),
                CancellationToken.None)
            .ConfigureAwait(false);
        return reply.Failure == RedisFailure.None;
    }

    /// <summary>Renews all leases of the process, one call for each partition, many at a time, and tells those that are
    /// lost.</summary>
    private async Task RenewAsync()
    {
        long start = _timeProvider.GetTimestamp();
        try
        {
            // None waits for another: a round must be over long before the leases are, however many there are.
            await Parallel
                .ForEachAsync(_holding.Keys, _renewedAtATime, (partition, _) => RenewAsync(partition))
                .ConfigureAwait(false);
        }
        finally
        {
            // Counted from the start of this round, but armed at its end: rounds on a slow Redis do not pile up.
            TimeSpan left = Options.RenewalInterval - _timeProvider.GetElapsedTime(start);
            _renewals.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
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

    private async ValueTask RenewAsync(ConcurrencyPartition partition)
    {
        ConcurrencyLease[] held = partition.Held();
        if (held.Length == 0)
        {
            Forget(partition);
            return;
        }

        ConcurrencyLease[] lost;
        try
        {
            lost = await RenewAsync(partition, held).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            // Not of Redis, but of a pipeline of the caller's own, say: it must not end the leases of others.
            Log.RenewalFaulted(Logger, Policy, partition.Name, fault);
            lost = Over(held);
        }

        Lose(partition, lost);
    }

    /// <returns>Which of the leases are lost.</returns>
    private async Task<ConcurrencyLease[]> RenewAsync(ConcurrencyPartition partition, ConcurrencyLease[] held)
    {
        RedisConcurrencyOptions options = Options;
        long deadline = DeadlineFromNow(options);
        RedisValue[] arguments =
            [Microseconds.Of(options.LeaseDuration), .. held.Select(lease => (RedisValue)lease.Member)];
        RedisReply<RedisResult> reply = await _gate
            .EvaluateAsync(
                new ScriptCall(ConcurrencyScripts.Renew, [partition.State], arguments), CancellationToken.None)
            .ConfigureAwait(false);
        if (reply.Failure != RedisFailure.None)
        {
            return Over(held);
        }

        var positions = (long[])reply.Value!;
        ConcurrencyLease[] lost = [.. positions.Select(position => held[position])];
        foreach (ConcurrencyLease lease in held.Except(lost))
        {
            lease.Deadline = deadline;
        }

        return lost;
    }

    private ConcurrencyLease[] Over(ConcurrencyLease[] held)
    {
        long now = _timeProvider.GetTimestamp();
        return [.. held.Where(lease => lease.Deadline <= now)];
    }
}

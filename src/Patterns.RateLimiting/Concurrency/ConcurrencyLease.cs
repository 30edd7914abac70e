using Patterns.Core.Scripting;
using Patterns.RateLimiting.Decisions;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Concurrency;

/// <summary>Permits that are taken until the lease is disposed of, or not renewed in time.</summary>
public sealed class ConcurrencyLease : RedisRateLimitLease, ILateReplyHandler
{
    private readonly RedisConcurrencyLimiter _limiter;
    private CancellationTokenSource? _lost;
    private bool _isLost;
    private bool _released;

    internal ConcurrencyLease(
        RedisConcurrencyLimiter limiter, ConcurrencyPartition partition, string member, int permits, long deadline)
    {
        _limiter = limiter;
        Partition = partition;
        Member = member;
        Permits = permits;
        Deadline = deadline;
    }

    /// <inheritdoc/>
    public override RateLimitDecision Decision => Answer;

    /// <summary>Cancelled when the permits may no longer count, because Redis did not confirm a renewal in
    /// time.</summary>
    public CancellationToken LostToken
    {
        get
        {
            // Made when somebody asks, because few do.
            if (_lost is null)
            {
                Interlocked.CompareExchange(ref _lost, new CancellationTokenSource(), comparand: null);
            }

            if (Volatile.Read(ref _isLost))
            {
                _lost.Cancel();
            }

            return _lost.Token;
        }
    }

    internal ConcurrencyPartition Partition { get; }

    /// <summary>How the lease stands in Redis.</summary>
    internal string Member { get; }

    internal int Permits { get; }

    /// <summary>Until when, by the clock of this process, the permits count at least.</summary>
    internal long Deadline { get; set; }

    internal RateLimitDecision Answer { get; set; }

    /// <summary>Whether Redis knows of the lease, or the fallback of this process.</summary>
    internal bool IsCounted { get; set; }

    void ILateReplyHandler.RepliedLate(RedisResult reply)
    {
        if ((Verdict)(int)((RedisResult[])reply!)[1] == Verdict.Granted)
        {
            _limiter.Release(this, wasHeld: false);
        }
    }

    internal void Lose()
    {
        Volatile.Write(ref _isLost, true);
        Interlocked.MemoryBarrier();
        _lost?.Cancel();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !Interlocked.Exchange(ref _released, true))
        {
            _limiter.Release(this, wasHeld: true);
        }

        base.Dispose(disposing);
    }
}

using Patterns.Core.Scripting;
using Patterns.RateLimiting.Decisions;
using Patterns.RateLimiting.Limits;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Concurrency;

/// <summary>Permits that are taken until the lease is disposed of, or not renewed in time.</summary>
public sealed class ConcurrencyLease : RedisRateLimitLease, ILateReplyHandler
{
    private readonly RedisConcurrencyLimiter _limiter;
    private CancellationTokenSource? _lost;
    private ITimer? _watch;
    private long _deadline;
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

    /// <summary>Cancelled when the permits may no longer count: Redis has forgotten the lease, or did not confirm a
    /// renewal until its time was over by the clock of this process. Never cancelled if Redis does not count the lease,
    /// which <see cref="RedisRateLimitLease.Decision"/> tells.</summary>
    public CancellationToken LostToken
    {
        get
        {
            // Made when somebody asks, because few do.
            if (_lost is null
                && Interlocked.CompareExchange(ref _lost, new CancellationTokenSource(), comparand: null) is null
                && IsInRedis)
            {
                _watch = Partition.Clock.CreateTimer(
                    static lease => ((ConcurrencyLease)lease!).LoseInTime(),
                    this,
                    Timeout.InfiniteTimeSpan,
                    Timeout.InfiniteTimeSpan);
                LoseInTime();
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
    internal long Deadline
    {
        get => Volatile.Read(ref _deadline);
        set => Volatile.Write(ref _deadline, value);
    }

    internal RateLimitDecision Answer { get; set; }

    /// <summary>Whether Redis counts the lease.</summary>
    internal bool IsInRedis => Answer.Reason == RateLimitReason.Granted && Permits > 0;

    void ILateReplyHandler.RepliedLate(RedisResult reply)
    {
        if ((Verdict)(int)((RedisResult[])reply!)[1] == Verdict.Granted)
        {
            _limiter.GiveBack(this);
        }
    }

    internal void Lose()
    {
        Volatile.Write(ref _isLost, true);
        Interlocked.MemoryBarrier();

        // What the holder does then is not waited for, and its faults are its own.
        _ = _lost?.CancelAsync();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !Interlocked.Exchange(ref _released, true))
        {
            _watch?.Dispose();
            _limiter.Release(this);
        }

        base.Dispose(disposing);
    }

    /// <summary>Loses the lease when its time is over, unless it is renewed or released until then.</summary>
    private void LoseInTime()
    {
        long now = Partition.Clock.GetTimestamp();
        if (now >= Deadline)
        {
            _limiter.Lose(Partition, this);
        }
        else
        {
            TimeSpan left = Partition.Clock.GetElapsedTime(now, Deadline);
            _watch!.Change(WholeMilliseconds.AtLeast(left), Timeout.InfiniteTimeSpan);
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;
using Patterns.Core.Scripting;
using Patterns.RateLimiting.Decisions;
using Patterns.RateLimiting.Limits;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Local;

/// <summary>What a process knows about one partition of a limiter.</summary>
[SuppressMessage(
    "Design", "CA1001:Types that own disposable fields should be disposable",
    Justification = "The leases are shared by all callers and hold nothing.")]
internal sealed class Partition : ILateReplyHandler
{
    private readonly RedisRateLimiter _limiter;
    private readonly TimeProvider _timeProvider;
    private readonly IdleTime _idle;
    private LocallyGrantedLease? _grantedLease;
    private LocallyRefusedLease? _refusal;
    private long _remaining;
    private long _resetAt;
    private long _granted;
    private long _refused;
    private long _waiting;

    public Partition(RedisRateLimiter limiter, string name, RedisKey state, RedisKey block, TimeProvider timeProvider)
    {
        _limiter = limiter;
        Name = name;
        State = state;
        Block = block;
        _timeProvider = timeProvider;
        _idle = new IdleTime(timeProvider);
    }

    public string Name { get; }

    public RedisKey State { get; }

    public RedisKey Block { get; }

    public ReservedPermits Reserved { get; } = new();

    /// <summary>Becomes another with <see cref="Forget"/>. Whoever asks Redis notes it before, because what he is told
    /// may be from the time before.</summary>
    public int Generation => Reserved.Generation;

    public FallbackWindow Fallback { get; } = new();

    /// <summary>How many permits are left, as far as known.</summary>
    public long Remaining => Volatile.Read(ref _remaining) + Reserved.Left;

    public TimeSpan ResetAfter
    {
        get
        {
            long left = Volatile.Read(ref _resetAt) - _timeProvider.GetTimestamp();
            return left <= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((double)left / _timeProvider.TimestampFrequency);
        }
    }

    public TimeSpan IdleTime => _idle.Elapsed;

    public RateLimiterStatistics Statistics => new()
    {
        CurrentAvailablePermits = Remaining,
        CurrentQueuedCount = Volatile.Read(ref _waiting),
        TotalSuccessfulLeases = Volatile.Read(ref _granted),
        TotalFailedLeases = Volatile.Read(ref _refused),
    };

    /// <summary>Answers from what is known here, if something is.</summary>
    public RedisRateLimitLease? TryLocally(RateLimiterSettings settings, int permits, out RateLimitReason reason)
    {
        if (Reserved.TryTake(permits))
        {
            reason = RateLimitReason.GrantedLocally;
            LocallyGrantedLease? lease = _grantedLease;
            return lease is not null && ReferenceEquals(lease.Settings, settings)
                ? lease
                : _grantedLease = new LocallyGrantedLease(this, settings);
        }

        LocallyRefusedLease? refusal = Volatile.Read(ref _refusal);
        if (refusal is not null && refusal.Covers(settings, permits, Generation))
        {
            reason = refusal.Reason;
            return refusal;
        }

        reason = RateLimitReason.NotKnownLocally;
        return null;
    }

    /// <summary>Remembers what Redis said, and keeps what it granted beyond what was asked for.</summary>
    /// <param name="settings">The limits of the call.</param>
    /// <param name="permits">How many were asked for.</param>
    /// <param name="decision">What was decided.</param>
    /// <param name="reserved">How many permits more were granted.</param>
    /// <param name="sent">When Redis was asked: the times of its reply cannot begin earlier.</param>
    /// <param name="generation">The <see cref="Generation"/> of that moment.</param>
    public void Learn(
        RateLimiterSettings settings,
        int permits,
        in RateLimitDecision decision,
        long reserved,
        long sent,
        int generation)
    {
        Volatile.Write(ref _remaining, decision.Remaining);
        long resetAfter = (long)(decision.ResetAfter.TotalSeconds * _timeProvider.TimestampFrequency);
        Volatile.Write(ref _resetAt, sent + resetAfter);
        if (decision.IsGranted)
        {
            Volatile.Write(ref _refusal, null);
        }
        else if (decision.RetryAfter is { } retryAfter && settings.LocalDenial > TimeSpan.Zero)
        {
            var end = new Deadline(sent, Shorter(retryAfter, settings.LocalDenial), _timeProvider);
            Volatile.Write(
                ref _refusal,
                new LocallyRefusedLease(settings, permits, generation, decision, sent, end, _timeProvider));
        }

        if (reserved > 0)
        {
            TimeSpan lifetime = Shorter(settings.LocalBatchLifetime, decision.ResetAfter);
            Reserved.Add(reserved, new Deadline(sent, lifetime, _timeProvider), generation);
        }
    }

    /// <summary>Forgets refusals and reserved permits, and those too that calls under way are about to learn
    /// of.</summary>
    public void Forget()
    {
        Reserved.Clear();
        Volatile.Write(ref _refusal, null);
    }

    public void Count(bool granted)
    {
        _idle.End();
        Interlocked.Increment(ref granted ? ref _granted : ref _refused);
    }

    public void BeginWaiting() => Interlocked.Increment(ref _waiting);

    public void EndWaiting() => Interlocked.Decrement(ref _waiting);

    /// <summary>Takes back what was granted to a caller that has left.</summary>
    public void GiveBack(in AcquireReply grant) => _limiter.GiveBack(this, grant);

    void ILateReplyHandler.RepliedLate(RedisResult reply) => GiveBack(AcquireReply.Read(reply));

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

using Patterns.RateLimiting.Limits;

namespace Patterns.RateLimiting.Local;

/// <summary>A refusal of Redis that is repeated until it may have changed, one lease for all callers.</summary>
/// <param name="settings">The limits under which it was refused.</param>
/// <param name="permits">How many permits were refused; fewer might be granted.</param>
/// <param name="generation">The generation of the partition's knowledge in which it was asked; in another, an operator
/// may have changed the answer.</param>
/// <param name="refusal">What Redis said.</param>
/// <param name="sent">When it was asked: the times of its reply count from there, as they cannot begin
/// earlier.</param>
/// <param name="end">Until when it is repeated.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class LocallyRefusedLease(
    RateLimiterSettings settings,
    int permits,
    int generation,
    RateLimitDecision refusal,
    long sent,
    Deadline end,
    TimeProvider timeProvider) : RedisRateLimitLease
{
    public override bool IsAcquired => settings.Shadow;

    public override RateLimitDecision Decision
    {
        get
        {
            TimeSpan elapsed = timeProvider.GetElapsedTime(sent);
            return refusal with
            {
                Reason = Reason,
                RetryAfter = Left(refusal.RetryAfter ?? TimeSpan.Zero, elapsed),
                ResetAfter = Left(refusal.ResetAfter, elapsed),
            };
        }
    }

    /// <summary>The reason alone.</summary>
    public RateLimitReason Reason
        => settings.Shadow ? RateLimitReason.GrantedInShadow
            : refusal.Reason == RateLimitReason.LimitReached ? RateLimitReason.LimitReachedLocally
            : refusal.Reason;

    public bool Covers(RateLimiterSettings current, int asked, int currentGeneration)
        => ReferenceEquals(current, settings)
            && asked >= permits
            && currentGeneration == generation
            && !end.IsOver;

    private static TimeSpan Left(TimeSpan time, TimeSpan elapsed) => time > elapsed ? time - elapsed : TimeSpan.Zero;
}

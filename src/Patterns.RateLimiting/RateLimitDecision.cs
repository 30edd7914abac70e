namespace Patterns.RateLimiting;

/// <summary>What a limiter decided, and what it knew.</summary>
public readonly record struct RateLimitDecision
{
    /// <summary>Why the permits were granted or refused.</summary>
    public required RateLimitReason Reason { get; init; }

    /// <summary>The name of the policy that decided.</summary>
    public required string Policy { get; init; }

    /// <summary>How many permits the policy grants in <see cref="Window"/>.</summary>
    public required long Limit { get; init; }

    /// <summary>The time over which <see cref="Limit"/> is meant; zero where permits are given back.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>How many permits are left, as far as known.</summary>
    public long Remaining { get; init; }

    /// <summary>When it is worth asking for the same again; null when it is granted, when asking again is of no use,
    /// and when nobody knows.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>When all permits will be there again if nobody takes any.</summary>
    public TimeSpan ResetAfter { get; init; }

    /// <summary>Whether the caller may go on.</summary>
    public bool IsGranted => Reason <= RateLimitReason.GrantedByFallback;
}

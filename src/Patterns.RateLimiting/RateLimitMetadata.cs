using System.Threading.RateLimiting;

namespace Patterns.RateLimiting;

/// <summary>The names of what leases tell, beside <see cref="MetadataName.RetryAfter"/>.</summary>
public static class RateLimitMetadata
{
    /// <summary><see cref="RateLimitDecision.Limit"/>.</summary>
    public static MetadataName<long> Limit { get; } = new("LIMIT");

    /// <summary><see cref="RateLimitDecision.Remaining"/>.</summary>
    public static MetadataName<long> Remaining { get; } = new("REMAINING");

    /// <summary><see cref="RateLimitDecision.ResetAfter"/>.</summary>
    public static MetadataName<TimeSpan> ResetAfter { get; } = new("RESET_AFTER");

    /// <summary><see cref="RateLimitDecision.Policy"/>.</summary>
    public static MetadataName<string> Policy { get; } = new("POLICY");

    /// <summary><see cref="RateLimitDecision.Reason"/>.</summary>
    public static MetadataName<RateLimitReason> Reason { get; } = new("REASON");
}

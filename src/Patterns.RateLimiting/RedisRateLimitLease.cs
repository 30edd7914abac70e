using System.Threading.RateLimiting;

namespace Patterns.RateLimiting;

/// <summary>The answer of a limiter on Redis.</summary>
public abstract class RedisRateLimitLease : RateLimitLease
{
    private static readonly string[] _names =
    [
        MetadataName.RetryAfter.Name,
        RateLimitMetadata.Limit.Name,
        RateLimitMetadata.Remaining.Name,
        RateLimitMetadata.ResetAfter.Name,
        RateLimitMetadata.Policy.Name,
        RateLimitMetadata.Reason.Name,
    ];

    private protected RedisRateLimitLease()
    {
    }

    /// <summary>What was decided. The times of an answer that came from this process count from now.</summary>
    public abstract RateLimitDecision Decision { get; }

    /// <inheritdoc/>
    public override bool IsAcquired => Decision.IsGranted;

    /// <inheritdoc/>
    public override IEnumerable<string> MetadataNames => _names;

    /// <inheritdoc/>
    public override bool TryGetMetadata(string metadataName, out object? metadata)
    {
        RateLimitDecision decision = Decision;
        metadata = metadataName switch
        {
            _ when metadataName == MetadataName.RetryAfter.Name => decision.RetryAfter,
            _ when metadataName == RateLimitMetadata.Limit.Name => decision.Limit,
            _ when metadataName == RateLimitMetadata.Remaining.Name => decision.Remaining,
            _ when metadataName == RateLimitMetadata.ResetAfter.Name => decision.ResetAfter,
            _ when metadataName == RateLimitMetadata.Policy.Name => decision.Policy,
            _ when metadataName == RateLimitMetadata.Reason.Name => decision.Reason,
            _ => null,
        };
        return metadata is not null;
    }
}

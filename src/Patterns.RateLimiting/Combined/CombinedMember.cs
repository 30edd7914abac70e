using Patterns.RateLimiting.Limits;
using Patterns.RateLimiting.Local;

namespace Patterns.RateLimiting.Combined;

/// <summary>A limit that takes part in a call, as it is at this moment.</summary>
internal sealed record CombinedMember(RedisRateLimiter Limiter, Partition Partition, int Weight)
{
    public RateLimiterSettings Settings { get; } = Limiter.Settings;
}

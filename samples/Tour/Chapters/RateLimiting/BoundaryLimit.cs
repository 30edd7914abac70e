using Patterns.RateLimiting;

namespace Tour.Chapters.RateLimiting;

/// <summary>A limiter and what it promises.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Limiter">The limiter.</param>
/// <param name="First">What a first burst must be granted at least.</param>
/// <param name="Promise">What it grants at most in a time.</param>
internal sealed record BoundaryLimit(
    string Name, RedisRateLimiter Limiter, long First, Func<BoundarySpan, long> Promise);

using Patterns.Core.Resilience;

namespace Patterns.Caching.Health;

/// <summary>Whether Redis has answered.</summary>
/// <param name="RoundTrip">How long it took; null if it did not.</param>
/// <param name="Failure">Why it did not.</param>
/// <param name="Exception">What the client threw.</param>
internal readonly record struct CacheHealth(TimeSpan? RoundTrip, RedisFailure Failure, Exception? Exception);

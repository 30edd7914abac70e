namespace Patterns.RateLimiting.Combined;

/// <summary>One of the limits of a combined call.</summary>
/// <typeparam name="TResource">What is limited, such as a request.</typeparam>
/// <param name="Limiter">The limit; any but the leaky bucket, in which callers wait.</param>
/// <param name="Partition">Whose permits a call counts; null leaves the limit out of this call.</param>
/// <param name="Weight">How many permits this limit charges for each permit of the call: 1 or more.</param>
public sealed record CombinedPolicy<TResource>(
    RedisRateLimiter Limiter, Func<TResource, string?> Partition, int Weight = 1);

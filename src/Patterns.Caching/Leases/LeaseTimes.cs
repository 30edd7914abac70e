namespace Patterns.Caching.Leases;

/// <summary>How long leases last.</summary>
/// <param name="Lease">How long a lease lasts unless it is renewed.</param>
/// <param name="Alone">How long the key of a lease without a value stands. Longer than the lease, so that a fill whose
/// renewals are late is still accepted while nobody else has taken over.</param>
/// <param name="RetryDelay">How long a stale value is served after a failure before the source is asked again.</param>
internal readonly record struct LeaseTimes(TimeSpan Lease, TimeSpan Alone, TimeSpan RetryDelay)
{
    public static LeaseTimes Of(RedisCacheOptions options) => new(
        options.LeaseTime, (2 * options.LeaseTime) + options.SourceTimeout, options.StaleRetryDelay);

    public static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}

using Patterns.Caching.Entries;

namespace Patterns.Caching;

/// <summary>How one entry is stored. Immutable, so one instance can serve all calls.</summary>
public sealed record CacheEntryOptions
{
    /// <summary>How long the entry lives, before jitter.</summary>
    /// <value>1 millisecond to 3650 days; null, the default, means <see cref="RedisCacheOptions.TimeToLive"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of bounds.</exception>
    public TimeSpan? TimeToLive
    {
        get;
        init => field = value is null ? null : EntryLifetime.CheckTimeToLive(value.Value);
    }

    /// <summary>By which share the time to live varies at random, up and down.</summary>
    /// <value>0 (always the same) to 0.5; null, the default, means <see cref="RedisCacheOptions.Jitter"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of bounds.</exception>
    public double? Jitter
    {
        get;
        init => field = value is null ? null : EntryLifetime.CheckJitter(value.Value);
    }
}

using Patterns.Caching.Entries;
using Patterns.Caching.Local;

namespace Patterns.Caching;

/// <summary>How one entry is stored. Immutable, so one instance can serve all calls.</summary>
public sealed record CacheEntryOptions
{
    /// <summary>How long the entry lives, before jitter.</summary>
    /// <value>1 millisecond to 3650 days; null, the default, means <see cref="RedisCacheOptions.TimeToLive"/>, and no
    /// bound beside <see cref="SlidingExpiration"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of bounds.</exception>
    public TimeSpan? TimeToLive
    {
        get;
        init => field = value is null ? null : EntryLifetime.CheckTimeToLive(value.Value);
    }

    /// <summary>
    /// By which share the time to live varies at random, up and down. A sliding expiry does not vary.
    /// </summary>
    /// <value>0 (always the same) to 0.5; null, the default, means <see cref="RedisCacheOptions.Jitter"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of bounds.</exception>
    public double? Jitter
    {
        get;
        init => field = value is null ? null : EntryLifetime.CheckJitter(value.Value);
    }

    /// <summary>Lets the entry live for this long after each read, until <see cref="TimeToLive"/> is over if that is
    /// set. Reads within the first sixty-fourth of the span prolong nothing, which spares a frequently read entry most
    /// of the writes.</summary>
    /// <value>1 millisecond to 3650 days; null, the default, means that reads prolong nothing.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of bounds.</exception>
    public TimeSpan? SlidingExpiration
    {
        get;
        init => field = value is null ? null : EntryLifetime.CheckTimeToLive(value.Value);
    }

    /// <summary>How long a null lives, before jitter; never longer than another value.</summary>
    /// <value>1 millisecond to 3650 days; null, the default, means
    /// <see cref="RedisCacheOptions.NegativeTimeToLive"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of bounds.</exception>
    public TimeSpan? NegativeTimeToLive
    {
        get;
        init => field = value is null ? null : EntryLifetime.CheckTimeToLive(value.Value);
    }

    /// <summary>For how long after its time the value may be served when the source fails or is slow.</summary>
    /// <value>Zero (not at all) to 30 days; null, the default, means <see cref="RedisCacheOptions.StaleFor"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of bounds.</exception>
    public TimeSpan? StaleFor
    {
        get;
        init => field = value is null ? null : EntryLifetime.CheckStaleFor(value.Value);
    }

    /// <summary>How long a caller waits for the source while a stale value is at hand. It then takes the stale value,
    /// and the source call goes on.</summary>
    /// <value>Zero to 1 hour; null, the default, means <see cref="RedisCacheOptions.SourceSoftTimeout"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of bounds.</exception>
    public TimeSpan? SourceSoftTimeout
    {
        get;
        init => field = value is null ? null : EntryLifetime.CheckSoftTimeout(value.Value);
    }

    /// <summary>Lets a read in the last so much of the entry's time refresh it in the background, after the reader has
    /// its value. Beside <see cref="EarlyRefreshBeta"/>, which draws lots, this is certain.</summary>
    /// <value>Zero to 3650 days; null, the default, refreshes nothing. Jitter shortens an entry's time, so keep well
    /// below it.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of bounds.</exception>
    public TimeSpan? RefreshAhead
    {
        get;
        init => field = value is null ? null : EntryLifetime.CheckRefreshAhead(value.Value);
    }

    /// <summary>How long the value may be held in the process, if the cache holds values there; never longer than its
    /// own time and <see cref="LocalLevelOptions.TimeToLive"/>.</summary>
    /// <value>Zero, which neither looks there nor holds it there, to 3650 days; null, the default, holds it as long as
    /// it may be.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of bounds.</exception>
    public TimeSpan? LocalTimeToLive
    {
        get;
        init => field = value is null ? null : EntryLifetime.CheckHeldFor(value.Value);
    }

    /// <summary>How early reads refresh the entry before its time is over.</summary>
    /// <value>0 (never) to 10; null, the default, means <see cref="RedisCacheOptions.EarlyRefreshBeta"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of bounds.</exception>
    public double? EarlyRefreshBeta
    {
        get;
        init => field = value is null ? null : EntryLifetime.CheckBeta(value.Value);
    }
}

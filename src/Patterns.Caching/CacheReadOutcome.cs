namespace Patterns.Caching;

/// <summary>What a read of the cache found.</summary>
public enum CacheReadOutcome
{
    /// <summary>There is no entry: it was never stored, or it expired, was removed or was evicted.</summary>
    Miss,

    /// <summary>The entry was there.</summary>
    Hit,

    /// <summary>There is something under the key that is not a readable entry: bytes of another program, another
    /// layout, or a value of another type. It counts as a miss, and the next fill overwrites it.</summary>
    Unreadable,

    /// <summary>Redis did not answer, or answered with an error.</summary>
    Unavailable,

    /// <summary>The entry's time is over, and its value is kept for the case that the source fails
    /// (<see cref="RedisCacheOptions.StaleFor"/>).</summary>
    Stale,

    /// <summary>The entry was there, and this read refreshes it before its time is over
    /// (<see cref="RedisCacheOptions.EarlyRefreshBeta"/>).</summary>
    Refresh,

    /// <summary>The entry was there, but one of its tags has been invalidated since it was filled.</summary>
    Invalidated,
}

using Patterns.Caching.Entries;

namespace Patterns.Caching;

/// <summary>What a factory knows about the fill that it serves, and what it may decide about it.</summary>
public sealed class CacheFactoryContext
{
    internal CacheFactoryContext(string key, CacheReadOutcome reason, TimeSpan timeToLive)
    {
        Key = key;
        Reason = reason;
        TimeToLive = timeToLive;
    }

    /// <summary>The key as the caller named it; the first, if the factory serves several.</summary>
    public string Key { get; }

    /// <summary>Why the source is called: never <see cref="CacheReadOutcome.Hit"/>.</summary>
    public CacheReadOutcome Reason { get; }

    /// <summary>How long the value will live, before jitter. A factory may change it once it knows the value: a shorter
    /// time for a null, or the source's own expiry.</summary>
    /// <value>1 millisecond to 3650 days; at first what the caller's options say.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of bounds.</exception>
    public TimeSpan TimeToLive
    {
        get;
        set => field = EntryLifetime.CheckTimeToLive(value);
    }

    internal bool Stores { get; private set; } = true;

    /// <summary>What was decided for several keys, for one of them.</summary>
    internal CacheFactoryContext For(string key) => new(key, Reason, TimeToLive) { Stores = Stores };

    /// <summary>Hands the value to the waiting callers without storing it: the next reader asks the source.</summary>
    public void DoNotStore() => Stores = false;
}

using Patterns.Caching.Guards;

namespace Patterns.Caching.Strategies.ReadThrough;

/// <summary>
/// The options of a <see cref="ReadThroughCache{TKey, TValue}"/>. They are read once, when it is created.
/// </summary>
/// <typeparam name="TKey">What names a value.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
public sealed class ReadThroughOptions<TKey, TValue>
    where TKey : notnull
{
    /// <summary>The name of an entry.</summary>
    /// <value>The default is the culture-invariant text of the key.</value>
    public Func<TKey, string> NameOf { get; set; } =
        static key => Convert.ToString(key, System.Globalization.CultureInfo.InvariantCulture) ?? "";

    /// <summary>How entries are stored.</summary>
    /// <value>Null, the default, means the cache's own options.</value>
    public CacheEntryOptions? Entry { get; set; }

    /// <summary>Knows which names exist. It is asked about a name that is not cached before the loader is, and a name
    /// that it denies is neither loaded nor remembered.</summary>
    /// <value>Null, the default, asks the loader about every name.</value>
    public BloomGuard? Guard { get; set; }

    /// <summary>The tags that all entries get.</summary>
    /// <value>The default is none; up to 32, of 1 to 256 characters.</value>
    public IReadOnlyCollection<string> Tags { get; set; } = [];
}

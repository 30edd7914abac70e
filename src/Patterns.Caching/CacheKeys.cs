using Patterns.Core;
using StackExchange.Redis;

namespace Patterns.Caching;

/// <summary>All keys of the package.</summary>
/// <param name="prefix">The cache's prefix.</param>
internal sealed class CacheKeys(string prefix)
{
    private const int FormatVersion = 1;

    private readonly KeyBuilder _keys = new(prefix, FormatVersion);

    /// <summary>The string that holds an entry.</summary>
    public RedisKey Entry(string key) => _keys.For(key);
}

using Patterns.Core;
using StackExchange.Redis;

namespace Patterns.Caching;

/// <summary>All keys of the package, and its channel.</summary>
/// <param name="prefix">The cache's prefix.</param>
internal sealed class CacheKeys(string prefix)
{
    public const int FormatVersion = 2;

    private readonly KeyBuilder _entries = new(prefix, FormatVersion, "e");

    /// <summary>Where processes with the same cache tell each other what has happened.</summary>
    public RedisChannel Channel { get; } = RedisChannel.Literal($"{prefix}:{FormatVersion}:messages");

    /// <summary>The channel as scripts take it.</summary>
    public RedisValue ChannelName { get; } = $"{prefix}:{FormatVersion}:messages";

    /// <summary>The string that holds an entry, and the lease of whoever fills it.</summary>
    public RedisKey Entry(string key) => _entries.For(key);
}

using Patterns.Core;
using StackExchange.Redis;

namespace Patterns.Caching;

/// <summary>All keys of the package, and its channel.</summary>
/// <param name="prefix">The cache's prefix.</param>
internal sealed class CacheKeys(string prefix)
{
    public const int FormatVersion = 2;

    private readonly KeyBuilder _entries = new(prefix, FormatVersion, "e");
    private readonly KeyBuilder _tags = new(prefix, FormatVersion, "t");
    private readonly KeyBuilder _copies = new(prefix, FormatVersion, "r");
    private readonly KeyBuilder _chunks = new(prefix, FormatVersion, "c");
    private readonly KeyBuilder _writes = new(prefix, FormatVersion, "w");
    private readonly KeyBuilder _generations = new(prefix, FormatVersion, "g");

    /// <summary>Where processes with the same cache tell each other what has happened.</summary>
    public RedisChannel Channel { get; } = RedisChannel.Literal($"{prefix}:{FormatVersion}:messages");

    /// <summary>The channel as scripts take it.</summary>
    public RedisValue ChannelName { get; } = $"{prefix}:{FormatVersion}:messages";

    /// <summary>What the keys of all entries begin with.</summary>
    public string EntryPrefix { get; } = $"{prefix}:{FormatVersion}:e:";

    /// <summary>The string that holds an entry, and the lease of whoever fills it.</summary>
    public RedisKey Entry(string key) => _entries.For(key);

    /// <summary>The string that holds a copy of a hot entry. The braces keep a hash tag in the name from putting the
    /// copy into the slot of the entry.</summary>
    public RedisKey Copy(string key, int copy) => _copies.For($"{{{copy}:{key.Replace('}', ')')}}}:{key}");

    /// <summary>The hash that holds the versions of a tag.</summary>
    public RedisKey Tag(string tag) => _tags.For(tag);

    /// <summary>The string that holds a chunk of the entry with this stamp.</summary>
    public RedisKey Chunk(string stamp, int index) => _chunks.For($"{stamp}:{index}");

    /// <summary>A key of a log of writes that the source gets later.</summary>
    public RedisKey Write(string name) => _writes.For(name);

    /// <summary>The string that holds the generation of a namespace.</summary>
    public RedisKey Generation(string name) => _generations.For(name);
}

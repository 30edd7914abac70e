using System.Globalization;
using Patterns.Caching.Entries;
using StackExchange.Redis;

namespace Patterns.Caching.Backplane;

/// <summary>Writes and numbers what this cache tells the others. The numbers let them notice what they have
/// missed.</summary>
/// <param name="enabled">Whether changes are announced at all.</param>
internal sealed class Announcer(bool enabled)
{
    private long _sent;

    /// <summary>Which cache is speaking.</summary>
    public ulong Sender { get; } = EntryStamp.Next().Value;

    public bool IsEnabled => enabled;

    /// <summary>The next message; empty if changes are not announced.</summary>
    public RedisValue Next(CacheMessageKind kind, string name)
        => enabled
            ? new CacheMessage(kind, Sender, Interlocked.Increment(ref _sent), name).ToBytes()
            : RedisValue.EmptyString;

    /// <summary>Tells how many messages there have been.</summary>
    /// <param name="beat">The number of the heartbeat itself.</param>
    public RedisValue Heartbeat(long beat)
    {
        string name = beat.ToString(CultureInfo.InvariantCulture);
        return new CacheMessage(CacheMessageKind.Heartbeat, Sender, Interlocked.Read(ref _sent), name).ToBytes();
    }
}

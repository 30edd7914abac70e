using Engine.Server.Keyspace;

namespace Engine.Server.Sessions;

/// <summary>The channels, patterns and shard channels that one client listens to.</summary>
internal sealed class Subscriptions
{
    public HashSet<byte[]> Channels { get; } = new(ByteArrayComparer.Instance);

    public HashSet<byte[]> Patterns { get; } = new(ByteArrayComparer.Instance);

    public HashSet<byte[]> ShardChannels { get; } = new(ByteArrayComparer.Instance);

    public int Count => Channels.Count + Patterns.Count + ShardChannels.Count;
}

using Engine.Server.Keyspace;

namespace Engine.Server.Sessions;

/// <summary>The channels, patterns and shard channels that one client listens to.</summary>
internal sealed class Subscriptions
{
    public HashSet<byte[]> Channels { get; } = new(ByteArrayComparer.Instance);

    public HashSet<byte[]> Patterns { get; } = new(ByteArrayComparer.Instance);

    public HashSet<byte[]> ShardChannels { get; } = new(ByteArrayComparer.Instance);

    public HashSet<byte[]> this[SubscriptionKind kind] => kind switch
    {
        SubscriptionKind.Channel => Channels,
        SubscriptionKind.Pattern => Patterns,
        _ => ShardChannels,
    };

    public int Count => Channels.Count + Patterns.Count + ShardChannels.Count;

    /// <summary>
    /// The number that confirmations carry: shard channels are counted apart from channels and patterns.
    /// </summary>
    public int CountBeside(SubscriptionKind kind) =>
        kind == SubscriptionKind.ShardChannel ? ShardChannels.Count : Channels.Count + Patterns.Count;
}

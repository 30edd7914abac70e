namespace Engine.Server.Sessions;

/// <summary>What a client may listen to.</summary>
internal enum SubscriptionKind
{
    Channel,

    /// <summary>All channels whose name matches.</summary>
    Pattern,

    /// <summary>
    /// A channel that belongs to the node of its hash slot; its names are apart from those of channels.
    /// </summary>
    ShardChannel,
}

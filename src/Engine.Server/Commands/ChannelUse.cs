namespace Engine.Server.Commands;

/// <summary>What a command does with channels that a user must be allowed to use.</summary>
internal enum ChannelUse
{
    /// <summary>Nothing; whoever listens may always stop to.</summary>
    None,

    /// <summary>Its first argument is a channel to publish to.</summary>
    Publish,

    /// <summary>All its arguments are channels to listen to.</summary>
    Listen,

    /// <summary>All its arguments are patterns of channels to listen to.</summary>
    ListenByPattern,
}

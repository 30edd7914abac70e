namespace Engine.Server.Sessions;

/// <summary>Whether a client wants replies: CLIENT REPLY.</summary>
internal enum ReplyMode
{
    On,
    Off,

    /// <summary>The next command gets no reply; then replies are on again.</summary>
    SkipNext,

    /// <summary>The command that is running gets no reply.</summary>
    Skipping,
}

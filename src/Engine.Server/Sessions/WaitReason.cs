namespace Engine.Server.Sessions;

/// <summary>Why a session processes no requests at the moment.</summary>
internal enum WaitReason
{
    None,

    /// <summary>CLIENT PAUSE holds its command back.</summary>
    Paused,

    /// <summary>Its command waits for a key to get a value.</summary>
    Blocked,

    /// <summary>A gate of the test host holds its request or reply.</summary>
    Held,

    /// <summary>Its SHUTDOWN is ending the engine.</summary>
    EngineEnds,
}

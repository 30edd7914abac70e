namespace Engine.Server.Access;

/// <summary>Where a request came from that was denied.</summary>
internal enum DenialContext
{
    TopLevel,

    /// <summary>It was to be queued, or queued already.</summary>
    Multi,

    /// <summary>A script or a function called it.</summary>
    Lua,
}

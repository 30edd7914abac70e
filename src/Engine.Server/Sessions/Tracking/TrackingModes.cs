namespace Engine.Server.Sessions.Tracking;

/// <summary>How a client is told of keys that change, as CLIENT TRACKING ON asks for it.</summary>
[Flags]
internal enum TrackingModes
{
    None = 0,

    /// <summary>BCAST: of all keys with certain prefixes, whether the client has read them or not.</summary>
    Broadcast = 1 << 0,

    /// <summary>OPTIN: only of the keys read by commands before which the client says so.</summary>
    OptIn = 1 << 1,

    /// <summary>OPTOUT: of all keys that are read but by commands before which the client says so.</summary>
    OptOut = 1 << 2,

    /// <summary>NOLOOP: not of what the client itself changes.</summary>
    NoLoop = 1 << 3,
}

namespace Engine.Server.Commands.Strings;

/// <summary>The options of SET and GETEX.</summary>
[Flags]
internal enum StringOptions
{
    None = 0,

    /// <summary>NX</summary>
    OnlyAbsent = 1 << 0,

    /// <summary>XX</summary>
    OnlyPresent = 1 << 1,

    /// <summary>GET</summary>
    ReturnOld = 1 << 2,

    /// <summary>KEEPTTL</summary>
    KeepExpiry = 1 << 3,

    /// <summary>PERSIST</summary>
    Persist = 1 << 4,

    /// <summary>EX</summary>
    Seconds = 1 << 5,

    /// <summary>PX</summary>
    Milliseconds = 1 << 6,

    /// <summary>EXAT</summary>
    UnixSeconds = 1 << 7,

    /// <summary>PXAT</summary>
    UnixMilliseconds = 1 << 8,

    /// <summary>The options that an argument with a time follows.</summary>
    Timed = Seconds | Milliseconds | UnixSeconds | UnixMilliseconds,

    /// <summary>The options of which there can be only one.</summary>
    Expiry = Timed | KeepExpiry | Persist,

    OfSet = OnlyAbsent | OnlyPresent | ReturnOld | KeepExpiry | Timed,

    OfGetEx = Persist | Timed,
}

namespace Engine.Server.Commands;

/// <summary>What a command does and where it may run, in the order in which COMMAND INFO lists the names.</summary>
[Flags]
internal enum CommandFlags
{
    None = 0,
    Write = 1 << 0,
    ReadOnly = 1 << 1,
    DenyOom = 1 << 2,
    Admin = 1 << 3,
    PubSub = 1 << 4,
    NoScript = 1 << 5,
    Blocking = 1 << 6,
    Loading = 1 << 7,
    Stale = 1 << 8,
    SkipMonitor = 1 << 9,
    SkipSlowLog = 1 << 10,
    Asking = 1 << 11,
    Fast = 1 << 12,
    NoAuth = 1 << 13,
    MayReplicate = 1 << 14,
    NoMandatoryKeys = 1 << 15,
    Protected = 1 << 16,
    NoAsyncLoading = 1 << 17,
    NoMulti = 1 << 18,
    MovableKeys = 1 << 19,
    AllowBusy = 1 << 20,
}

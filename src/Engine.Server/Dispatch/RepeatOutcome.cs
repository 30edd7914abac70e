namespace Engine.Server.Dispatch;

/// <summary>What became of a command that a file repeats.</summary>
internal enum RepeatOutcome
{
    Done,

    /// <summary>There is no such command, or it does not take so many arguments.</summary>
    Unknown,

    /// <summary>The engine has no room for what it makes.</summary>
    OutOfMemory,
}

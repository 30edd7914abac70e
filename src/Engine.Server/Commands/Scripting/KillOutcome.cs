namespace Engine.Server.Commands.Scripting;

internal enum KillOutcome
{
    Killed,
    NothingRuns,

    /// <summary>A function runs and no script, or the other way round.</summary>
    OtherKind,

    /// <summary>It has written, and half of its writes would stay.</summary>
    HasWritten,
}

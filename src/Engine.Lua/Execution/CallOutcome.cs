namespace Engine.Lua.Execution;

/// <summary>What has become of a call.</summary>
internal enum CallOutcome
{
    /// <summary>It has returned, and its results are in place.</summary>
    Finished,

    /// <summary>A frame of a function of Lua waits to be run.</summary>
    Entered,

    /// <summary>The coroutine is to stop here.</summary>
    Yielded,
}

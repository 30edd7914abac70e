namespace Engine.Lua.Execution;

/// <summary>What a coroutine is doing, as coroutine.status tells it.</summary>
internal enum CoroutineStatus
{
    /// <summary>It has not begun, or it has yielded.</summary>
    Suspended,

    Running,

    /// <summary>It has resumed another one, which runs.</summary>
    Normal,

    /// <summary>It has returned, or an error has ended it.</summary>
    Dead,
}

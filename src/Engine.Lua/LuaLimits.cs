namespace Engine.Lua;

/// <summary>What a script may use before it is stopped. Each bound holds for the whole state.</summary>
public sealed class LuaLimits
{
    /// <summary>
    /// How many backward jumps and calls a script makes between two calls of <see cref="LuaState.Watch"/> and two looks
    /// at its memory. Default 10,000, at least 1: some tens of microseconds.
    /// </summary>
    public int WatchInterval { get; init; } = 10_000;

    /// <summary>
    /// The bytes that values reachable from the state may take, as an estimate; a script that needs more gets the error
    /// "not enough memory". Default 1 GiB.
    /// </summary>
    public long MaxMemory { get; init; } = 1L << 30;

    /// <summary>The length of the longest string, in bytes. Default and upper bound 512 MiB.</summary>
    public int MaxStringLength { get; init; } = 512 << 20;

    /// <summary>
    /// How many calls of Lua functions may be under way in a coroutine. Default 20,000, as in PUC Lua.
    /// </summary>
    public int MaxCallDepth { get; init; } = 20_000;

    /// <summary>
    /// How deep calls may nest that take the host's stack: host functions that call back, metamethods, coroutines, and
    /// levels of syntax while compiling. Default and upper bound 200, as in PUC Lua.
    /// </summary>
    public int MaxHostDepth { get; init; } = 200;
}

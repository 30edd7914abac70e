namespace Engine.Lua.Execution;

/// <summary>
/// Holds a state to its memory. The runtime counts what the thread allocates; only when that could exceed the limit
/// does a walk over everything reachable find out what is still alive. So staying within memory costs next to nothing.
/// </summary>
internal sealed class MemoryMeter(LuaState state)
{
    public const string NotEnough = "not enough memory";
    private const int LargeBlock = 64 << 10;

    private long _allocatedAtMeasure = GC.GetAllocatedBytesForCurrentThread();
    private long _live;

    /// <summary>What is alive at most: what was at the last measure, and everything allocated since.</summary>
    public long Estimate => _live + Math.Max(0, GC.GetAllocatedBytesForCurrentThread() - _allocatedAtMeasure);

    /// <summary>
    /// Called before a block is allocated whose size a script chose. Filling a large one counts as work.
    /// </summary>
    public void Announce(long length)
    {
        if (length < LargeBlock)
        {
            return;
        }

        if (length > state.Limits.MaxStringLength || length > state.Limits.MaxMemory)
        {
            throw new LuaException(NotEnough);
        }

        Check(length);
        state.Running.WorkOn(length);
    }

    /// <summary>Called at intervals while a script runs.</summary>
    public void Check(long announced = 0)
    {
        if (Estimate + announced > Math.Max(state.Limits.MaxMemory, _live + (state.Limits.MaxMemory / 4))
            && Measure() + announced > state.Limits.MaxMemory)
        {
            throw new LuaException(NotEnough);
        }
    }

    /// <summary>Counts what can be reached.</summary>
    public long Measure()
    {
        _live = new LiveWalk(state).Run();
        _allocatedAtMeasure = GC.GetAllocatedBytesForCurrentThread();
        return _live;
    }
}

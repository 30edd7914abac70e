using Engine.Lua.Values;

namespace Engine.Lua.Execution;

/// <summary>A call under way. Frames are reused: a coroutine keeps one for each depth that it reached.</summary>
internal sealed class LuaFrame(LuaFrame? caller)
{
    // The frame one level below, where a return leads.
    public readonly LuaFrame? Caller = caller;

    // The function of Lua that was called here last.
    public LuaClosure? Closure;

    // Where the stack holds the function, and its first register or argument.
    public int Function;
    public int Base;

    // Where the next instruction stands; means nothing for a function of the host.
    public int NextInstruction;

    // One past the last register; a function of the host uses the thread's top.
    public int Top;

    // How many results the caller wants, or AllResults.
    public int WantedResults;

    // How many calls gave their frame to this one by calling it last.
    public int TailCalls;

    // Whether the virtual machine leaves its loop when the function returns.
    public bool EndsRun;

    public bool IsLua;
}

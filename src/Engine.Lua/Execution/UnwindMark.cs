using Engine.Lua.Values;

namespace Engine.Lua.Execution;

/// <summary>
/// Where a thread stood before a protected call, to which an error leads back; from the top on, slots are the call's.
/// </summary>
internal readonly struct UnwindMark(LuaThread thread, int top)
{
    private readonly int _depth = thread.Depth;
    private readonly int _hostDepth = thread.HostDepth;
    private readonly LuaThread _running = thread.State.Running;

    /// <summary>Hands an error to its handler, while the calls that led to it are still on the thread.</summary>
    public LuaValue Handle(LuaValue value, in LuaValue handler)
    {
        // PUC Lua calls functions here, and nothing that only can be called.
        if (!handler.TryGetFunction(out _))
        {
            return LuaText.FromLatin1(LuaThread.ErrorInErrorHandling);
        }

        for (int attempts = thread.HostDepth; ; attempts++)
        {
            try
            {
                if (attempts >= thread.State.Limits.MaxHostDepth)
                {
                    return LuaText.FromLatin1(LuaThread.ErrorInErrorHandling);
                }

                thread.Top = Math.Max(thread.Top, thread.Current.IsLua ? thread.Current.Top : thread.Top);
                return thread.Invoke(handler, [value]);
            }
            catch (LuaException second)
            {
                value = second.Value;
            }
        }
    }

    /// <summary>Ends all calls since the mark.</summary>
    public void Unwind()
    {
        thread.Depth = _depth;
        thread.HostDepth = _hostDepth;
        thread.Top = top;
        _running.Regain();
        thread.CloseUpvalues(top);
        thread.AfterUnwind();
    }
}

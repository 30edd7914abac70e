using System.Diagnostics;
using Engine.Lua.Values;

namespace Engine.Lua.Execution;

/// <content>The thread as a coroutine. It uses no thread of the system: resuming it runs the loop on its
/// stack.</content>
internal sealed partial class LuaThread
{
    /// <summary>
    /// What a function of the host returns instead of a number of results to have its coroutine yield.
    /// </summary>
    public const int Yield = -1;

    public CoroutineStatus Status { get; private set; } = CoroutineStatus.Suspended;

    /// <summary>A coroutine that will call a function.</summary>
    public static LuaThread Create(LuaState state, LuaFunction body)
    {
        var thread = new LuaThread(state);
        thread.Push(body);
        return thread;
    }

    /// <summary>
    /// Goes on with the coroutine until it yields or ends. What it yields or returns is on top of its stack.
    /// </summary>
    /// <returns>The number of those values.</returns>
    public int Resume(LuaThread resumer, ReadOnlySpan<LuaValue> arguments)
    {
        Debug.Assert(Status == CoroutineStatus.Suspended);
        HostDepth = resumer.HostDepth;
        if (HostDepth >= State.Limits.MaxHostDepth)
        {
            throw new LuaException("C stack overflow");
        }

        HostDepthAtResume = ++HostDepth;
        resumer.Status = CoroutineStatus.Normal;
        Status = CoroutineStatus.Running;
        State.Running = this;
        bool hasStarted = Depth > 0;
        EnsureStack(arguments.Length);
        arguments.CopyTo(Stack.AsSpan(Top));
        Top += arguments.Length;
        try
        {
            Begin(hasStarted, arguments.Length);
        }
        catch (Exception)
        {
            Status = CoroutineStatus.Dead;
            CloseUpvalues(0);
            throw;
        }

        resumer.Regain();
        Status = Depth == 0 ? CoroutineStatus.Dead : CoroutineStatus.Suspended;
        return Depth == 0 ? Top : Top - Current.Base;
    }

    /// <summary>Is the running thread again, after a coroutine that it resumed.</summary>
    public void Regain()
    {
        State.Running = this;
        Status = CoroutineStatus.Running;
    }

    /// <summary>Refuses to yield where functions of the host wait on the way out of the coroutine.</summary>
    public void CheckYield()
    {
        if (HostDepth > HostDepthAtResume || this == State.MainThread)
        {
            throw ErrorHere("attempt to yield across metamethod/C-call boundary");
        }
    }

    private void Begin(bool hasStarted, int arguments)
    {
        if (!hasStarted)
        {
            if (BeginCall(0, AllResults))
            {
                Current.EndsRun = true;
                Interpreter.Run(this);
            }

            return;
        }

        // The arguments are what the call of yield returns; its frame still stands.
        LuaFrame yield = Current;
        int firstYielded = Top - arguments;
        Depth--;
        MoveResults(yield.Function, firstYielded, arguments, yield.WantedResults);
        if (yield.WantedResults >= 0)
        {
            Top = Current.Top;
        }

        Interpreter.Run(this);
    }
}

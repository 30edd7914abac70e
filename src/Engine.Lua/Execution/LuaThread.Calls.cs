using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Lua.Values;

namespace Engine.Lua.Execution;

/// <content>Calls from the host, and calls of the host.</content>
internal sealed partial class LuaThread
{
    /// <summary>
    /// Calls the function in a slot with the arguments above it, up to the top. The results take the function's place
    /// on, and the top ends up behind them.
    /// </summary>
    public void Call(int function, int wantedResults)
    {
        EnterHostCall();
        Work(1);
        if (BeginCall(function, wantedResults))
        {
            Current.EndsRun = true;
            Interpreter.Run(this);
        }

        HostDepth--;
    }

    /// <summary>Calls a value on top of what the stack holds; the stack is as before afterwards.</summary>
    public LuaValue Invoke(in LuaValue function, ReadOnlySpan<LuaValue> arguments)
    {
        int slot = Top;
        EnsureStack(arguments.Length + 1);
        Push(function);
        foreach (ref readonly LuaValue argument in arguments)
        {
            Push(argument);
        }

        Call(slot, 1);
        Top = slot;
        return Stack[slot];
    }

    /// <summary>
    /// As <see cref="Invoke"/>, for the host: an error ends what was under way and becomes an exception.
    /// </summary>
    public LuaValue InvokeProtected(in LuaValue function, ReadOnlySpan<LuaValue> arguments, LuaFunction? handler)
    {
        var mark = new UnwindMark(this, Top);
        try
        {
            return Invoke(function, arguments);
        }
        catch (Exception error) when (handler is not null && LuaErrors.AreCaught(error))
        {
            LuaValue value = mark.Handle(LuaErrors.ValueOf(error), handler);
            mark.Unwind();
            throw new LuaException(value);
        }
        catch (Exception)
        {
            mark.Unwind();
            throw;
        }
    }

    /// <summary>
    /// Prepares a call: a function of the host is run at once, for a function of Lua a frame is pushed.
    /// </summary>
    /// <returns>Whether it is a function of Lua, whose frame waits to be run.</returns>
    public bool BeginCall(int function, int wantedResults)
    {
        switch (Stack[function].Reference)
        {
            case LuaClosure closure:
                BeginLua(closure, function, wantedResults);
                return true;
            case LuaHostFunction host:
                CallHost(host, function, wantedResults);
                return false;
            default:
                InsertCallMetamethod(function);
                return BeginCall(function, wantedResults);
        }
    }

    /// <summary>Pushes the frame of a function of Lua whose arguments lie between its slot and the top.</summary>
    public LuaFrame BeginLua(LuaClosure closure, int function, int wantedResults)
    {
        Prototype prototype = closure.Prototype;
        int given = Top - function - 1;
        int first = function + 1;
        if (Stack.Length - Top < prototype.StackSize + prototype.ParameterCount + 1)
        {
            GrowStack(Top + prototype.StackSize + prototype.ParameterCount + 1);
        }

        if (prototype.IsVararg)
        {
            first = MoveParameters(prototype, given);
            given = Math.Min(given, prototype.ParameterCount);
        }

        LuaFrame frame = PushFrame();
        if (frame.Closure != closure)
        {
            frame.Closure = closure;
        }

        frame.Function = function;
        frame.Base = first;
        frame.NextInstruction = 0;
        frame.Top = first + prototype.StackSize;
        frame.WantedResults = wantedResults;
        frame.TailCalls = 0;
        frame.EndsRun = false;
        frame.IsLua = true;
        int clean = prototype.NeedsArg ? prototype.ParameterCount + 1 : Math.Min(given, prototype.ParameterCount);
        Clear(first + clean, first + prototype.CleanRegisters);
        Top = frame.Top;
        return frame;
    }

    // Registers are few, and writing them here is cheaper than asking the runtime to.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Clear(int from, int to)
    {
        ref LuaValue first = ref MemoryMarshal.GetArrayDataReference(Stack);
        for (nint slot = from; slot < to; slot++)
        {
            Unsafe.Add(ref first, slot).Reference = null;
        }
    }

    /// <summary>Runs a function of the host and moves its results to the place of the function.</summary>
    /// <returns>The number of results, or a negative number when the coroutine is to yield.</returns>
    public int CallHost(LuaHostFunction host, int function, int wantedResults)
    {
        int top = Top;
        if (Stack.Length - top < MinimumFree)
        {
            GrowStack(top + MinimumFree);
        }

        LuaFrame frame = PushFrame();
        frame.Function = function;
        frame.Base = function + 1;
        frame.WantedResults = wantedResults;
        frame.IsLua = false;
        int count = host.Body(new LuaCall(this, function + 1, top - function - 1));
        if (count >= 0)
        {
            Depth--;
            MoveResults(function, count, wantedResults);
        }

        return count;
    }

    /// <summary>
    /// Moves results from the top to where the caller wants them, with nil for those that are missing.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MoveResults(int target, int count, int wanted)
    {
        if (wanted == 1 && count == 1)
        {
            Stack[target] = Stack[Top - 1];
            Top = target + 1;
            return;
        }

        MoveResults(target, Top - count, count, wanted);
    }

    /// <summary>Moves results from anywhere above.</summary>
    public void MoveResults(int target, int source, int count, int wanted)
    {
        LuaValue[] stack = Stack;
        int moved = wanted == AllResults ? count : Math.Min(count, wanted);
        for (int i = 0; i < moved; i++)
        {
            stack[target + i] = stack[source + i];
        }

        for (int i = moved; i < wanted; i++)
        {
            stack[target + i] = default;
        }

        Top = target + Math.Max(moved, wanted);
    }

    /// <summary>Whether one more call that takes the host's stack stays within the limit.</summary>
    public bool CanEnterHostCall => HostDepth + 1 < State.Limits.MaxHostDepth;

    public void EnterHostCall()
    {
        int limit = State.Limits.MaxHostDepth;
        if (++HostDepth < limit)
        {
            return;
        }

        if (HostDepth == limit)
        {
            throw ErrorHere("C stack overflow");
        }

        // Handlers of that error get a little more.
        if (HostDepth >= limit + (limit >> 3))
        {
            throw new LuaException(ErrorInErrorHandling);
        }
    }

    /// <summary>Counts work of a function of the host as if it were jumps of a script.</summary>
    public void Work(int steps)
    {
        UntilWatch -= Math.Min(steps, UntilWatch + 1);
        if (UntilWatch < 0)
        {
            LookAround();
        }
    }

    /// <summary>Counts a pass over so many bytes.</summary>
    public void WorkOn(long bytes) => Work((int)Math.Min(bytes / BytesPerStep, int.MaxValue));

    /// <summary>Asks the host whether to go on, and looks at the memory.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void LookAround()
    {
        UntilWatch = State.Limits.WatchInterval;
        State.Memory.Check();
        State.Watch?.Invoke();
    }

    // Extra arguments stay below the frame, where VARARG finds them; the named ones move above them.
    private int MoveParameters(Prototype prototype, int given)
    {
        LuaTable? arg = prototype.NeedsArg ? CollectExtra(prototype.ParameterCount, given) : null;
        int source = Top - given;
        int target = Top;
        for (int i = 0; i < prototype.ParameterCount && i < given; i++)
        {
            Stack[target + i] = Stack[source + i];
            Stack[source + i] = default;
        }

        if (arg is not null)
        {
            for (int i = given; i < prototype.ParameterCount; i++)
            {
                Stack[target + i] = default;
            }

            Stack[target + prototype.ParameterCount] = arg;
        }

        return target;
    }

    private LuaTable CollectExtra(int parameters, int given)
    {
        int extra = Math.Max(0, given - parameters);
        var arg = State.Tables.Create(extra, 1);
        for (int i = 0; i < extra; i++)
        {
            arg[i + 1] = Stack[Top - extra + i];
        }

        arg[State.Strings.Share("n")] = extra;
        return arg;
    }

    /// <summary>Puts the metamethod of a value that is no function before it, as what is called.</summary>
    public void InsertCallMetamethod(int function)
    {
        LuaValue value = Stack[function];
        LuaValue handler = Metamethods.Get(State, value, Metamethod.Call);
        if (handler.Reference is not LuaFunction)
        {
            throw TypeError(function, "call");
        }

        EnsureStack(1);
        Array.Copy(Stack, function, Stack, function + 1, Top - function);
        Top++;
        Stack[function] = handler;
    }
}

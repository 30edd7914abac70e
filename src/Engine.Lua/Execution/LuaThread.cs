using System.Runtime.CompilerServices;
using Engine.Lua.Values;

namespace Engine.Lua.Execution;

/// <summary>A coroutine, or the state's main thread: a stack of values and a stack of calls.</summary>
internal sealed partial class LuaThread : LuaObject
{
    /// <summary>Asks a call for all results that there are.</summary>
    public const int AllResults = -1;

    /// <summary>Free slots that a function of the host finds above its arguments.</summary>
    public const int MinimumFree = 20;

    // What a function of the library gets done about while a script jumps once.
    private const int BytesPerStep = 256;

    private const int InitialStack = 64;
    private const int InitialFrames = 8;

    public LuaValue[] Stack = new LuaValue[InitialStack];

    // One past the last value, while a function of the host runs or results are on their way.
    public int Top;

    // The frame at index zero is the host that uses the thread; Depth is the index of the running one.
    public LuaFrame[] Frames = CreateFrames(InitialFrames);
    public int Depth;

    // Calls under way that take the host's stack, and how many of them were when the coroutine was resumed.
    public int HostDepth;
    public int HostDepthAtResume;

    // The topmost variable of the stack that a closure refers to.
    public Upvalue? OpenUpvalues;

    // Jumps and calls until the host is asked whether to go on.
    public int UntilWatch;

    public LuaThread(LuaState state)
    {
        State = state;
        UntilWatch = state.Limits.WatchInterval;
    }

    public LuaState State { get; }

    public override LuaType Type => LuaType.Thread;

    public LuaFrame Current => Frames[Depth];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Push(in LuaValue value)
    {
        LuaValue[] stack = Stack;
        int top = Top;
        if ((uint)top < (uint)stack.Length)
        {
            stack[top] = value;
            Top = top + 1;
            return;
        }

        PushSlowly(value);
    }

    /// <summary>Makes room for values above the top.</summary>
    public void EnsureStack(int count)
    {
        if (Stack.Length - Top < count)
        {
            GrowStack(Top + count);
        }
    }

    /// <summary>Makes the stack at least so large. Open variables follow it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void GrowStack(int size)
    {
        State.Memory.Announce((long)size * Unsafe.SizeOf<LuaValue>());
        Array.Resize(ref Stack, Math.Max(size + MinimumFree, Stack.Length * 2));
        for (Upvalue? upvalue = OpenUpvalues; upvalue is not null; upvalue = upvalue.Below)
        {
            upvalue.Stack = Stack;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LuaFrame PushFrame()
    {
        int depth = ++Depth;
        if (depth >= Frames.Length)
        {
            GrowFrames();
        }

        return Frames[depth];
    }

    /// <summary>The variable in a slot of the stack, shared by all closures that refer to it.</summary>
    public Upvalue FindUpvalue(int index)
    {
        ref Upvalue? link = ref OpenUpvalues;
        while (link is not null && link.Index >= index)
        {
            if (link.Index == index)
            {
                return link;
            }

            link = ref link.Below;
        }

        return link = new Upvalue { Stack = Stack, Index = index, Below = link };
    }

    /// <summary>Lets closures keep the variables from a slot on, which are about to go.</summary>
    public void CloseUpvalues(int from)
    {
        while (OpenUpvalues is { } upvalue && upvalue.Index >= from)
        {
            OpenUpvalues = upvalue.Below;
            upvalue.Close();
        }
    }

    private static LuaFrame[] CreateFrames(int count, LuaFrame[]? old = null)
    {
        var frames = new LuaFrame[count];
        old?.CopyTo(frames, 0);
        for (int i = old?.Length ?? 0; i < count; i++)
        {
            frames[i] = new LuaFrame(i > 0 ? frames[i - 1] : null);
        }

        return frames;
    }

    // An overflow leaves room for the handler of its error; who overflows that too gets a shorter sentence.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void GrowFrames()
    {
        if (Frames.Length > State.Limits.MaxCallDepth)
        {
            Depth--;
            throw new LuaException(ErrorInErrorHandling);
        }

        Frames = CreateFrames(Frames.Length * 2, Frames);
        if (Frames.Length > State.Limits.MaxCallDepth)
        {
            Depth--;
            throw ErrorHere("stack overflow");
        }
    }

    private void ShrinkFrames()
    {
        if (Frames.Length > State.Limits.MaxCallDepth && Depth + 1 < Frames.Length / 2)
        {
            Frames = Frames[..(Frames.Length / 2)];
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void PushSlowly(LuaValue value)
    {
        GrowStack(Top + 1);
        Stack[Top++] = value;
    }
}

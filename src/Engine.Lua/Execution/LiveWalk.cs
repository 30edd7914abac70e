using System.Runtime.CompilerServices;
using Engine.Lua.Values;

namespace Engine.Lua.Execution;

/// <summary>
/// Walks over everything that a state can reach, and sums up what it takes, about as the runtime lays it out.
/// </summary>
internal sealed class LiveWalk(LuaState state)
{
    private const int ObjectHeader = 16;
    private const int ArrayHeader = 24;
    private const int Word = 8;

    private static int s_lastMark;

    private readonly int _mark = Interlocked.Increment(ref s_lastMark);
    private readonly Stack<LuaObject> _pending = new();
    private long _bytes;

    public long Run()
    {
        Visit(state.Globals);
        Visit(state.Registry);
        Visit(state.MainThread);
        Visit(state.Running);
        foreach (LuaTable? metatable in state.TypeMetatables)
        {
            Visit(metatable);
        }

        while (_pending.TryPop(out LuaObject? next))
        {
            Enter(next);
        }

        return _bytes;
    }

    private void Visit(object? reference)
    {
        if (reference is not LuaObject value || value.Mark == _mark)
        {
            return;
        }

        value.Mark = _mark;
        if (value is LuaString text)
        {
            _bytes += ObjectHeader + (2 * Word) + ArrayHeader + text.Length;
        }
        else
        {
            _pending.Push(value);
        }
    }

    private void Enter(LuaObject value)
    {
        switch (value)
        {
            case LuaTable table:
                _bytes += ObjectHeader + (6 * Word) + table.PartsSize;
                Visit(table.Metatable);
                table.VisitEntries(Visit);
                break;
            case LuaClosure closure:
                EnterClosure(closure);
                break;
            case LuaFunction function:
                _bytes += ObjectHeader + (4 * Word);
                Visit(function.Environment);
                break;
            case LuaUserdata userdata:
                _bytes += ObjectHeader + (3 * Word);
                Visit(userdata.Metatable);
                break;
            case LuaThread thread:
                EnterThread(thread);
                break;
        }
    }

    private void EnterClosure(LuaClosure closure)
    {
        _bytes += ObjectHeader + (4 * Word) + (closure.Upvalues.Length * 8 * Word);
        Visit(closure.Environment);
        EnterPrototype(closure.Prototype);
        foreach (Upvalue? upvalue in closure.Upvalues)
        {
            // A closure whose variables are still being bound has gaps.
            Visit(upvalue?.Value.Reference);
        }
    }

    private void EnterPrototype(Prototype prototype)
    {
        if (prototype.Mark == _mark)
        {
            return;
        }

        prototype.Mark = _mark;
        _bytes += (prototype.Code.Length * 12) + (prototype.Constants.Length * Unsafe.SizeOf<LuaValue>());
        foreach (ref readonly LuaValue constant in prototype.Constants.AsSpan())
        {
            Visit(constant.Reference);
        }

        foreach (Prototype inner in prototype.Prototypes)
        {
            EnterPrototype(inner);
        }
    }

    private void EnterThread(LuaThread thread)
    {
        _bytes += (thread.Stack.Length * Unsafe.SizeOf<LuaValue>()) + (thread.Frames.Length * 7 * Word);
        int top = thread.Depth == 0 ? thread.Top : Math.Max(thread.Top, thread.Current.IsLua ? thread.Current.Top : 0);
        foreach (ref readonly LuaValue value in thread.Stack.AsSpan(0, Math.Min(top, thread.Stack.Length)))
        {
            Visit(value.Reference);
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Lua.Values;

namespace Engine.Lua.Execution;

/// <summary>
/// A variable that closures share: a slot of a stack as long as its block runs, and a value of its own afterwards.
/// </summary>
internal sealed class Upvalue
{
    // Null once the variable has left its stack.
    public LuaValue[]? Stack;
    public int Index;
    public LuaValue Closed;

    // The next open upvalue further down the same stack.
    public Upvalue? Below;

    public ref LuaValue Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            LuaValue[]? stack = Stack;
            return ref stack is null
                ? ref Closed
                : ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(stack), Index);
        }
    }

    public void Close()
    {
        Closed = Stack![Index];
        Stack = null;
    }
}

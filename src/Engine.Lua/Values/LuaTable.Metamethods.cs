using System.Diagnostics;
using System.Runtime.CompilerServices;
using Engine.Lua.Execution;

namespace Engine.Lua.Values;

/// <content>As a metatable, a table remembers which frequent metamethods it lacks.</content>
public sealed partial class LuaTable
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool IsKnownToLack(Metamethod metamethod) => (_lacking & (1 << (int)metamethod)) != 0;

    internal LuaValue GetAndRemember(Metamethod metamethod)
    {
        Debug.Assert(metamethod < Metamethod.Add);
        LuaValue found = this[Metamethods.NameOf(metamethod)];
        if (found.IsNil)
        {
            _lacking |= (byte)(1 << (int)metamethod);
        }

        return found;
    }
}

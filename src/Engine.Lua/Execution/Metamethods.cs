using System.Runtime.CompilerServices;
using Engine.Lua.Values;

namespace Engine.Lua.Execution;

/// <summary>Finds metamethods, and calls those of operators.</summary>
internal static class Metamethods
{
    private static readonly LuaString[] Names =
    [
        .. new[]
        {
            "__index", "__newindex", "__mode", "__eq", "__len", "__gc", "__add", "__sub", "__mul", "__div", "__mod",
            "__pow", "__unm", "__lt", "__le", "__concat", "__call", "__tostring", "__metatable",
        }.Select(LuaString.FromText),
    ];

    public static ReadOnlySpan<LuaString> AllNames => Names;

    public static LuaString NameOf(Metamethod metamethod) => Names[(int)metamethod];

    /// <summary>What a value does for an operation, or nil.</summary>
    public static LuaValue Get(LuaState state, in LuaValue value, Metamethod metamethod) =>
        state.MetatableOf(value) is { } metatable ? metatable[NameOf(metamethod)] : default;

    /// <summary>What a metatable defines, from its memory of what it lacks where it can.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LuaValue GetFrequent(LuaTable? metatable, Metamethod metamethod) =>
        metatable is null || metatable.IsKnownToLack(metamethod) ? default : metatable.GetAndRemember(metamethod);

    /// <summary>Asks the left operand, then the right one, what to do.</summary>
    public static bool TryCallBinary(
        LuaThread thread, in LuaValue left, in LuaValue right, Metamethod metamethod, out LuaValue result)
    {
        LuaValue handler = Get(thread.State, left, metamethod);
        if (handler.IsNil)
        {
            handler = Get(thread.State, right, metamethod);
        }

        result = handler.IsNil ? default : thread.Invoke(handler, [left, right]);
        return !handler.IsNil;
    }

    /// <summary>Asks what to do if both operands agree.</summary>
    public static bool TryCallOrder(
        LuaThread thread, in LuaValue left, in LuaValue right, Metamethod metamethod, out bool result)
    {
        LuaValue handler = Get(thread.State, left, metamethod);
        bool agreed = !handler.IsNil && handler == Get(thread.State, right, metamethod);
        result = agreed && thread.Invoke(handler, [left, right]).IsTruthy;
        return agreed;
    }
}

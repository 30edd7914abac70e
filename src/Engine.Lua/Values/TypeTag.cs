using System.Runtime.CompilerServices;

namespace Engine.Lua.Values;

/// <summary>
/// Stands in the reference of a value that needs none. Literals, because the runtime never moves them: comparing with
/// one is comparing with a constant, and storing one needs no word to the garbage collector.
/// </summary>
internal static class TypeTag
{
    public static object Number
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => "Lua number";
    }

    public static object True
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => "Lua true";
    }

    public static object False
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => "Lua false";
    }
}

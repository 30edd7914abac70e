using Engine.Lua.Values;

namespace Engine.Lua.Execution;

/// <summary>Which exceptions scripts can catch, and what they get to see of them.</summary>
internal static class LuaErrors
{
    /// <summary>Errors of Lua, and the refusal of the runtime to allocate more. Nothing else is the script's.</summary>
    public static bool AreCaught(Exception error) => error is LuaException or OutOfMemoryException;

    public static LuaValue ValueOf(Exception error) =>
        error is LuaException known ? known.Value : LuaText.FromLatin1(MemoryMeter.NotEnough);
}

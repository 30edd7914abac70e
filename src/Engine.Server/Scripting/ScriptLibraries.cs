using Engine.Lua;
using Engine.Lua.Libraries;
using Engine.Lua.Values;

namespace Engine.Server.Scripting;

/// <summary>The libraries of Lua that scripts have: those of Redis and no other function.</summary>
internal static class ScriptLibraries
{
    /// <summary>What Lua's base library has and Redis's scripts do not.</summary>
    private static readonly string[] Hidden =
        ["dofile", "loadfile", "print", "getfenv", "setfenv", "newproxy"];

    /// <param name="state">What is filled.</param>
    /// <param name="random">Where math.random takes its numbers.</param>
    public static void Open(LuaState state, IRandomSource random)
    {
        BaseLibrary.Open(state);
        TableLibrary.Open(state);
        CoroutineLibrary.Open(state);
        StringLibrary.Open(state);
        MathLibrary.Open(state, random);
        BitLibrary.Open(state);
        JsonLibrary.Open(state);
        MessagePackLibrary.Open(state);
        StructLibrary.Open(state);
        foreach (string name in Hidden)
            state.Globals[name] = LuaValue.Nil;
    }
}

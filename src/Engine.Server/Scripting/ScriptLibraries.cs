using Engine.Lua;
using Engine.Lua.Libraries;
using Engine.Lua.Values;

namespace Engine.Server.Scripting;

/// <summary>The libraries of Lua that scripts have: those of Redis and no other function.</summary>
internal static class ScriptLibraries
{
    /// <summary>What Redis takes away once all globals are there, so that it has had a place among them.</summary>
    public const string Debug = "debug";

    /// <summary>
    /// The globals of Redis's scripts but those of its own, entered in an order that makes pairs give them in Redis's.
    /// </summary>
    private static readonly string[] Names =
    [
        "assert", "collectgarbage", "math", "error", "gcinfo", "getmetatable", "load", "loadstring", "pcall",
        "rawequal", "rawget", "rawset", "select", "setmetatable", "tonumber", "tostring", "type", "unpack", "xpcall",
        "next", "_VERSION", "ipairs", "pairs", "coroutine", "table", "string", Debug, "cjson", "struct", "cmsgpack",
        "bit",
    ];

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

        LuaTable opened = state.Globals;
        var globals = new LuaTable(0, 2);
        globals["_G"] = globals;
        foreach (string name in Names)
            globals[name] = name == Debug ? true : opened[name];
        state.Globals = globals;
    }
}

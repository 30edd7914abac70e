using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Compilation;

internal static class Compiler
{
    public static Prototype Compile(LuaState state, ReadOnlySpan<byte> source, LuaString chunkName) => throw new LuaException("");
}

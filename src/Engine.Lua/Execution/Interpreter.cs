namespace Engine.Lua.Execution;

internal static class Interpreter
{
    public static void Run(LuaThread thread) => throw new InvalidOperationException();
}

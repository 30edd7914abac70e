namespace Engine.Lua.Execution;

internal readonly record struct VariableName(string Kind, string Text)
{
    public static VariableName? OfFunction(LuaThread thread, int depth) => null;
    public static VariableName? OfRegister(LuaThread thread, int depth, int register) => null;
}

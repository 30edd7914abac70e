using Engine.Lua.Values;

namespace Engine.Lua.Execution;

/// <summary>A local variable and the instructions during which it is one, for error messages.</summary>
internal readonly record struct LocalVariable(LuaString Name, int Start, int End);

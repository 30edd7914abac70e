namespace Engine.Lua.Execution;

/// <summary>
/// What a function of the host does: reads its arguments from the call and returns by one of its Return methods.
/// </summary>
/// <returns>What <c>call.Return</c> gave, or the number of values that <see cref="LuaCall.Push"/> was given
/// last.</returns>
public delegate int LuaHostBody(LuaCall call);

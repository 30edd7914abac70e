namespace Engine.Lua;

/// <summary>Ends a script from outside: no pcall catches it. The state is fit for further calls afterwards.</summary>
public sealed class LuaAbortException(string message) : Exception(message);

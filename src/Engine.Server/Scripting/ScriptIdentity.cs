using Engine.Lua.Values;

namespace Engine.Server.Scripting;

/// <summary>A script or function, as the runner sees it.</summary>
/// <param name="Name">The SHA1 of a script's source in hexadecimal digits, or the name of a function.</param>
/// <param name="Body">What runs.</param>
/// <param name="Flags">What it says of itself.</param>
/// <param name="IsFunction">It belongs to a library.</param>
internal sealed record ScriptIdentity(string Name, LuaFunction Body, ScriptFlags Flags, bool IsFunction = false);

using Engine.Lua.Execution;

namespace Engine.Lua.Values;

/// <summary>A function of the host.</summary>
public sealed class LuaHostFunction : LuaFunction
{
    internal LuaHostFunction(string name, LuaHostBody body, LuaTable environment)
        : base(environment)
    {
        Name = name;
        Body = body;
    }

    /// <summary>The name under which the host created it. Error messages use the name it was called by.</summary>
    public string Name { get; }

    internal LuaHostBody Body { get; }

    /// <summary>Whether it is an iterator that a loop can do without calling it.</summary>
    internal IteratorKind Iterator { get; init; }
}

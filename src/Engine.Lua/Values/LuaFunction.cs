namespace Engine.Lua.Values;

/// <summary>A function, written in Lua or by the host.</summary>
public abstract class LuaFunction : LuaObject
{
    private protected LuaFunction(LuaTable environment) => Environment = environment;

    /// <inheritdoc/>
    public sealed override LuaType Type => LuaType.Function;

    /// <summary>Where the function finds its global variables.</summary>
    public LuaTable Environment { get; set; }
}

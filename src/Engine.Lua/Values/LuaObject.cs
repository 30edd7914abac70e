namespace Engine.Lua.Values;

/// <summary>What a <see cref="LuaValue"/> refers to: a string, table, function, userdata or thread.</summary>
public abstract class LuaObject
{
    // The last walk over live values that met this object; see LiveWalk.
    internal int Mark;

    private protected LuaObject()
    {
    }

    /// <summary>The type of values that refer to this object.</summary>
    public abstract LuaType Type { get; }
}

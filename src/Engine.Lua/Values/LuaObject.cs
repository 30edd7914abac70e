namespace Engine.Lua.Values;

/// <summary>What a <see cref="LuaValue"/> refers to: a string, table, function, userdata, thread or tag.</summary>
public abstract class LuaObject
{
    // The last walk over live values that met this object; see MemoryMeter.
    internal int Mark;

    private protected LuaObject()
    {
    }

    /// <summary>The type of values that refer to this object.</summary>
    public abstract LuaType Type { get; }
}

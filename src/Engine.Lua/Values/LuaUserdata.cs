namespace Engine.Lua.Values;

/// <summary>An object of the host that scripts can hold, compare and pass back.</summary>
public sealed class LuaUserdata(object? value) : LuaObject
{
    /// <summary>PUC Lua's light userdata of the null pointer, which tostring shows as <c>(nil)</c>.</summary>
    public static LuaUserdata Null { get; } = new(null);

    /// <inheritdoc/>
    public override LuaType Type => LuaType.Userdata;

    /// <summary>The host's object.</summary>
    public object? Value { get; } = value;

    /// <summary>What the userdata does when a script uses it; null for nothing.</summary>
    public LuaTable? Metatable { get; set; }
}

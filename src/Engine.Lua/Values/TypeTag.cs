namespace Engine.Lua.Values;

/// <summary>
/// Stands in the reference of a value that needs none. Comparing a reference with a tag is how the virtual machine
/// asks for a type, and the JIT compiler knows the tags as constants.
/// </summary>
internal sealed class TypeTag : LuaObject
{
    public static readonly TypeTag Number = new(LuaType.Number);
    public static readonly TypeTag False = new(LuaType.Boolean);
    public static readonly TypeTag True = new(LuaType.Boolean);

    private TypeTag(LuaType type) => Type = type;

    public override LuaType Type { get; }
}

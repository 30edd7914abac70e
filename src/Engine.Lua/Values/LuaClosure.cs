using Engine.Lua.Execution;

namespace Engine.Lua.Values;

/// <summary>A function written in Lua.</summary>
internal sealed class LuaClosure : LuaFunction
{
    public readonly Prototype Prototype;
    public readonly Upvalue[] Upvalues;

    public LuaClosure(Prototype prototype, LuaTable environment)
        : base(environment)
    {
        Prototype = prototype;
        Upvalues = prototype.UpvalueCount == 0 ? [] : new Upvalue[prototype.UpvalueCount];
    }
}

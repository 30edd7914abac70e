using System.Diagnostics.CodeAnalysis;

namespace Engine.Lua.Values;

/// <summary>The types of Lua, in the order in which Lua numbers them.</summary>
public enum LuaType
{
    /// <summary>The type of nil alone.</summary>
    Nil,

    /// <summary>true and false.</summary>
    Boolean,

    /// <summary>Double precision floating point.</summary>
    Number,

    /// <summary>A string of bytes.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "The name of the type in Lua.")]
    String,

    /// <summary>An associative array.</summary>
    Table,

    /// <summary>A function, written in Lua or by the host.</summary>
    Function,

    /// <summary>An object of the host.</summary>
    Userdata,

    /// <summary>A coroutine.</summary>
    Thread,
}

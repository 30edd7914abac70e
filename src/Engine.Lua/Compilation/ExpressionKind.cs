namespace Engine.Lua.Compilation;

/// <summary>Where the value of an expression is while its code is being made.</summary>
internal enum ExpressionKind
{
    /// <summary>No value.</summary>
    Void,
    Nil,
    True,
    False,

    /// <summary>Info is the index of a constant.</summary>
    Constant,

    /// <summary>A number that has no constant yet.</summary>
    Number,

    /// <summary>Info is a register.</summary>
    Local,

    /// <summary>Info is an upvalue.</summary>
    Upvalue,

    /// <summary>Info is the constant of the name.</summary>
    Global,

    /// <summary>Info is the register of the table, Key the register or constant of the key.</summary>
    Indexed,

    /// <summary>Info is the jump that a comparison takes when it holds.</summary>
    Jump,

    /// <summary>Info is an instruction whose target register is not chosen yet.</summary>
    Relocatable,

    /// <summary>Info is the register that holds the value.</summary>
    Register,

    /// <summary>Info is a call.</summary>
    Call,

    /// <summary>Info is an instruction that fetches extra arguments.</summary>
    Vararg,
}

namespace Engine.Lua.Execution;

/// <summary>How an operand that is a register or a constant says which.</summary>
internal static class Operand
{
    /// <summary>From here on an operand is a constant; below, a register.</summary>
    public const int FirstConstant = 256;

    /// <summary>The last constant that an operand can name.</summary>
    public const int LastConstantIndex = 255;
}

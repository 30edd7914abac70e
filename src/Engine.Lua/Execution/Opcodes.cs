namespace Engine.Lua.Execution;

/// <summary>What there is to know about opcodes beside what they do.</summary>
internal static class Opcodes
{
    /// <summary>Whether the next instruction is a jump that this one decides about.</summary>
    public static bool IsTest(Opcode opcode) =>
        Generic(opcode) is Opcode.Equal or Opcode.LessThan or Opcode.LessOrEqual or Opcode.Test or Opcode.TestSet;

    /// <summary>The instruction of which an opcode is a variant.</summary>
    public static Opcode Generic(Opcode opcode) => opcode switch
    {
        Opcode.GetField => Opcode.GetTable,
        Opcode.SetField => Opcode.SetTable,
        Opcode.AddConstant => Opcode.Add,
        Opcode.SubtractConstant => Opcode.Subtract,
        Opcode.MultiplyConstant => Opcode.Multiply,
        Opcode.EqualConstant => Opcode.Equal,
        Opcode.LessThanConstant => Opcode.LessThan,
        Opcode.LessOrEqualConstant => Opcode.LessOrEqual,
        Opcode.JumpBack => Opcode.Jump,
        Opcode.ReturnOne => Opcode.Return,
        _ => opcode,
    };
}

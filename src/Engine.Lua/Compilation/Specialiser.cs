using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Compilation;

/// <summary>
/// Replaces instructions by the variants for the operands they have. Operands stay as they are, so
/// <see cref="Opcodes.Generic"/> is the way back.
/// </summary>
internal static class Specialiser
{
    public static void Run(Span<Instruction> code, ReadOnlySpan<LuaValue> constants)
    {
        for (int i = 0; i < code.Length; i++)
        {
            ref Instruction instruction = ref code[i];
            instruction.Opcode = instruction.Opcode switch
            {
                Opcode.GetTable when IsString(instruction.C, constants) => Opcode.GetField,
                Opcode.SetTable when IsString(instruction.B, constants) => Opcode.SetField,
                Opcode.Add when IsNumber(instruction.C, constants) => Opcode.AddConstant,
                Opcode.Subtract when IsNumber(instruction.C, constants) => Opcode.SubtractConstant,
                Opcode.Multiply when IsNumber(instruction.C, constants) => Opcode.MultiplyConstant,
                Opcode.Divide when IsNumber(instruction.C, constants) => Opcode.DivideConstant,
                Opcode.Equal when instruction.C >= Operand.FirstConstant => Opcode.EqualConstant,
                Opcode.LessThan when IsNumber(instruction.C, constants) => Opcode.LessThanConstant,
                Opcode.LessOrEqual when IsNumber(instruction.C, constants) => Opcode.LessOrEqualConstant,
                Opcode.Jump when instruction.D < 0 => Opcode.JumpBack,
                Opcode.Return when instruction.B == 2 => Opcode.ReturnOne,
                Opcode unchanged => unchanged,
            };
        }
    }

    private static bool IsString(int operand, ReadOnlySpan<LuaValue> constants) =>
        operand >= Operand.FirstConstant && constants[operand - Operand.FirstConstant].IsString;

    private static bool IsNumber(int operand, ReadOnlySpan<LuaValue> constants) =>
        operand >= Operand.FirstConstant && constants[operand - Operand.FirstConstant].IsNumber;
}

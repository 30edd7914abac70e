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
                Opcode.Add when HasNumber(instruction, constants) => Opcode.AddConstant,
                Opcode.Subtract when HasNumber(instruction, constants) => Opcode.SubtractConstant,
                Opcode.Multiply when HasNumber(instruction, constants) => Opcode.MultiplyConstant,
                Opcode.Equal when HasConstant(instruction) => Opcode.EqualConstant,
                Opcode.LessThan when HasNumber(instruction, constants) => Opcode.LessThanConstant,
                Opcode.LessOrEqual when HasNumber(instruction, constants) => Opcode.LessOrEqualConstant,
                Opcode.Jump when instruction.D < 0 => Opcode.JumpBack,
                Opcode.Return when instruction.B == 2 => Opcode.ReturnOne,
                Opcode unchanged => unchanged,
            };
        }
    }

    private static bool IsString(int operand, ReadOnlySpan<LuaValue> constants) =>
        operand >= Operand.FirstConstant && constants[operand - Operand.FirstConstant].IsString;

    // A register and a number.
    private static bool HasNumber(Instruction instruction, ReadOnlySpan<LuaValue> constants) =>
        HasConstant(instruction) && constants[instruction.C - Operand.FirstConstant].IsNumber;

    private static bool HasConstant(Instruction instruction) =>
        instruction is { B: < Operand.FirstConstant, C: >= Operand.FirstConstant };
}

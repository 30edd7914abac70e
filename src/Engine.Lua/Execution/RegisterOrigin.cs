namespace Engine.Lua.Execution;

/// <summary>Follows code in a straight line to the last instruction that changed a register.</summary>
internal static class RegisterOrigin
{
    /// <summary>The instruction before a position that set the register; the function's last if none did.</summary>
    public static Instruction Find(Prototype prototype, int position, int register)
    {
        Instruction[] code = prototype.Code;
        Instruction last = code[^1];
        for (int i = 0; i < position; i++)
        {
            Instruction instruction = code[i];
            Opcode opcode = Opcodes.Generic(instruction.Opcode);
            if (Changes(opcode, instruction, register))
            {
                last = instruction;
            }

            if (opcode is Opcode.Jump or Opcode.ForLoop or Opcode.ForPrepare)
            {
                int target = i + 1 + instruction.D;
                if (i < target && target <= position)
                {
                    i += instruction.D;
                }
            }
            else if (opcode == Opcode.Closure)
            {
                i += prototype.Prototypes[instruction.D].UpvalueCount;
            }
        }

        return last;
    }

    private static bool Changes(Opcode opcode, Instruction instruction, int register) => opcode switch
    {
        Opcode.LoadNil => register >= instruction.A && register <= instruction.B,
        Opcode.Self => register == instruction.A || register == instruction.A + 1,
        Opcode.TableForLoop => register >= instruction.A + 2,
        Opcode.Call or Opcode.TailCall => register >= instruction.A,
        Opcode.SetGlobal or Opcode.SetUpvalue or Opcode.SetTable or Opcode.Jump or Opcode.Equal or Opcode.LessThan
            or Opcode.LessOrEqual or Opcode.Return or Opcode.SetList or Opcode.Close => false,
        _ => register == instruction.A,
    };
}

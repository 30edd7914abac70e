using Engine.Lua.Values;

namespace Engine.Lua.Execution;

/// <summary>What an error calls a value, found out from the code that brought it to its register.</summary>
internal readonly record struct VariableName(string Kind, string Text)
{
    /// <summary>The name by which a frame's function was called.</summary>
    public static VariableName? OfFunction(LuaThread thread, int depth)
    {
        LuaFrame frame = thread.Frames[depth];
        if ((frame.IsLua && frame.TailCalls > 0) || depth < 2 || !thread.Frames[depth - 1].IsLua)
        {
            return null;
        }

        Instruction caller = thread.PrototypeAt(depth - 1).Code[thread.InstructionAt(depth - 1)];
        return Opcodes.Generic(caller.Opcode) is Opcode.Call or Opcode.TailCall or Opcode.TableForLoop
            ? OfRegister(thread, depth - 1, caller.A)
            : null;
    }

    /// <summary>The name of what a register of a frame holds now.</summary>
    public static VariableName? OfRegister(LuaThread thread, int depth, int register)
    {
        Prototype prototype = thread.PrototypeAt(depth);
        int position = thread.InstructionAt(depth);
        if (LocalAt(prototype, register, position) is { } local)
        {
            return new VariableName("local", Shown(local));
        }

        Instruction origin = RegisterOrigin.Find(prototype, position, register);
        switch (Opcodes.Generic(origin.Opcode))
        {
            case Opcode.GetGlobal:
                return new VariableName("global", Shown(prototype.Constants[origin.D].As<LuaString>()));
            case Opcode.Move:
                return origin.B < origin.A ? OfRegister(thread, depth, origin.B) : null;
            case Opcode.GetTable:
                return new VariableName("field", Constant(prototype, origin.C));
            case Opcode.GetUpvalue:
                return new VariableName("upvalue", Shown(prototype.UpvalueNames[origin.B]));
            case Opcode.Self:
                return new VariableName("method", Constant(prototype, origin.C));
            default:
                return null;
        }
    }

    private static LuaString? LocalAt(Prototype prototype, int register, int position)
    {
        foreach (LocalVariable local in prototype.Locals)
        {
            if (local.Start > position)
            {
                break;
            }

            if (position < local.End && register-- == 0)
            {
                return local.Name;
            }
        }

        return null;
    }

    private static string Constant(Prototype prototype, int operand) =>
        operand >= Operand.FirstConstant
        && prototype.Constants[operand - Operand.FirstConstant].Reference is LuaString name
            ? Shown(name)
            : "?";

    // PUC Lua hands names on as C strings.
    private static string Shown(LuaString name) => LuaText.Latin1UpToZero(name.Span);
}

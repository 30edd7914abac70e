using Engine.Lua.Values;

namespace Engine.Lua.Execution;

/// <content>Errors with their positions and names.</content>
internal sealed partial class LuaThread
{
    public const string ErrorInErrorHandling = "error in error handling";

    /// <summary>An error in the function that runs now.</summary>
    public LuaException ErrorHere(string message) => ErrorAt(0, message);

    /// <summary>An error in the function at a level: 0 runs now, 1 called it.</summary>
    public LuaException ErrorAt(int level, string message) => new(Where(level) + message);

    /// <summary>"chunk:line: " for a function of Lua, otherwise nothing.</summary>
    public string Where(int level)
    {
        int depth = FindLevel(level);
        if (depth <= 0 || !Frames[depth].IsLua)
        {
            return "";
        }

        return $"{ChunkName.Running(PrototypeAt(depth).Source.Span)}:{LineAt(depth)}: ";
    }

    /// <summary>The index of the frame at a level, -1 where a call gave up its frame, 0 where there is none.</summary>
    public int FindLevel(int level)
    {
        int depth = Depth;
        for (; level > 0 && depth > 0; depth--)
        {
            level--;
            if (Frames[depth].IsLua)
            {
                level -= Frames[depth].TailCalls;
            }
        }

        return level < 0 ? -1 : depth;
    }

    public bool TryGetPosition(int level, out LuaString chunkName, out int line)
    {
        int depth = FindLevel(level);
        line = -1;
        chunkName = depth > 0 && Frames[depth].IsLua ? PrototypeAt(depth).Source
            : LuaString.FromText(depth < 0 ? "=(tail call)" : "=[C]");
        if (depth > 0 && Frames[depth].IsLua)
        {
            line = LineAt(depth);
        }

        return depth != 0;
    }

    public LuaException ArgumentError(int argument, string message)
    {
        VariableName? name = VariableName.OfFunction(this, Depth);
        if (name is { Kind: "method" })
        {
            argument--;
            if (argument == 0)
            {
                return ErrorAt(1, $"calling '{name.Value.Text}' on bad self ({message})");
            }
        }

        return ErrorAt(1, $"bad argument #{argument} to '{name?.Text ?? "?"}' ({message})");
    }

    /// <summary>"attempt to index local 'x' (a nil value)", for a slot of the stack.</summary>
    public LuaException TypeError(int slot, string operation)
    {
        LuaFrame frame = Current;
        VariableName? name = frame.IsLua && slot >= frame.Base && slot < frame.Top
            ? VariableName.OfRegister(this, Depth, slot - frame.Base)
            : null;
        return TypeError(Stack[slot], name, operation);
    }

    public LuaException TypeError(in LuaValue value, VariableName? name, string operation)
    {
        string type = LuaText.TypeName(value);
        return ErrorHere(name is { } known
            ? $"attempt to {operation} {known.Kind} '{known.Text}' (a {type} value)"
            : $"attempt to {operation} a {type} value");
    }

    /// <summary>An error about a value that has no fields, with its name if the stack holds it.</summary>
    public LuaException IndexError(in LuaValue value, int slot) =>
        slot >= 0 ? TypeError(slot, "index") : TypeError(value, null, "index");

    /// <summary>Blames the operand that is no number, by its name if a register of the instruction holds it.</summary>
    public LuaValue RaiseArithmetic(in LuaValue left, in LuaValue right)
    {
        Instruction instruction = Current.IsLua ? PrototypeAt(Depth).Code[InstructionAt(Depth)] : default;
        bool blameRight = left.TryConvertToNumber(out _);
        int operand = blameRight ? instruction.C : instruction.B;
        VariableName? name = Current.IsLua && operand < Operand.FirstConstant
            ? VariableName.OfRegister(this, Depth, operand)
            : null;
        throw TypeError(blameRight ? right : left, name, "perform arithmetic on");
    }

    public void CheckWritable(LuaTable table)
    {
        if (table.IsReadOnly)
        {
            throw ErrorHere("Attempt to modify a readonly table");
        }
    }

    public LuaException CompareError(in LuaValue left, in LuaValue right)
    {
        string first = LuaText.TypeName(left);
        string second = LuaText.TypeName(right);
        return ErrorHere(first == second
            ? $"attempt to compare two {first} values"
            : $"attempt to compare {first} with {second}");
    }

    public void AfterUnwind() => ShrinkFrames();

    public Prototype PrototypeAt(int depth) => ((LuaClosure)Stack[Frames[depth].Function].Reference!).Prototype;

    /// <summary>The instruction that a frame executes.</summary>
    public int InstructionAt(int depth) => Frames[depth].NextInstruction - 1;

    private int LineAt(int depth)
    {
        int[] lines = PrototypeAt(depth).Lines;
        int instruction = InstructionAt(depth);
        return instruction >= 0 && instruction < lines.Length ? lines[instruction] : -1;
    }
}

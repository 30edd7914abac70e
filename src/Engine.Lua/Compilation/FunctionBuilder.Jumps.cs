using Engine.Lua.Execution;

namespace Engine.Lua.Compilation;

/// <content>Jumps, and lists of jumps to a place that is not known yet.</content>
internal sealed partial class FunctionBuilder
{
    /// <summary>Jumps somewhere; whatever was to jump here takes the same way.</summary>
    public int Jump()
    {
        int pending = _pendingJumps;
        _pendingJumps = JumpList.None;
        return Join(Emit(new Instruction(Opcode.Jump, 0, JumpList.None)), pending);
    }

    /// <summary>An instruction that holds its own distance, such as the ends of a numeric loop.</summary>
    public int LoopJump(Opcode opcode, int register) => Emit(new Instruction(opcode, register, JumpList.None));

    /// <summary>Marks a place that something may jump to, which forbids optimising across it.</summary>
    public int Label()
    {
        _lastTarget = Position;
        return Position;
    }

    public void Patch(int list, int target)
    {
        if (target == Position)
        {
            PatchToHere(list);
        }
        else
        {
            Patch(list, target, NoRegister, target);
        }
    }

    public void PatchToHere(int list)
    {
        Label();
        _pendingJumps = Join(_pendingJumps, list);
    }

    /// <summary>The list of the jumps of both.</summary>
    public int Join(int first, int second)
    {
        if (second == JumpList.None)
        {
            return first;
        }

        if (first == JumpList.None)
        {
            return second;
        }

        int last = first;
        while (NextJump(last) is var next and not JumpList.None)
        {
            last = next;
        }

        SetJump(last, second);
        return first;
    }

    private int ConditionalJump(Opcode opcode, int a, int b, int c)
    {
        Emit(opcode, a, b, c);
        return Jump();
    }

    private void SetJump(int position, int target)
    {
        int distance = target - (position + 1);
        if (Math.Abs(distance) > MaxJump)
        {
            throw _lexer.SyntaxError("control structure too long");
        }

        At(position).D = distance;
    }

    private int NextJump(int position)
    {
        int distance = At(position).D;
        return distance == JumpList.None ? JumpList.None : position + 1 + distance;
    }

    // The test that decides whether a jump is taken, if there is one.
    private ref Instruction Control(int jump)
    {
        if (jump >= 1 && Opcodes.IsTest(At(jump - 1).Opcode))
        {
            return ref At(jump - 1);
        }

        return ref At(jump);
    }

    private bool NeedsValue(int list)
    {
        for (; list != JumpList.None; list = NextJump(list))
        {
            if (Control(list).Opcode != Opcode.TestSet)
            {
                return true;
            }
        }

        return false;
    }

    private bool SetTestTarget(int jump, int register)
    {
        ref Instruction test = ref Control(jump);
        if (test.Opcode != Opcode.TestSet)
        {
            return false;
        }

        if (register != NoRegister && register != test.B)
        {
            test.A = (byte)register;
        }
        else
        {
            test = new Instruction(Opcode.Test, test.B, 0, test.C);
        }

        return true;
    }

    private void RemoveValues(int list)
    {
        for (; list != JumpList.None; list = NextJump(list))
        {
            SetTestTarget(list, NoRegister);
        }
    }

    /// <summary>Jumps that bring a value go to one place with it in a register, the others to another.</summary>
    private void Patch(int list, int valueTarget, int register, int otherTarget)
    {
        while (list != JumpList.None)
        {
            int next = NextJump(list);
            SetJump(list, SetTestTarget(list, register) ? valueTarget : otherTarget);
            list = next;
        }
    }

    private void ResolvePendingJumps()
    {
        int pending = _pendingJumps;
        _pendingJumps = JumpList.None;
        Patch(pending, Position, NoRegister, Position);
    }
}

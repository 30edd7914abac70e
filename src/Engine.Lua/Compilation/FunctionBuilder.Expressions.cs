using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Compilation;

/// <content>Brings values of expressions to registers, and to variables.</content>
internal sealed partial class FunctionBuilder
{
    /// <summary>Says how many values a call or vararg gives; a negative number means all.</summary>
    public void SetResultCount(Expression expression, int count)
    {
        if (expression.Kind == ExpressionKind.Call)
        {
            At(expression.Info).C = (ushort)(count + 1);
        }
        else if (expression.Kind == ExpressionKind.Vararg)
        {
            At(expression.Info).B = (ushort)(count + 1);
            At(expression.Info).A = (byte)FreeRegister;
            Reserve(1);
        }
    }

    public void SetAllResults(Expression expression) => SetResultCount(expression, LuaThread.AllResults);

    public void SetOneResult(Expression expression)
    {
        if (expression.Kind == ExpressionKind.Call)
        {
            expression.Become(ExpressionKind.Register, At(expression.Info).A);
        }
        else if (expression.Kind == ExpressionKind.Vararg)
        {
            At(expression.Info).B = 2;
            expression.Kind = ExpressionKind.Relocatable;
        }
    }

    /// <summary>Turns a variable into its value.</summary>
    public void Discharge(Expression expression)
    {
        switch (expression.Kind)
        {
            case ExpressionKind.Local:
                expression.Kind = ExpressionKind.Register;
                break;
            case ExpressionKind.Upvalue:
                expression.Become(ExpressionKind.Relocatable, Emit(Opcode.GetUpvalue, 0, expression.Info, 0));
                break;
            case ExpressionKind.Global:
                expression.Become(
                    ExpressionKind.Relocatable, Emit(new Instruction(Opcode.GetGlobal, 0, expression.Info)));
                break;
            case ExpressionKind.Indexed:
                Free(expression.Key);
                Free(expression.Info);
                expression.Become(
                    ExpressionKind.Relocatable, Emit(Opcode.GetTable, 0, expression.Info, expression.Key));
                break;
            case ExpressionKind.Call or ExpressionKind.Vararg:
                SetOneResult(expression);
                break;
        }
    }

    public void ToNextRegister(Expression expression)
    {
        Discharge(expression);
        Free(expression);
        Reserve(1);
        ToRegister(expression, FreeRegister - 1);
    }

    public int ToAnyRegister(Expression expression)
    {
        Discharge(expression);
        if (expression.Kind == ExpressionKind.Register)
        {
            if (!expression.HasJumps)
            {
                return expression.Info;
            }

            if (expression.Info >= ActiveLocals)
            {
                ToRegister(expression, expression.Info);
                return expression.Info;
            }
        }

        ToNextRegister(expression);
        return expression.Info;
    }

    public void ToValue(Expression expression)
    {
        if (expression.HasJumps)
        {
            ToAnyRegister(expression);
        }
        else
        {
            Discharge(expression);
        }
    }

    /// <summary>Makes an operand of it: a constant if possible, otherwise a register.</summary>
    public int ToOperand(Expression expression)
    {
        ToValue(expression);
        ExpressionKind kind = expression.Kind;
        if (kind is ExpressionKind.Nil or ExpressionKind.True or ExpressionKind.False or ExpressionKind.Number
            && _constants.Count <= Operand.LastConstantIndex)
        {
            LuaValue constant = kind switch
            {
                ExpressionKind.Nil => LuaValue.Nil,
                ExpressionKind.Number => expression.Number,
                _ => kind == ExpressionKind.True,
            };
            expression.Become(ExpressionKind.Constant, AddConstant(constant));
        }

        return expression.Kind == ExpressionKind.Constant && expression.Info <= Operand.LastConstantIndex
            ? Operand.FirstConstant + expression.Info
            : ToAnyRegister(expression);
    }

    public void Store(Expression variable, Expression value)
    {
        switch (variable.Kind)
        {
            case ExpressionKind.Local:
                Free(value);
                ToRegister(value, variable.Info);
                return;
            case ExpressionKind.Upvalue:
                Emit(Opcode.SetUpvalue, ToAnyRegister(value), variable.Info, 0);
                break;
            case ExpressionKind.Global:
                Emit(new Instruction(Opcode.SetGlobal, ToAnyRegister(value), variable.Info));
                break;
            default:
                int operand = ToOperand(value);
                Emit(Opcode.SetTable, variable.Info, variable.Key, operand);
                break;
        }

        Free(value);
    }

    /// <summary>Prepares a call of a method: the function, and the object as its first argument.</summary>
    public void Self(Expression target, Expression name)
    {
        ToAnyRegister(target);
        Free(target);
        int function = FreeRegister;
        Reserve(2);
        Emit(Opcode.Self, function, target.Info, ToOperand(name));
        Free(name);
        target.Become(ExpressionKind.Register, function);
    }

    public void Index(Expression table, Expression key)
    {
        table.Key = ToOperand(key);
        table.Kind = ExpressionKind.Indexed;
    }

    private void ToRegister(Expression expression, int register)
    {
        PutInRegister(expression, register);
        if (expression.Kind == ExpressionKind.Jump)
        {
            expression.TrueJumps = Join(expression.TrueJumps, expression.Info);
        }

        if (expression.HasJumps)
        {
            EndJumps(expression, register);
        }

        expression.FalseJumps = JumpList.None;
        expression.TrueJumps = JumpList.None;
        expression.Become(ExpressionKind.Register, register);
    }

    // Jumps that bring no value of their own lead to instructions that load true or false.
    private void EndJumps(Expression expression, int register)
    {
        int loadFalse = JumpList.None;
        int loadTrue = JumpList.None;
        if (NeedsValue(expression.TrueJumps) || NeedsValue(expression.FalseJumps))
        {
            int around = expression.Kind == ExpressionKind.Jump ? JumpList.None : Jump();
            Label();
            loadFalse = Emit(Opcode.LoadBoolean, register, 0, 1);
            Label();
            loadTrue = Emit(Opcode.LoadBoolean, register, 1, 0);
            PatchToHere(around);
        }

        int end = Label();
        Patch(expression.FalseJumps, end, register, loadFalse);
        Patch(expression.TrueJumps, end, register, loadTrue);
    }

    private void PutInAnyRegister(Expression expression)
    {
        if (expression.Kind != ExpressionKind.Register)
        {
            Reserve(1);
            PutInRegister(expression, FreeRegister - 1);
        }
    }

    // What is a jump, or nothing, stays as it is.
    private void PutInRegister(Expression expression, int register)
    {
        Discharge(expression);
        switch (expression.Kind)
        {
            case ExpressionKind.Nil:
                LoadNil(register, 1);
                break;
            case ExpressionKind.True or ExpressionKind.False:
                Emit(Opcode.LoadBoolean, register, expression.Kind == ExpressionKind.True ? 1 : 0, 0);
                break;
            case ExpressionKind.Constant:
                Emit(new Instruction(Opcode.LoadConstant, register, expression.Info));
                break;
            case ExpressionKind.Number:
                Emit(new Instruction(Opcode.LoadConstant, register, AddConstant(expression.Number)));
                break;
            case ExpressionKind.Relocatable:
                At(expression.Info).A = (byte)register;
                break;
            case ExpressionKind.Register:
                if (register != expression.Info)
                {
                    Emit(Opcode.Move, register, expression.Info, 0);
                }

                break;
            default:
                return;
        }

        expression.Become(ExpressionKind.Register, register);
    }
}

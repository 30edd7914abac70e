using Engine.Lua.Execution;

namespace Engine.Lua.Compilation;

/// <content>Operators, and expressions as conditions.</content>
internal sealed partial class FunctionBuilder
{
    /// <summary>Goes on when the expression is true; its false jumps lead to where it is false.</summary>
    public void GoIfTrue(Expression expression)
    {
        Discharge(expression);
        int jump = JumpList.None;
        switch (expression.Kind)
        {
            case ExpressionKind.Constant or ExpressionKind.Number or ExpressionKind.True:
                break;
            case ExpressionKind.Jump:
                InvertJump(expression);
                jump = expression.Info;
                break;
            default:
                jump = JumpOn(expression, condition: false);
                break;
        }

        expression.FalseJumps = Join(expression.FalseJumps, jump);
        PatchToHere(expression.TrueJumps);
        expression.TrueJumps = JumpList.None;
    }

    public void ApplyUnary(UnaryOperator operation, Expression operand)
    {
        switch (operation)
        {
            case UnaryOperator.Not:
                Not(operand);
                break;
            case UnaryOperator.Negate:
                if (!operand.IsNumeral)
                {
                    ToAnyRegister(operand);
                }

                Arithmetic(Opcode.Negate, operand, new Expression(0.0));
                break;
            default:
                ToAnyRegister(operand);
                Arithmetic(Opcode.Length, operand, new Expression(0.0));
                break;
        }
    }

    /// <summary>Brings a left operand to safety before the right one is read.</summary>
    public void BeginBinary(BinaryOperator operation, Expression left)
    {
        switch (operation)
        {
            case BinaryOperator.And:
                GoIfTrue(left);
                break;
            case BinaryOperator.Or:
                GoIfFalse(left);
                break;
            case BinaryOperator.Concat:
                ToNextRegister(left);
                break;
            case <= BinaryOperator.Power when left.IsNumeral:
                break;
            default:
                ToOperand(left);
                break;
        }
    }

    /// <summary>Joins both operands; the left expression becomes the whole.</summary>
    public void EndBinary(BinaryOperator operation, Expression left, Expression right)
    {
        switch (operation)
        {
            case BinaryOperator.And:
                Discharge(right);
                right.FalseJumps = Join(right.FalseJumps, left.FalseJumps);
                left.CopyFrom(right);
                break;
            case BinaryOperator.Or:
                Discharge(right);
                right.TrueJumps = Join(right.TrueJumps, left.TrueJumps);
                left.CopyFrom(right);
                break;
            case BinaryOperator.Concat:
                Concat(left, right);
                break;
            case BinaryOperator.Equal or BinaryOperator.NotEqual:
                Compare(Opcode.Equal, operation == BinaryOperator.Equal, left, right);
                break;
            case BinaryOperator.Less or BinaryOperator.Greater:
                Compare(Opcode.LessThan, operation == BinaryOperator.Less, left, right);
                break;
            case BinaryOperator.LessOrEqual or BinaryOperator.GreaterOrEqual:
                Compare(Opcode.LessOrEqual, operation == BinaryOperator.LessOrEqual, left, right);
                break;
            default:
                Arithmetic((Opcode)((int)Opcode.Add + (int)operation), left, right);
                break;
        }
    }

    private void GoIfFalse(Expression expression)
    {
        Discharge(expression);
        int jump = expression.Kind switch
        {
            ExpressionKind.Nil or ExpressionKind.False => JumpList.None,
            ExpressionKind.Jump => expression.Info,
            _ => JumpOn(expression, condition: true),
        };
        expression.TrueJumps = Join(expression.TrueJumps, jump);
        PatchToHere(expression.FalseJumps);
        expression.FalseJumps = JumpList.None;
    }

    private void InvertJump(Expression expression)
    {
        ref Instruction test = ref Control(expression.Info);
        test.A = (byte)(test.A == 0 ? 1 : 0);
    }

    private int JumpOn(Expression expression, bool condition)
    {
        if (expression.Kind == ExpressionKind.Relocatable && At(expression.Info) is { Opcode: Opcode.Not } negation)
        {
            _code.RemoveAt(Position - 1);
            _lines.RemoveAt(Position);
            return ConditionalJump(Opcode.Test, negation.B, 0, condition ? 0 : 1);
        }

        PutInAnyRegister(expression);
        Free(expression);
        return ConditionalJump(Opcode.TestSet, NoRegister, expression.Info, condition ? 1 : 0);
    }

    private void Not(Expression expression)
    {
        Discharge(expression);
        switch (expression.Kind)
        {
            case ExpressionKind.Nil or ExpressionKind.False:
                expression.Kind = ExpressionKind.True;
                break;
            case ExpressionKind.Constant or ExpressionKind.Number or ExpressionKind.True:
                expression.Kind = ExpressionKind.False;
                break;
            case ExpressionKind.Jump:
                InvertJump(expression);
                break;
            default:
                PutInAnyRegister(expression);
                Free(expression);
                expression.Become(ExpressionKind.Relocatable, Emit(Opcode.Not, 0, expression.Info, 0));
                break;
        }

        (expression.TrueJumps, expression.FalseJumps) = (expression.FalseJumps, expression.TrueJumps);
        RemoveValues(expression.FalseJumps);
        RemoveValues(expression.TrueJumps);
    }

    // A chain of concatenations is one instruction over consecutive registers.
    private void Concat(Expression left, Expression right)
    {
        ToValue(right);
        if (right.Kind == ExpressionKind.Relocatable && At(right.Info).Opcode == Opcode.Concat)
        {
            Free(left);
            At(right.Info).B = (ushort)left.Info;
            left.Become(ExpressionKind.Relocatable, right.Info);
            return;
        }

        ToNextRegister(right);
        Arithmetic(Opcode.Concat, left, right);
    }

    private void Arithmetic(Opcode opcode, Expression left, Expression right)
    {
        if (left.IsNumeral && right.IsNumeral
            && ConstantFolding.TryFold(opcode, left.Number, right.Number, out double result))
        {
            left.Number = result;
            return;
        }

        int second = opcode is Opcode.Negate or Opcode.Length ? 0 : ToOperand(right);
        int first = ToOperand(left);
        if (first > second)
        {
            Free(left);
            Free(right);
        }
        else
        {
            Free(right);
            Free(left);
        }

        left.Become(ExpressionKind.Relocatable, Emit(opcode, 0, first, second));
    }

    private void Compare(Opcode opcode, bool condition, Expression left, Expression right)
    {
        int first = ToOperand(left);
        int second = ToOperand(right);
        Free(right);
        Free(left);
        if (!condition && opcode != Opcode.Equal)
        {
            // a > b is b < a.
            (first, second) = (second, first);
            condition = true;
        }

        left.Become(ExpressionKind.Jump, ConditionalJump(opcode, condition ? 1 : 0, first, second));
    }
}

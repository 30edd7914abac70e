using Engine.Lua.Compilation;
using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Syntax;

/// <content>Expressions.</content>
internal sealed partial class Parser
{
    private const int UnaryPriority = 8;

    private Expression ReadExpression() => Subexpression(0, out _);

    /// <returns>The number of expressions; all but the last are in registers.</returns>
    private int ExpressionList(out Expression last)
    {
        int count = 1;
        last = ReadExpression();
        for (; Accept(Token.Comma); count++)
        {
            _function.ToNextRegister(last);
            last = ReadExpression();
        }

        return count;
    }

    /// <summary>Reads as long as operators bind more strongly than the one to the left.</summary>
    private Expression Subexpression(int limit, out BinaryOperator? next)
    {
        EnterLevel();
        Expression left;
        if (UnaryOf(_lexer.Current) is { } unary)
        {
            _lexer.Next();
            left = Subexpression(UnaryPriority, out _);
            _function.ApplyUnary(unary, left);
        }
        else
        {
            left = Simple();
        }

        next = BinaryOf(_lexer.Current);
        while (next is { } operation && LeftPriority(operation) > limit)
        {
            _lexer.Next();
            _function.BeginBinary(operation, left);
            Expression right = Subexpression(RightPriority(operation), out next);
            _function.EndBinary(operation, left, right);
        }

        LeaveLevel();
        return left;
    }

    private static UnaryOperator? UnaryOf(Token token) => token switch
    {
        Token.Not => UnaryOperator.Not,
        Token.Minus => UnaryOperator.Negate,
        Token.Hash => UnaryOperator.Length,
        _ => null,
    };

    private static BinaryOperator? BinaryOf(Token token) => token switch
    {
        Token.Plus => BinaryOperator.Add,
        Token.Minus => BinaryOperator.Subtract,
        Token.Star => BinaryOperator.Multiply,
        Token.Slash => BinaryOperator.Divide,
        Token.Percent => BinaryOperator.Modulo,
        Token.Caret => BinaryOperator.Power,
        Token.Concat => BinaryOperator.Concat,
        Token.NotEqual => BinaryOperator.NotEqual,
        Token.Equal => BinaryOperator.Equal,
        Token.Less => BinaryOperator.Less,
        Token.LessOrEqual => BinaryOperator.LessOrEqual,
        Token.Greater => BinaryOperator.Greater,
        Token.GreaterOrEqual => BinaryOperator.GreaterOrEqual,
        Token.And => BinaryOperator.And,
        Token.Or => BinaryOperator.Or,
        _ => null,
    };

    private static int LeftPriority(BinaryOperator operation) => operation switch
    {
        BinaryOperator.Or => 1,
        BinaryOperator.And => 2,
        BinaryOperator.Add or BinaryOperator.Subtract => 6,
        BinaryOperator.Multiply or BinaryOperator.Divide or BinaryOperator.Modulo => 7,
        BinaryOperator.Power => 10,
        BinaryOperator.Concat => 5,
        _ => 3,
    };

    // Powers and concatenations group to the right.
    private static int RightPriority(BinaryOperator operation) =>
        LeftPriority(operation) - (operation is BinaryOperator.Power or BinaryOperator.Concat ? 1 : 0);

    private Expression Simple()
    {
        Expression expression;
        switch (_lexer.Current)
        {
            case Token.Number:
                expression = new Expression(_lexer.Value.Double);
                break;
            case Token.String:
                expression = StringConstant(_lexer.Value.As<LuaString>());
                break;
            case Token.Nil:
                expression = new Expression(ExpressionKind.Nil);
                break;
            case Token.True:
                expression = new Expression(ExpressionKind.True);
                break;
            case Token.False:
                expression = new Expression(ExpressionKind.False);
                break;
            case Token.Dots:
                expression = ExtraArguments();
                break;
            case Token.OpenBrace:
                return Constructor();
            case Token.Function:
                _lexer.Next();
                return Body(isMethod: false, _lexer.Line);
            default:
                return Suffixed();
        }

        _lexer.Next();
        return expression;
    }

    private Expression ExtraArguments()
    {
        if (!_function.IsVararg)
        {
            throw _lexer.SyntaxError("cannot use '...' outside a vararg function");
        }

        _function.NeedsArg = false;
        return new Expression(ExpressionKind.Vararg, _function.Emit(Opcode.Vararg, 0, 1, 0));
    }

    private Expression Primary()
    {
        switch (_lexer.Current)
        {
            case Token.Name:
                return _function.FindVariable(TakeName());
            case Token.OpenParenthesis:
                int line = _lexer.Line;
                _lexer.Next();
                Expression inner = ReadExpression();
                TakeClosing(Token.CloseParenthesis, Token.OpenParenthesis, line);
                _function.Discharge(inner);
                return inner;
            default:
                throw _lexer.SyntaxError("unexpected symbol");
        }
    }

    private Expression Suffixed()
    {
        Expression expression = Primary();
        while (true)
        {
            switch (_lexer.Current)
            {
                case Token.Dot:
                    Field(expression);
                    break;
                case Token.OpenBracket:
                    _function.ToAnyRegister(expression);
                    _function.Index(expression, BracketedKey());
                    break;
                case Token.Colon:
                    _lexer.Next();
                    _function.Self(expression, StringConstant(TakeName()));
                    Arguments(expression);
                    break;
                case Token.OpenParenthesis or Token.String or Token.OpenBrace:
                    _function.ToNextRegister(expression);
                    Arguments(expression);
                    break;
                default:
                    return expression;
            }
        }
    }

    private void Field(Expression table)
    {
        _function.ToAnyRegister(table);
        _lexer.Next();
        _function.Index(table, StringConstant(TakeName()));
    }

    private Expression BracketedKey()
    {
        _lexer.Next();
        Expression key = ReadExpression();
        _function.ToValue(key);
        Take(Token.CloseBracket);
        return key;
    }

    private void Arguments(Expression function)
    {
        int line = _lexer.Line;
        var last = new Expression();
        switch (_lexer.Current)
        {
            case Token.OpenParenthesis:
                last = ParenthesisedArguments(line);
                break;
            case Token.OpenBrace:
                last = Constructor();
                break;
            case Token.String:
                last = StringConstant(_lexer.Value.As<LuaString>());
                _lexer.Next();
                break;
            default:
                throw _lexer.SyntaxError("function arguments expected");
        }

        int register = function.Info;
        int count = LuaThread.AllResults;
        if (!last.HasManyValues)
        {
            if (last.Kind != ExpressionKind.Void)
            {
                _function.ToNextRegister(last);
            }

            count = _function.FreeRegister - (register + 1);
        }

        function.Become(ExpressionKind.Call, _function.Emit(Opcode.Call, register, count + 1, 2));
        _function.SetLine(line);
        _function.FreeRegister = register + 1;
    }

    private Expression ParenthesisedArguments(int line)
    {
        if (line != _lexer.LastLine)
        {
            throw _lexer.SyntaxError("ambiguous syntax (function call x new statement)");
        }

        _lexer.Next();
        var last = new Expression();
        if (_lexer.Current != Token.CloseParenthesis)
        {
            ExpressionList(out last);
            _function.SetAllResults(last);
        }

        TakeClosing(Token.CloseParenthesis, Token.OpenParenthesis, line);
        return last;
    }
}

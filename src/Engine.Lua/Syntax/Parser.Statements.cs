using Engine.Lua.Compilation;
using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Syntax;

/// <content>Statements.</content>
internal sealed partial class Parser
{
    private static bool EndsBlock(Token token) =>
        token is Token.Else or Token.ElseIf or Token.End or Token.Until or Token.EndOfSource;

    private void Chunk()
    {
        bool isLast = false;
        EnterLevel();
        while (!isLast && !EndsBlock(_lexer.Current))
        {
            isLast = Statement();
            Accept(Token.Semicolon);
            _function.FreeRegister = _function.ActiveLocals;
        }

        LeaveLevel();
    }

    private void InnerBlock()
    {
        _function.EnterBlock(isLoop: false);
        Chunk();
        _function.LeaveBlock();
    }

    /// <returns>Whether no other statement may follow in the block.</returns>
    private bool Statement()
    {
        int line = _lexer.Line;
        switch (_lexer.Current)
        {
            case Token.If:
                If(line);
                break;
            case Token.While:
                While(line);
                break;
            case Token.Do:
                _lexer.Next();
                InnerBlock();
                TakeClosing(Token.End, Token.Do, line);
                break;
            case Token.For:
                For(line);
                break;
            case Token.Repeat:
                Repeat(line);
                break;
            case Token.Function:
                FunctionStatement(line);
                break;
            case Token.Local:
                _lexer.Next();
                if (Accept(Token.Function))
                {
                    LocalFunction();
                }
                else
                {
                    Local();
                }

                break;
            case Token.Return:
                Return();
                return true;
            case Token.Break:
                _lexer.Next();
                _function.Break();
                return true;
            default:
                ExpressionStatement();
                break;
        }

        return false;
    }

    private void If(int line)
    {
        int escapes = JumpList.None;
        int otherwise = TestThenBlock();
        while (_lexer.Current == Token.ElseIf)
        {
            escapes = _function.Join(escapes, _function.Jump());
            _function.PatchToHere(otherwise);
            otherwise = TestThenBlock();
        }

        if (_lexer.Current == Token.Else)
        {
            escapes = _function.Join(escapes, _function.Jump());
            _function.PatchToHere(otherwise);
            _lexer.Next();
            InnerBlock();
        }
        else
        {
            escapes = _function.Join(escapes, otherwise);
        }

        _function.PatchToHere(escapes);
        TakeClosing(Token.End, Token.If, line);
    }

    private int TestThenBlock()
    {
        _lexer.Next();
        int otherwise = Condition();
        Take(Token.Then);
        InnerBlock();
        return otherwise;
    }

    /// <returns>The jumps that are taken when it is false.</returns>
    private int Condition()
    {
        Expression condition = ReadExpression();
        if (condition.Kind == ExpressionKind.Nil)
        {
            condition.Kind = ExpressionKind.False;
        }

        _function.GoIfTrue(condition);
        return condition.FalseJumps;
    }

    private void While(int line)
    {
        _lexer.Next();
        int start = _function.Label();
        int exit = Condition();
        _function.EnterBlock(isLoop: true);
        Take(Token.Do);
        InnerBlock();
        _function.Patch(_function.Jump(), start);
        TakeClosing(Token.End, Token.While, line);
        _function.LeaveBlock();
        _function.PatchToHere(exit);
    }

    // The condition sees the local variables of the block, so it belongs to it.
    private void Repeat(int line)
    {
        int start = _function.Label();
        _function.EnterBlock(isLoop: true);
        _function.EnterBlock(isLoop: false);
        _lexer.Next();
        Chunk();
        TakeClosing(Token.Until, Token.Repeat, line);
        int again = Condition();
        if (!_function.Block!.HasUpvalue)
        {
            _function.LeaveBlock();
            _function.Patch(again, start);
        }
        else
        {
            _function.Break();
            _function.PatchToHere(again);
            _function.LeaveBlock();
            _function.Patch(_function.Jump(), start);
        }

        _function.LeaveBlock();
    }

    private void For(int line)
    {
        _function.EnterBlock(isLoop: true);
        _lexer.Next();
        LuaString name = TakeName();
        switch (_lexer.Current)
        {
            case Token.Assign:
                NumericFor(name, line);
                break;
            case Token.Comma or Token.In:
                GenericFor(name);
                break;
            default:
                throw _lexer.SyntaxError("'=' or 'in' expected");
        }

        TakeClosing(Token.End, Token.For, line);
        _function.LeaveBlock();
    }

    private void NumericFor(LuaString name, int line)
    {
        int register = _function.FreeRegister;
        _function.DeclareLocal(Internal("(for index)"));
        _function.DeclareLocal(Internal("(for limit)"));
        _function.DeclareLocal(Internal("(for step)"));
        _function.DeclareLocal(name);
        Take(Token.Assign);
        _function.ToNextRegister(ReadExpression());
        Take(Token.Comma);
        _function.ToNextRegister(ReadExpression());
        if (Accept(Token.Comma))
        {
            _function.ToNextRegister(ReadExpression());
        }
        else
        {
            _function.Emit(new Instruction(
                Opcode.LoadConstant, _function.FreeRegister, _function.AddConstant(1.0)));
            _function.Reserve(1);
        }

        ForBody(register, line, 1, isNumeric: true);
    }

    private void GenericFor(LuaString firstName)
    {
        int register = _function.FreeRegister;
        _function.DeclareLocal(Internal("(for generator)"));
        _function.DeclareLocal(Internal("(for state)"));
        _function.DeclareLocal(Internal("(for control)"));
        _function.DeclareLocal(firstName);
        int names = 1;
        for (; Accept(Token.Comma); names++)
        {
            _function.DeclareLocal(TakeName());
        }

        Take(Token.In);
        int line = _lexer.Line;
        int values = ExpressionList(out Expression last);
        Adjust(3, values, last);
        _function.CheckStack(3);
        ForBody(register, line, names, isNumeric: false);
    }

    private void ForBody(int register, int line, int names, bool isNumeric)
    {
        _function.ActivateLocals(3);
        Take(Token.Do);
        int prepare = isNumeric ? _function.LoopJump(Opcode.ForPrepare, register) : _function.Jump();
        _function.EnterBlock(isLoop: false);
        _function.ActivateLocals(names);
        _function.Reserve(names);
        InnerBlock();
        _function.LeaveBlock();
        _function.PatchToHere(prepare);
        int end = isNumeric
            ? _function.LoopJump(Opcode.ForLoop, register)
            : _function.Emit(Opcode.TableForLoop, register, 0, names);
        _function.SetLine(line);
        _function.Patch(isNumeric ? end : _function.Jump(), prepare + 1);
    }

    private void FunctionStatement(int line)
    {
        _lexer.Next();
        Expression variable = _function.FindVariable(TakeName());
        bool isMethod = false;
        while (_lexer.Current == Token.Dot)
        {
            Field(variable);
        }

        if (_lexer.Current == Token.Colon)
        {
            isMethod = true;
            Field(variable);
        }

        Expression body = Body(isMethod, line);
        _function.Store(variable, body);
        _function.SetLine(line);
    }

    private void LocalFunction()
    {
        _function.DeclareLocal(TakeName());
        var variable = new Expression(ExpressionKind.Local, _function.FreeRegister);
        _function.Reserve(1);
        _function.ActivateLocals(1);
        Expression body = Body(isMethod: false, _lexer.Line);
        _function.Store(variable, body);
        _function.RestartNewestLocal();
    }

    private void Local()
    {
        int names = 0;
        do
        {
            _function.DeclareLocal(TakeName());
            names++;
        }
        while (Accept(Token.Comma));

        var last = new Expression();
        int values = Accept(Token.Assign) ? ExpressionList(out last) : 0;
        Adjust(names, values, last);
        _function.ActivateLocals(names);
    }

    private void Return()
    {
        _lexer.Next();
        if (EndsBlock(_lexer.Current) || _lexer.Current == Token.Semicolon)
        {
            _function.Return(0, 0);
            return;
        }

        int count = ExpressionList(out Expression last);
        if (last.HasManyValues)
        {
            _function.SetAllResults(last);
            if (last.Kind == ExpressionKind.Call && count == 1)
            {
                _function.At(last.Info).Opcode = Opcode.TailCall;
            }

            _function.Return(_function.ActiveLocals, LuaThread.AllResults);
        }
        else if (count == 1)
        {
            _function.Return(_function.ToAnyRegister(last), 1);
        }
        else
        {
            _function.ToNextRegister(last);
            _function.Return(_function.ActiveLocals, count);
        }
    }

    private void ExpressionStatement()
    {
        Expression target = Suffixed();
        if (target.Kind == ExpressionKind.Call)
        {
            _function.SetResultCount(target, 0);
        }
        else
        {
            Assignment(new AssignmentTarget(target, null), 1);
        }
    }
}

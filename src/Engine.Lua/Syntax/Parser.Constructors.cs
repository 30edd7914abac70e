using Engine.Lua.Compilation;
using Engine.Lua.Execution;

namespace Engine.Lua.Syntax;

/// <content>Bodies of functions, and tables.</content>
internal sealed partial class Parser
{
    private Expression Body(bool isMethod, int line)
    {
        FunctionBuilder outer = _function;
        _function = new FunctionBuilder(_lexer, outer, line);
        Take(Token.OpenParenthesis);
        if (isMethod)
        {
            _function.DeclareLocal(Internal("self"));
            _function.ActivateLocals(1);
        }

        Parameters();
        Take(Token.CloseParenthesis);
        Chunk();
        FunctionBuilder inner = _function;
        inner.LastLineDefined = _lexer.Line;
        TakeClosing(Token.End, Token.Function, line);
        _function = outer;
        return outer.Closure(inner);
    }

    private void Parameters()
    {
        int count = 0;
        if (_lexer.Current != Token.CloseParenthesis)
        {
            do
            {
                if (Accept(Token.Dots))
                {
                    _function.DeclareLocal(Internal("arg"));
                    _function.IsVararg = true;
                    _function.NeedsArg = true;
                }
                else if (_lexer.Current == Token.Name)
                {
                    _function.DeclareLocal(TakeName());
                    count++;
                }
                else
                {
                    throw _lexer.SyntaxError("<name> or '...' expected");
                }
            }
            while (!_function.IsVararg && Accept(Token.Comma));
        }

        _function.ActivateLocals(count + (_function.IsVararg ? 1 : 0));
        _function.ParameterCount = _function.ActiveLocals - (_function.IsVararg ? 1 : 0);
        _function.Reserve(_function.ActiveLocals);
    }

    private Expression Constructor()
    {
        int line = _lexer.Line;
        int position = _function.Emit(Opcode.NewTable, 0, 0, 0);
        var table = new Expression(ExpressionKind.Relocatable, position);
        var item = new Expression();
        int items = 0;
        int pending = 0;
        int fields = 0;
        _function.ToNextRegister(table);
        Take(Token.OpenBrace);
        while (_lexer.Current != Token.CloseBrace)
        {
            pending = StoreItem(table, item, items, pending);
            if (_lexer.Current == Token.OpenBracket
                || (_lexer.Current == Token.Name && _lexer.Peek() == Token.Assign))
            {
                item = new Expression();
                RecordField(table);
                fields++;
            }
            else
            {
                item = ReadExpression();
                items++;
                pending++;
            }

            if (!Accept(Token.Comma) && !Accept(Token.Semicolon))
            {
                break;
            }
        }

        TakeClosing(Token.CloseBrace, Token.OpenBrace, line);
        items = StoreLastItems(table, item, items, pending);
        _function.At(position).B = (ushort)FloatingByte.Encode(items);
        _function.At(position).C = (ushort)FloatingByte.Encode(fields);
        return table;
    }

    private void RecordField(Expression table)
    {
        int free = _function.FreeRegister;
        Expression key = _lexer.Current == Token.Name ? StringConstant(TakeName()) : BracketedKey();
        Take(Token.Assign);
        int keyOperand = _function.ToOperand(key);
        Expression value = ReadExpression();
        _function.Emit(Opcode.SetTable, table.Info, keyOperand, _function.ToOperand(value));
        _function.FreeRegister = free;
    }

    /// <returns>How many items wait in registers.</returns>
    private int StoreItem(Expression table, Expression item, int items, int pending)
    {
        if (item.Kind == ExpressionKind.Void)
        {
            return pending;
        }

        _function.ToNextRegister(item);
        if (pending < ListBlock.Size)
        {
            return pending;
        }

        _function.SetList(table.Info, items, pending);
        return 0;
    }

    /// <returns>The number of items that is known.</returns>
    private int StoreLastItems(Expression table, Expression item, int items, int pending)
    {
        if (pending == 0)
        {
            return items;
        }

        if (item.HasManyValues)
        {
            _function.SetAllResults(item);
            _function.SetList(table.Info, items, LuaThread.AllResults);
            return items - 1;
        }

        if (item.Kind != ExpressionKind.Void)
        {
            _function.ToNextRegister(item);
        }

        _function.SetList(table.Info, items, pending);
        return items;
    }
}

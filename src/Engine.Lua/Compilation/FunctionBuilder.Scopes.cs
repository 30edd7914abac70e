using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Compilation;

/// <content>Blocks, local variables and upvalues.</content>
internal sealed partial class FunctionBuilder
{
    // Declared, but not active before their statement is complete.
    private readonly List<LuaString> _declared = [];

    public void EnterBlock(bool isLoop) => Block = new Block(Block, ActiveLocals, isLoop);

    public void LeaveBlock()
    {
        Block block = Block!;
        Block = block.Outer;
        EndLocals(block.ActiveLocals);
        if (block.HasUpvalue)
        {
            Emit(Opcode.Close, block.ActiveLocals, 0, 0);
        }

        FreeRegister = ActiveLocals;
        PatchToHere(block.Breaks);
    }

    /// <summary>Leaves the innermost loop.</summary>
    public void Break()
    {
        Block? block = Block;
        bool hasUpvalue = false;
        while (block is { IsLoop: false })
        {
            hasUpvalue |= block.HasUpvalue;
            block = block.Outer;
        }

        if (block is null)
        {
            throw _lexer.SyntaxError("no loop to break");
        }

        if (hasUpvalue)
        {
            Emit(Opcode.Close, block.ActiveLocals, 0, 0);
        }

        block.Breaks = Join(block.Breaks, Jump());
    }

    public void DeclareLocal(LuaString name)
    {
        CheckLimit(ActiveLocals + _declared.Count + 1, MaxLocals, "local variables");
        _declared.Add(name);
    }

    /// <summary>Begins the life of the first declared variables.</summary>
    public void ActivateLocals(int count)
    {
        foreach (LuaString name in _declared[..count])
        {
            _active.Add(_locals.Count);
            _locals.Add(new LocalVariable(name, Position, int.MaxValue));
        }

        _declared.RemoveRange(0, count);
    }

    /// <summary>
    /// Lets the newest variable begin here after all: a local function is no variable of its own maker.
    /// </summary>
    public void RestartNewestLocal()
    {
        int index = _active[^1];
        _locals[index] = _locals[index] with { Start = Position };
    }

    public Expression FindVariable(LuaString name)
    {
        var variable = new Expression();
        if (!Resolve(name, variable, isOwn: true))
        {
            variable.Become(ExpressionKind.Global, AddConstant(name));
        }

        return variable;
    }

    private bool Resolve(LuaString name, Expression variable, bool isOwn)
    {
        for (int register = ActiveLocals - 1; register >= 0; register--)
        {
            if (_locals[_active[register]].Name.Equals(name))
            {
                variable.Become(ExpressionKind.Local, register);
                if (!isOwn)
                {
                    MarkUpvalue(register);
                }

                return true;
            }
        }

        if (Outer is null || !Outer.Resolve(name, variable, isOwn: false))
        {
            return false;
        }

        var source = new UpvalueSource(variable.Kind == ExpressionKind.Local, variable.Info);
        variable.Become(ExpressionKind.Upvalue, FindUpvalue(name, source));
        return true;
    }

    private int FindUpvalue(LuaString name, UpvalueSource source)
    {
        int index = _upvalues.IndexOf(source);
        if (index >= 0)
        {
            return index;
        }

        CheckLimit(_upvalues.Count + 1, MaxUpvalues, "upvalues");
        _upvalues.Add(source);
        _upvalueNames.Add(name);
        return _upvalues.Count - 1;
    }

    private void MarkUpvalue(int register)
    {
        Block? block = Block;
        while (block is not null && block.ActiveLocals > register)
        {
            block = block.Outer;
        }

        if (block is not null)
        {
            block.HasUpvalue = true;
        }
    }

    private void EndLocals(int remaining)
    {
        for (int i = remaining; i < ActiveLocals; i++)
        {
            _locals[_active[i]] = _locals[_active[i]] with { End = Position };
        }

        _active.RemoveRange(remaining, ActiveLocals - remaining);
    }
}

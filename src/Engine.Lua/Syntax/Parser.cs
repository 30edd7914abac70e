using Engine.Lua.Compilation;
using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Syntax;

/// <summary>Reads a chunk by recursive descent and has its code made as it goes.</summary>
internal sealed partial class Parser
{
    private readonly LuaState _state;
    private readonly Lexer _lexer;
    private FunctionBuilder _function;
    private int _depth;

    private Parser(LuaState state, Lexer lexer)
    {
        _state = state;
        _lexer = lexer;
        _depth = state.Running.HostDepth;
        _function = new FunctionBuilder(lexer, null, 0) { IsVararg = true };
    }

    /// <summary>Compiles a chunk: a function that takes extra arguments.</summary>
    /// <exception cref="LuaException">The source is no Lua 5.1.</exception>
    public static Prototype Compile(LuaState state, ReadOnlySpan<byte> source, LuaString chunkName)
    {
        var parser = new Parser(state, new Lexer(state, source, chunkName));
        parser._lexer.Next();
        parser.Chunk();
        parser.Expect(Token.EndOfSource);
        return parser._function.Finish();
    }

    private void EnterLevel()
    {
        if (++_depth > _state.Limits.MaxHostDepth)
        {
            throw _lexer.Error("chunk has too many syntax levels", null);
        }
    }

    private void LeaveLevel() => _depth--;

    private bool Accept(Token token)
    {
        if (_lexer.Current != token)
        {
            return false;
        }

        _lexer.Next();
        return true;
    }

    private void Expect(Token token)
    {
        if (_lexer.Current != token)
        {
            throw Expected(token);
        }
    }

    private void Take(Token token)
    {
        Expect(token);
        _lexer.Next();
    }

    private LuaException Expected(Token token) => _lexer.SyntaxError($"'{Tokens.Spell(token)}' expected");

    private void TakeClosing(Token closing, Token opening, int line)
    {
        if (Accept(closing))
        {
            return;
        }

        throw line == _lexer.Line
            ? Expected(closing)
            : _lexer.SyntaxError(
                $"'{Tokens.Spell(closing)}' expected (to close '{Tokens.Spell(opening)}' at line {line})");
    }

    private LuaString TakeName()
    {
        Expect(Token.Name);
        LuaString name = _lexer.Value.As<LuaString>();
        _lexer.Next();
        return name;
    }

    private Expression StringConstant(LuaString text) => new(ExpressionKind.Constant, _function.AddConstant(text));

    private static LuaString Internal(string name) => LuaString.FromText(name);
}

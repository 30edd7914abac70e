using Engine.Lua.Values;

namespace Engine.Lua.Syntax;

/// <summary>Cuts source into tokens.</summary>
internal sealed partial class Lexer
{
    private const int EndOfSource = -1;
    private const int MaxLines = int.MaxValue - 2;

    private readonly LuaState _state;
    private readonly byte[] _source;

    // The token being read, as far as it has been read and its escapes resolved; messages quote it.
    private readonly List<byte> _text = [];

    private int _position;
    private int _character;
    private Token? _lookahead;
    private LuaValue _lookaheadValue;
    private LuaValue _scanned;

    public Lexer(LuaState state, ReadOnlySpan<byte> source, LuaString chunkName)
    {
        _state = state;
        _source = source.ToArray();
        ChunkName = chunkName;
        _position = -1;
        Advance();
    }

    public LuaString ChunkName { get; }

    /// <summary>The token that comes next.</summary>
    public Token Current { get; private set; }

    /// <summary>The name, text or number of the token.</summary>
    public LuaValue Value { get; private set; }

    /// <summary>Where the lexer is.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>The line of the last token that was taken.</summary>
    public int LastLine { get; private set; } = 1;

    /// <summary>Takes the current token and reads on.</summary>
    public void Next()
    {
        LastLine = Line;
        if (_lookahead is { } token)
        {
            Current = token;
            Value = _lookaheadValue;
            _lookahead = null;
            return;
        }

        Current = Scan();
        Value = _scanned;
    }

    /// <summary>The token after the current one.</summary>
    public Token Peek()
    {
        _lookahead = Scan();
        _lookaheadValue = _scanned;
        return _lookahead.Value;
    }

    /// <summary>An error at the current token.</summary>
    public LuaException SyntaxError(string message) => Error(message, Current);

    /// <summary>An error at this line, near a token if one is given.</summary>
    public LuaException Error(string message, Token? near)
    {
        string position = $"{Execution.ChunkName.Refused(ChunkName.Span)}:{Line}: {message}";

        // A zero is no token to PUC Lua, which takes it for "none" here.
        return new LuaException(near is { } token and not 0 ? $"{position} near '{Quote(token)}'" : position);
    }

    private string Quote(Token token)
    {
        if (token is not (Token.Name or Token.String or Token.Number))
        {
            return Tokens.Spell(token);
        }

        return LuaText.Latin1UpToZero([.. _text]);
    }

    private void Advance() =>
        _character = ++_position < _source.Length ? _source[_position] : EndOfSource;

    private void Save(int character) => _text.Add((byte)character);

    private void SaveAndAdvance()
    {
        Save(_character);
        Advance();
    }

    private bool AdvanceOver(char character)
    {
        if (_character != character)
        {
            return false;
        }

        Advance();
        return true;
    }

    private Token Scan()
    {
        _text.Clear();
        _scanned = default;
        while (true)
        {
            switch (_character)
            {
                case EndOfSource:
                    return Token.EndOfSource;
                case '\n' or '\r':
                    AdvanceLine();
                    continue;
                case ' ' or '\t' or '\v' or '\f':
                    Advance();
                    continue;
                case '-':
                    Advance();
                    if (_character != '-')
                    {
                        return Token.Minus;
                    }

                    SkipComment();
                    continue;
                case '[':
                    return ScanBracket();
                case '"' or '\'':
                    return ScanQuoted();
                case '=' or '<' or '>' or '~':
                    return ScanComparison();
                case '.':
                    return ScanDots();
                default:
                    return ScanOther();
            }
        }
    }

    private Token ScanBracket()
    {
        int level = SkipSeparator();
        if (level >= 0)
        {
            ScanLong(level, isComment: false);
            return Token.String;
        }

        return level == -1 ? Token.OpenBracket : throw Error("invalid long string delimiter", Token.String);
    }

    private Token ScanComparison()
    {
        int first = _character;
        Advance();
        if (!AdvanceOver('='))
        {
            return (Token)first;
        }

        return first switch
        {
            '=' => Token.Equal,
            '<' => Token.LessOrEqual,
            '>' => Token.GreaterOrEqual,
            _ => Token.NotEqual,
        };
    }

    private Token ScanDots()
    {
        SaveAndAdvance();
        if (AdvanceOverDot())
        {
            return AdvanceOverDot() ? Token.Dots : Token.Concat;
        }

        return IsDigit(_character) ? ScanNumber() : Token.Dot;
    }

    // PUC Lua asks strchr whether a character is one of some, and strchr finds a zero in every string.
    private bool AdvanceOverDot() => AdvanceOver('.') || AdvanceOver('\0');

    private Token ScanOther()
    {
        if (IsDigit(_character))
        {
            return ScanNumber();
        }

        if (!IsLetter(_character))
        {
            var token = (Token)_character;
            Advance();
            return token;
        }

        do
        {
            SaveAndAdvance();
        }
        while (IsLetter(_character) || IsDigit(_character));

        LuaString name = _state.Strings.Share([.. _text]);
        _scanned = name;
        return Tokens.OfName(name);
    }

    private Token ScanNumber()
    {
        while (IsDigit(_character) || _character == '.')
        {
            SaveAndAdvance();
        }

        if (_character is 'e' or 'E' or 0)
        {
            SaveAndAdvance();
            if (_character is '+' or '-' or 0)
            {
                SaveAndAdvance();
            }
        }

        while (IsLetter(_character) || IsDigit(_character))
        {
            SaveAndAdvance();
        }

        if (!LuaNumber.TryParse([.. _text], out double number))
        {
            throw Error("malformed number", Token.Number);
        }

        _scanned = number;
        return Token.Number;
    }

    // Two different characters for the end of a line, in either order, are one end.
    private void AdvanceLine()
    {
        int first = _character;
        Advance();
        if (_character is '\n' or '\r' && _character != first)
        {
            Advance();
        }

        if (++Line >= MaxLines)
        {
            throw SyntaxError("chunk has too many lines");
        }
    }

    private static bool IsDigit(int character) => character is >= '0' and <= '9';

    private static bool IsLetter(int character) => character is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or '_';
}

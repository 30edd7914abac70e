namespace Engine.Lua.Syntax;

/// <content>Strings and comments.</content>
internal sealed partial class Lexer
{
    private void SkipComment()
    {
        Advance();
        if (_character == '[')
        {
            int level = SkipSeparator();
            _text.Clear();
            if (level >= 0)
            {
                ScanLong(level, isComment: true);
                _text.Clear();
                return;
            }
        }

        while (_character is not ('\n' or '\r' or EndOfSource))
        {
            Advance();
        }
    }

    /// <summary>Reads a bracket and the equal signs after it.</summary>
    /// <returns>Their number when the same bracket follows, -1 for a bracket alone, less for anything else.</returns>
    private int SkipSeparator()
    {
        int bracket = _character;
        int count = 0;
        SaveAndAdvance();
        while (_character == '=')
        {
            SaveAndAdvance();
            count++;
        }

        return _character == bracket ? count : -count - 1;
    }

    private void ScanLong(int level, bool isComment)
    {
        SaveAndAdvance();
        if (_character is '\n' or '\r')
        {
            AdvanceLine();
        }

        while (true)
        {
            switch (_character)
            {
                case EndOfSource:
                    throw Error(
                        isComment ? "unfinished long comment" : "unfinished long string", Token.EndOfSource);
                case '[':
                    if (SkipSeparator() == level)
                    {
                        SaveAndAdvance();
                        RefuseNesting(level);
                    }

                    break;
                case ']':
                    if (SkipSeparator() == level)
                    {
                        SaveAndAdvance();
                        int delimiter = level + 2;
                        _scanned = _state.Strings.Share([.. _text[delimiter..^delimiter]]);
                        return;
                    }

                    break;
                case '\n' or '\r':
                    Save('\n');
                    AdvanceLine();
                    break;
                default:
                    SaveAndAdvance();
                    break;
            }
        }
    }

    private void RefuseNesting(int level)
    {
        if (level == 0)
        {
            throw Error("nesting of [[...]] is deprecated", Token.OpenBracket);
        }
    }

    private Token ScanQuoted()
    {
        int quote = _character;
        SaveAndAdvance();
        while (_character != quote)
        {
            switch (_character)
            {
                case EndOfSource:
                    throw Error("unfinished string", Token.EndOfSource);
                case '\n' or '\r':
                    throw Error("unfinished string", Token.String);
                case '\\':
                    ScanEscape();
                    break;
                default:
                    SaveAndAdvance();
                    break;
            }
        }

        SaveAndAdvance();
        _scanned = _state.Strings.Share([.. _text[1..^1]]);
        return Token.String;
    }

    private void ScanEscape()
    {
        Advance();
        if (_character is '\n' or '\r')
        {
            Save('\n');
            AdvanceLine();
            return;
        }

        if (IsDigit(_character))
        {
            ScanDecimalEscape();
            return;
        }

        // At the end of the source, the string is found unfinished next.
        if (_character != EndOfSource)
        {
            Save(_character switch
            {
                'a' => '\a',
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'v' => '\v',
                _ => _character,
            });
            Advance();
        }
    }

    private void ScanDecimalEscape()
    {
        int code = 0;
        for (int i = 0; i < 3 && IsDigit(_character); i++)
        {
            code = (code * 10) + _character - '0';
            Advance();
        }

        if (code > byte.MaxValue)
        {
            throw Error("escape sequence too large", Token.String);
        }

        Save(code);
    }
}

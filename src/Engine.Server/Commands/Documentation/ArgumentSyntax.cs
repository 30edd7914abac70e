namespace Engine.Server.Commands.Documentation;

/// <summary>
/// Reads the notation in which rows of the command table describe arguments:
/// <list type="bullet">
/// <item><c>value</c>, <c>seconds:integer</c>: a name and a type; without a type it is a string.</item>
/// <item><c>NX</c>, <c>"="</c>: a word that stands for itself, in capitals or in quotes, and is called by its lower
/// case; <c>"="equal</c> names it otherwise.</item>
/// <item><c>EX seconds:integer</c>: an argument behind a token.</item>
/// <item><c>[...]</c>: optional. <c>mode(A|B)</c>: one of these. <c>pair{a b}</c>: these in turn.</item>
/// <item>behind an argument or its brackets: <c>...</c> it may be repeated, <c>...+</c> with its token each time;
/// <c>@6.2.0</c> since then, <c>!2.8.12</c> deprecated since then; <c>#0</c> the key specification that finds the key,
/// where that is not the next one.</item>
/// </list>
/// </summary>
internal ref struct ArgumentSyntax
{
    private const char End = '\0';
    private const string Delimiters = " []()|{}@!#.\"";

    private readonly string _text;
    private int _position;
    private int _keys;

    private ArgumentSyntax(string text) => _text = text;

    private readonly char Next => _position < _text.Length ? _text[_position] : End;

    /// <exception cref="FormatException">The text is not of the form above.</exception>
    public static IReadOnlyList<CommandArgument> Parse(string text)
    {
        var syntax = new ArgumentSyntax(text);
        List<CommandArgument> arguments = syntax.Sequence();
        return syntax.Next == End ? arguments : throw syntax.Unexpected("an argument");
    }

    private List<CommandArgument> Sequence()
    {
        var arguments = new List<CommandArgument>();
        Skip(' ');
        while (Next is not (End or ')' or '}' or ']' or '|'))
        {
            arguments.Add(Argument());
            while (Skip(' '))
                continue;
        }

        return arguments;
    }

    private CommandArgument Argument()
    {
        if (!Skip('['))
            return Suffixes(Element());
        CommandArgument argument = Suffixes(Element());
        Expect(']');
        return Suffixes(argument with { IsOptional = true });
    }

    private CommandArgument Element()
    {
        if (Next == '"')
            return QuotedToken();
        string word = Word();
        if (!IsToken(word))
            return Named(word);
        if (Next != ' ' || !StartsWith(_position + 1, char.IsAsciiLetterLower))
            return new CommandArgument(word.ToLowerInvariant(), ArgumentType.PureToken) { Token = word };
        _position++;
        return Named(Word()) with { Token = word };
    }

    private CommandArgument QuotedToken()
    {
        int end = _text.IndexOf('"', _position + 1);
        if (end < 0)
            throw Unexpected("a closing quote");
        string token = _text[(_position + 1)..end];
        _position = end + 1;
        string name = Next is ' ' or End || Delimiters.Contains(Next) ? token.ToLowerInvariant() : Word();
        return new CommandArgument(name, ArgumentType.PureToken) { Token = token };
    }

    private CommandArgument Named(string word)
    {
        if (Skip('('))
        {
            var choices = new List<CommandArgument>();
            do
                choices.AddRange(Sequence());
            while (Skip('|'));
            Expect(')');
            return new CommandArgument(word, ArgumentType.OneOf) { Children = choices };
        }

        if (Skip('{'))
        {
            List<CommandArgument> parts = Sequence();
            Expect('}');
            return new CommandArgument(word, ArgumentType.Block) { Children = parts };
        }

        // A name may hold a colon itself, as in ip:port.
        int colon = word.LastIndexOf(':');
        return colon > 0 && TryType(word[(colon + 1)..], out ArgumentType type)
            ? new CommandArgument(word[..colon], type) { KeySpec = type == ArgumentType.Key ? _keys++ : null }
            : new CommandArgument(word, ArgumentType.String);
    }

    private CommandArgument Suffixes(CommandArgument argument)
    {
        while (true)
        {
            if (Skip('@'))
            {
                argument = argument with { Since = Version() };
            }
            else if (Skip('!'))
            {
                argument = argument with { DeprecatedSince = Version() };
            }
            else if (Skip('#'))
            {
                int spec = Next - '0';
                _position++;
                _keys = spec + 1;
                argument = argument with { KeySpec = spec };
            }
            else if (Next == '.')
            {
                Expect('.');
                Expect('.');
                Expect('.');
                argument = argument with { IsMultiple = true, RepeatsToken = Skip('+') };
            }
            else
            {
                return argument;
            }
        }
    }

    private string Word()
    {
        int start = _position;
        while (Next != End && !Delimiters.Contains(Next))
            _position++;
        return _position > start ? _text[start.._position] : throw Unexpected("a word");
    }

    private string Version()
    {
        int start = _position;
        while (char.IsAsciiDigit(Next) || (Next == '.' && StartsWith(_position + 1, char.IsAsciiDigit)))
            _position++;
        return _text[start.._position];
    }

    private readonly bool StartsWith(int position, Func<char, bool> condition) =>
        position < _text.Length && condition(_text[position]);

    private static bool IsToken(string word) => !word.Any(char.IsAsciiLetterLower);

    private static bool TryType(string word, out ArgumentType type)
    {
        ArgumentType? found = word switch
        {
            "string" => ArgumentType.String,
            "integer" => ArgumentType.Integer,
            "double" => ArgumentType.Double,
            "key" => ArgumentType.Key,
            "pattern" => ArgumentType.Pattern,
            "unix-time" => ArgumentType.UnixTime,
            _ => null,
        };
        type = found.GetValueOrDefault();
        return found is not null;
    }

    private bool Skip(char character)
    {
        if (Next != character)
            return false;
        _position++;
        return true;
    }

    private void Expect(char character)
    {
        if (!Skip(character))
            throw Unexpected($"'{character}'");
    }

    private readonly FormatException Unexpected(string expected) =>
        new($"Expected {expected} at position {_position} of the syntax: {_text}");
}

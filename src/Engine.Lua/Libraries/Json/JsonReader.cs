using Engine.Lua.Execution;

namespace Engine.Lua.Libraries.Json;

/// <summary>Splits JSON into tokens. A zero byte ends the text, as it ends a string of C.</summary>
internal ref struct JsonReader
{
    private readonly LuaCall _call;
    private readonly bool _acceptsInvalidNumbers;
    private readonly ReadOnlySpan<byte> _text;

    // Where the token begins, or what was wrong in it; and what was wrong.
    private int _tokenStart;
    private string? _fault;

    public JsonReader(LuaCall call, JsonSettings settings, ReadOnlySpan<byte> text)
    {
        _call = call;
        _acceptsInvalidNumbers = settings.DecodesInvalidNumbers;
        _text = text;
    }

    /// <summary>How many bytes were read.</summary>
    public int Position { get; private set; }

    /// <summary>The number, after the token for one.</summary>
    public double Number { get; private set; }

    /// <summary>The string, after the token for one; it lasts until the next token.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    /// <summary>Reads a punctuation mark if it comes next.</summary>
    public bool Skip(byte mark)
    {
        int position = Position;
        if ((uint)position < (uint)_text.Length && _text[position] == mark)
        {
            Position = position + 1;
            return true;
        }

        return SkipBehindSpace(mark);
    }

    public JsonToken Next()
    {
        SkipSpace();
        _tokenStart = Position;
        byte first = At(Position);
        switch (first)
        {
            case (byte)'"':
                return ReadString();
            case >= (byte)'0' and <= (byte)'9' or (byte)'-':
                return !_acceptsInvalidNumbers && IsInvalidNumber() ? Fault("invalid number") : ReadNumber();
            case (byte)'{':
                return Punctuation(JsonToken.ObjectBegin);
            case (byte)'}':
                return Punctuation(JsonToken.ObjectEnd);
            case (byte)'[':
                return Punctuation(JsonToken.ListBegin);
            case (byte)']':
                return Punctuation(JsonToken.ListEnd);
            case (byte)',':
                return Punctuation(JsonToken.Comma);
            case (byte)':':
                return Punctuation(JsonToken.Colon);
            case 0:
                return JsonToken.End;
            default:
                return ReadWord();
        }
    }

    /// <summary>The error that something else was expected than the token that came.</summary>
    public readonly LuaException Unexpected(string expected, JsonToken found) => _call.Error(
        $"Expected {expected} but found {NameOf(found)} at character {_tokenStart + 1}");

    private readonly string NameOf(JsonToken token) => token switch
    {
        JsonToken.ObjectBegin => "T_OBJ_BEGIN",
        JsonToken.ObjectEnd => "T_OBJ_END",
        JsonToken.ListBegin => "T_ARR_BEGIN",
        JsonToken.ListEnd => "T_ARR_END",
        JsonToken.Text => "T_STRING",
        JsonToken.Number => "T_NUMBER",
        JsonToken.True or JsonToken.False => "T_BOOLEAN",
        JsonToken.Null => "T_NULL",
        JsonToken.Colon => "T_COLON",
        JsonToken.Comma => "T_COMMA",
        JsonToken.End => "T_END",
        _ => _fault!,
    };

    private readonly byte At(int position) => (uint)position < (uint)_text.Length ? _text[position] : (byte)0;

    private bool SkipBehindSpace(byte mark)
    {
        SkipSpace();
        if (At(Position) != mark)
        {
            return false;
        }

        Position++;
        return true;
    }

    private void SkipSpace()
    {
        while (At(Position) is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            Position++;
        }
    }

    private JsonToken Punctuation(JsonToken token)
    {
        Position++;
        return token;
    }

    private JsonToken Fault(string what)
    {
        _tokenStart = Position;
        _fault = what;
        return JsonToken.Error;
    }

    private JsonToken ReadWord()
    {
        ReadOnlySpan<byte> rest = _text[Position..];
        if (rest.StartsWith("true"u8))
        {
            Position += 4;
            return JsonToken.True;
        }

        if (rest.StartsWith("false"u8))
        {
            Position += 5;
            return JsonToken.False;
        }

        if (rest.StartsWith("null"u8))
        {
            Position += 4;
            return JsonToken.Null;
        }

        return _acceptsInvalidNumbers && IsInvalidNumber() ? ReadNumber() : Fault("invalid token");
    }

    private JsonToken ReadNumber()
    {
        int length = JsonNumber.Read(_text[Position..], out double number);
        if (length == 0)
        {
            return Fault("invalid number");
        }

        Number = number;
        Position += length;
        return JsonToken.Number;
    }

    /// <summary>
    /// Whether strtod may read a number here that JSON does not have: a plus, leading zeros, hexadecimal, inf,
    /// nan.
    /// </summary>
    private readonly bool IsInvalidNumber()
    {
        ReadOnlySpan<byte> rest = _text[Position..];
        if (rest[0] == '+')
        {
            return true;
        }

        rest = rest[(rest[0] == '-' ? 1 : 0)..];
        if (rest.IsEmpty)
        {
            return false;
        }

        if (rest[0] == '0')
        {
            return rest.Length > 1 && ((rest[1] | 0x20) == 'x' || char.IsAsciiDigit((char)rest[1]));
        }

        return JsonNumber.StartsWithIgnoringCase(rest, "inf"u8) || JsonNumber.StartsWithIgnoringCase(rest, "nan"u8);
    }

    private JsonToken ReadString()
    {
        int start = Position + 1;
        int length = _text[start..].IndexOfAny((byte)'"', (byte)'\\', (byte)0);
        if (length >= 0 && _text[start + length] == '"')
        {
            Text = _text.Slice(start, length);
            Position = start + length + 1;
            return JsonToken.Text;
        }

        return ReadStringWithEscapes(start);
    }

    private JsonToken ReadStringWithEscapes(int start)
    {
        Position = start;
        // A string is never longer than its text in JSON, so what is left bounds it; the closing quote is sought first.
        int end = JsonEscape.FindEnd(_text, start);
        _call.CheckLength(end - start);
        byte[] decoded = new byte[end - start];
        int written = 0;
        while (At(Position) != '"')
        {
            ReadOnlySpan<byte> rest = _text[Position..];
            int clean = rest.IndexOfAny((byte)'"', (byte)'\\', (byte)0);
            clean = clean < 0 ? rest.Length : clean;
            rest[..clean].CopyTo(decoded.AsSpan(written));
            written += clean;
            Position += clean;
            if (At(Position) == 0)
            {
                return Fault("unexpected end of string");
            }

            if (_text[Position] != '\\')
            {
                continue;
            }

            int taken = JsonEscape.Decode(_text[Position..], decoded.AsSpan(written), out int bytes);
            if (taken == 0)
            {
                return Fault(At(Position + 1) == 'u' ? "invalid unicode escape code" : "invalid escape code");
            }

            written += bytes;
            Position += taken;
        }

        Text = decoded.AsSpan(0, written);
        Position++;
        return JsonToken.Text;
    }
}

using Engine.Lua.Execution;

namespace Engine.Lua.Libraries.Strings;

/// <summary>What stands between % and the letter of a conversion.</summary>
internal readonly struct FormatDirective
{
    private const int MaxFlags = 5;

    public bool LeftAligned { get; private init; }

    public bool ShowsPlus { get; private init; }

    public bool ShowsSpace { get; private init; }

    public bool Alternative { get; private init; }

    public bool ZeroPadded { get; private init; }

    public int Width { get; private init; }

    /// <summary>The precision, or -1 when there is none.</summary>
    public int Precision { get; private init; }

    /// <summary>The letter; 0 when the format ended before it.</summary>
    public byte Conversion { get; private init; }

    /// <summary>How many bytes the directive takes behind %.</summary>
    public int Length { get; private init; }

    public static FormatDirective Parse(LuaCall call, ReadOnlySpan<byte> text)
    {
        int flagCount = text.IndexOfAnyExcept("-+ #0"u8);
        flagCount = flagCount < 0 ? text.Length : flagCount;
        if (flagCount > MaxFlags)
        {
            throw call.Error("invalid format (repeated flags)");
        }

        ReadOnlySpan<byte> flags = text[..flagCount];
        int position = flagCount;
        int width = ReadTwoDigits(text, ref position);
        int precision = -1;
        if (position < text.Length && text[position] == '.')
        {
            position++;
            precision = ReadTwoDigits(text, ref position);
        }

        if (position < text.Length && char.IsAsciiDigit((char)text[position]))
        {
            throw call.Error("invalid format (width or precision too long)");
        }

        return new FormatDirective
        {
            LeftAligned = flags.Contains((byte)'-'),
            ShowsPlus = flags.Contains((byte)'+'),
            ShowsSpace = flags.Contains((byte)' '),
            Alternative = flags.Contains((byte)'#'),
            ZeroPadded = flags.Contains((byte)'0'),
            Width = width,
            Precision = precision,
            Conversion = position < text.Length ? text[position] : (byte)0,
            Length = Math.Min(position + 1, text.Length),
        };
    }

    /// <summary>The sign that the flags ask for.</summary>
    public ReadOnlySpan<byte> SignOf(bool negative) => negative ? "-"u8 : ShowsPlus ? "+"u8 : ShowsSpace ? " "u8 : ""u8;

    /// <summary>Writes an item in its width: a sign or prefix that zeros may follow, and the rest.</summary>
    public void AppendPadded(
        ref ByteWriter writer, scoped ReadOnlySpan<byte> prefix, scoped ReadOnlySpan<byte> body, bool zeroPadded)
    {
        int missing = Math.Max(0, Width - prefix.Length - body.Length);
        bool zeros = zeroPadded && !LeftAligned;
        if (!LeftAligned && !zeros)
        {
            AppendRepeated(ref writer, (byte)' ', missing);
        }

        writer.Append(prefix);
        if (zeros)
        {
            AppendRepeated(ref writer, (byte)'0', missing);
        }

        writer.Append(body);
        if (LeftAligned)
        {
            AppendRepeated(ref writer, (byte)' ', missing);
        }
    }

    public static void AppendRepeated(ref ByteWriter writer, byte value, int count)
    {
        writer.Reserve(count)[..count].Fill(value);
        writer.Advance(count);
    }

    private static int ReadTwoDigits(ReadOnlySpan<byte> text, ref int position)
    {
        int end = Math.Min(position + 2, text.Length);
        int value = 0;
        for (; position < end && char.IsAsciiDigit((char)text[position]); position++)
        {
            value = (value * 10) + text[position] - '0';
        }

        return value;
    }
}

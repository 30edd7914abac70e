using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries.Strings;

/// <summary>The function format: printf with the conversions that Lua 5.1 passes on to C, and %q.</summary>
internal static class StringFormat
{
    // A string that is longer and has no precision is copied whole, zero bytes and all, whatever its width.
    private const int LongString = 100;

    public static int Run(LuaCall call)
    {
        ReadOnlySpan<byte> format = call.CheckString(1).Span;
        var writer = new ByteWriter(call.State);
        try
        {
            Append(call, ref writer, format);
            return call.Return(writer.ToLuaString());
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static void Append(LuaCall call, ref ByteWriter writer, ReadOnlySpan<byte> format)
    {
        int argument = 1;
        while (true)
        {
            int escape = format.IndexOf((byte)'%');
            if (escape < 0)
            {
                writer.Append(format);
                return;
            }

            writer.Append(format[..escape]);
            format = format[(escape + 1)..];
            if (format.StartsWith("%"u8))
            {
                writer.Append((byte)'%');
                format = format[1..];
                continue;
            }

            if (++argument > call.Count)
            {
                throw call.Error(argument, "no value");
            }

            FormatDirective directive = FormatDirective.Parse(call, format);
            format = format[directive.Length..];
            AppendItem(call, ref writer, directive, argument);
        }
    }

    private static void AppendItem(LuaCall call, ref ByteWriter writer, in FormatDirective directive, int argument)
    {
        switch (directive.Conversion)
        {
            case (byte)'c':
                AppendCharacter(ref writer, directive, unchecked((byte)LuaNumber.ToInt32(call.CheckNumber(argument))));
                break;
            case (byte)'d' or (byte)'i':
                IntegerFormat.AppendSigned(ref writer, directive, LuaNumber.ToInt64(call.CheckNumber(argument)));
                break;
            case (byte)'o' or (byte)'u' or (byte)'x' or (byte)'X':
                IntegerFormat.AppendUnsigned(ref writer, directive, IntegerFormat.ToUInt64(call.CheckNumber(argument)));
                break;
            case (byte)'e' or (byte)'E' or (byte)'f' or (byte)'g' or (byte)'G':
                FloatFormat.Append(ref writer, directive, call.CheckNumber(argument));
                break;
            case (byte)'q':
                AppendQuoted(ref writer, call.CheckString(argument).Span);
                break;
            case (byte)'s':
                AppendString(ref writer, directive, call.CheckString(argument).Span);
                break;
            default:
                string shown = directive.Conversion == 0 ? "" : LuaText.Latin1([directive.Conversion]);
                throw call.Error($"invalid option '%{shown}' to 'format'");
        }
    }

    // What printf writes behind a zero byte is lost, because a string of C ends there.
    private static void AppendCharacter(ref ByteWriter writer, in FormatDirective directive, byte value)
    {
        if (value != 0)
        {
            directive.AppendPadded(ref writer, default, [value], zeroPadded: false);
        }
        else if (!directive.LeftAligned)
        {
            FormatDirective.AppendRepeated(ref writer, (byte)' ', Math.Max(0, directive.Width - 1));
        }
    }

    private static void AppendString(ref ByteWriter writer, in FormatDirective directive, ReadOnlySpan<byte> text)
    {
        if (directive.Precision < 0 && text.Length >= LongString)
        {
            writer.Append(text);
            return;
        }

        text = LuaNumber.UpToZero(text);
        directive.AppendPadded(
            ref writer,
            default,
            directive.Precision >= 0 && directive.Precision < text.Length ? text[..directive.Precision] : text,
            zeroPadded: false);
    }

    private static void AppendQuoted(ref ByteWriter writer, ReadOnlySpan<byte> text)
    {
        writer.Append((byte)'"');
        foreach (byte value in text)
        {
            switch (value)
            {
                case (byte)'"' or (byte)'\\' or (byte)'\n':
                    writer.Append((byte)'\\');
                    writer.Append(value);
                    break;
                case (byte)'\r':
                    writer.Append("\\r"u8);
                    break;
                case 0:
                    writer.Append("\\000"u8);
                    break;
                default:
                    writer.Append(value);
                    break;
            }
        }

        writer.Append((byte)'"');
    }
}

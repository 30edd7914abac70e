using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries.Strings;

/// <summary>The function gsub.</summary>
internal static class Substitution
{
    public static int Run(LuaCall call)
    {
        LuaString text = call.CheckString(1);
        ReadOnlySpan<byte> pattern = call.CheckString(2).Span;
        int limit = unchecked((int)call.OptionalInteger(4, text.Length + 1L));
        LuaValue replacement = call[3];
        if (replacement.IsNumber)
        {
            replacement = call.CheckString(3);
        }
        else if (replacement.Type is not (LuaType.String or LuaType.Function or LuaType.Table))
        {
            throw call.Error(3, "string/function/table expected");
        }

        bool anchored = pattern.StartsWith("^"u8);
        var matcher = new PatternMatcher(
            call, text.Span, anchored ? pattern[1..] : pattern, stackalloc Choice[PatternMatcher.InitialChoices]);
        var writer = new ByteWriter(call.State);
        try
        {
            int count = Replace(call, ref matcher, ref writer, text.Span, replacement, limit, anchored);
            return call.Return(count == 0 ? text : writer.ToLuaString(), count);
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static int Replace(
        LuaCall call,
        ref PatternMatcher matcher,
        ref ByteWriter writer,
        ReadOnlySpan<byte> text,
        LuaValue by,
        int limit,
        bool anchored)
    {
        int count = 0;
        int position = 0;
        int copied = 0;
        while (count < limit)
        {
            int end = anchored ? matcher.MatchAt(position) : matcher.MatchFrom(ref position);
            if (end < 0)
            {
                break;
            }

            writer.Append(text[copied..position]);
            copied = end;
            count++;
            AppendValue(call, ref matcher, ref writer, by, text, position, end);
            position = Math.Max(end, position + 1);
            if (anchored)
            {
                break;
            }
        }

        writer.Append(text[copied..]);
        return count;
    }

    private static void AppendValue(
        LuaCall call,
        ref PatternMatcher matcher,
        ref ByteWriter writer,
        LuaValue by,
        ReadOnlySpan<byte> text,
        int start,
        int end)
    {
        if (by.Reference is LuaString template)
        {
            AppendTemplate(ref matcher, ref writer, template.Span, text, start, end);
            return;
        }

        LuaValue value = by.Reference is LuaTable
            ? Indexing.Get(call.Thread, by, matcher.GetCapture(0, start, end), -1)
            : CallWithCaptures(call.Thread, ref matcher, by, start, end);
        if (!value.IsTruthy)
        {
            writer.Append(text[start..end]);
        }
        else if (value.TryConvertToString(out LuaString? converted))
        {
            writer.Append(converted.Span);
        }
        else
        {
            throw call.Error($"invalid replacement value (a {LuaText.TypeName(value)})");
        }
    }

    private static LuaValue CallWithCaptures(
        LuaThread thread, ref PatternMatcher matcher, LuaValue function, int start, int end)
    {
        int slot = thread.Top;
        thread.Push(function);
        matcher.PushCaptures(start, end);
        thread.Call(slot, 1);
        thread.Top = slot;
        return thread.Stack[slot];
    }

    /// <summary>
    /// A digit after % stands for a capture, or for the match; any other character stands for itself.
    /// </summary>
    private static void AppendTemplate(
        ref PatternMatcher matcher,
        ref ByteWriter writer,
        ReadOnlySpan<byte> template,
        ReadOnlySpan<byte> text,
        int start,
        int end)
    {
        while (true)
        {
            int escape = template.IndexOf((byte)'%');
            if (escape < 0)
            {
                writer.Append(template);
                return;
            }

            writer.Append(template[..escape]);
            // The zero byte behind a string of C is what a last % escapes.
            byte escaped = escape + 1 < template.Length ? template[escape + 1] : (byte)0;
            if (!char.IsAsciiDigit((char)escaped))
            {
                writer.Append(escaped);
            }
            else if (escaped == '0')
            {
                writer.Append(text[start..end]);
            }
            else
            {
                matcher.GetCapture(escaped - '1', start, end).TryConvertToString(out LuaString? capture);
                writer.Append(capture!.Span);
            }

            template = template[Math.Min(escape + 2, template.Length)..];
        }
    }
}

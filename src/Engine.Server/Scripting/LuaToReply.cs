using Engine.Lua.Values;
using Engine.Server.Protocol;

namespace Engine.Server.Scripting;

/// <summary>Writes the value that a script returned as the reply to its client.</summary>
internal readonly struct LuaToReply(ReplyWriter reply, int scriptProtocol)
{
    /// <summary>How deep tables may nest in Redis, whose C stack of Lua values ends there.</summary>
    private const int DeepestTable = 7998;

    public void Write(in LuaValue value) => Write(value, depth: 0);

    private void Write(in LuaValue value, int depth)
    {
        switch (value.Type)
        {
            case LuaType.String when value.TryGetString(out LuaString? text):
                reply.Bulk(text.Span);
                break;
            case LuaType.Number when value.TryGetNumber(out double number):
                reply.Integer(ToInteger(number));
                break;
            case LuaType.Boolean:
                WriteBoolean(value.IsTruthy);
                break;
            case LuaType.Table when value.TryGetTable(out LuaTable? table):
                WriteTable(table, depth);
                break;
            default:
                reply.Null();
                break;
        }
    }

    /// <summary>Cut as C casts it: what does not fit is the smallest integer.</summary>
    private static long ToInteger(double number) =>
        number is >= -9223372036854775808.0 and < 9223372036854775808.0 ? (long)number : long.MinValue;

    private void WriteBoolean(bool value)
    {
        if (scriptProtocol >= 3)
            reply.Boolean(value);
        else if (value)
            reply.Integer(1);
        else
            reply.Null();
    }

    private void WriteTable(LuaTable table, int depth)
    {
        if (depth > DeepestTable)
            reply.Error(Errors.ReplyTooDeep);
        else if (table[ScriptFields.Err].TryGetString(out LuaString? error))
            WriteError(ScriptFields.UpToZero(error.Span).TrimEnd("\r\n"u8), table[ScriptFields.IsCounted].IsTruthy);
        else if (table[ScriptFields.Ok].TryGetString(out LuaString? status))
            reply.SimpleString(OneLine(ScriptFields.UpToZero(status.Span)));
        else if (table[ScriptFields.Double].TryGetNumber(out double number))
            reply.Double(number);
        else if (table[ScriptFields.Map].TryGetTable(out LuaTable? map))
            WriteMap(map, depth);
        else if (table[ScriptFields.Set].TryGetTable(out LuaTable? set))
            WriteSet(set, depth);
        else if (table[ScriptFields.BigNumber].TryGetString(out LuaString? digits))
            reply.BigNumber(OneLine(digits.Span));
        else if (!TryWriteVerbatim(table))
            WriteArray(table, depth);
    }

    private void WriteError(ReadOnlySpan<byte> sentence, bool isCounted)
    {
        if (isCounted)
            reply.CountedError(sentence);
        else
            reply.Error(sentence);
    }

    private static ReadOnlySpan<byte> OneLine(ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAny((byte)'\r', (byte)'\n') < 0)
            return text;
        byte[] line = text.ToArray();
        line.AsSpan().Replace((byte)'\r', (byte)' ');
        line.AsSpan().Replace((byte)'\n', (byte)' ');
        return line;
    }

    private void WriteMap(LuaTable map, int depth)
    {
        reply.Map(CountOf(map));
        LuaValue key = default;
        while (map.Next(ref key, out LuaValue value))
        {
            Write(key, depth + 1);
            Write(value, depth + 1);
        }
    }

    private void WriteSet(LuaTable set, int depth)
    {
        reply.Set(CountOf(set));
        LuaValue key = default;
        while (set.Next(ref key, out _))
            Write(key, depth + 1);
    }

    private static int CountOf(LuaTable table)
    {
        int count = 0;
        LuaValue key = default;
        while (table.Next(ref key, out _))
            count++;
        return count;
    }

    private bool TryWriteVerbatim(LuaTable table)
    {
        if (!table[ScriptFields.Verbatim].TryGetTable(out LuaTable? parts)
            || !parts[ScriptFields.String].TryGetString(out LuaString? text)
            || !parts[ScriptFields.Format].TryGetString(out LuaString? format))
        {
            return false;
        }

        reply.Verbatim(text.Span, format.Span);
        return true;
    }

    /// <summary>The elements up to the first that is nil.</summary>
    private void WriteArray(LuaTable table, int depth)
    {
        int count = 0;
        while (!table[count + 1].IsNil)
            count++;
        reply.Array(count);
        for (int i = 1; i <= count; i++)
            Write(table[i], depth + 1);
    }
}

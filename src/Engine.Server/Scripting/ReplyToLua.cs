using System.Buffers.Text;
using System.Diagnostics;
using Engine.Lua;
using Engine.Lua.Values;

namespace Engine.Server.Scripting;

/// <summary>Turns a reply, as it was written for a client, into the value that a script gets for it.</summary>
internal ref struct ReplyToLua(LuaState state, ReadOnlySpan<byte> reply)
{
    private ReadOnlySpan<byte> _rest = reply;

    /// <summary>Reads the next value. An error becomes a table with the field <c>err</c>.</summary>
    public LuaValue Read()
    {
        byte type = _rest[0];
        ReadOnlySpan<byte> line = TakeLine();
        return type switch
        {
            (byte)':' => Integer(line),
            (byte)'$' => Bulk(line),
            (byte)'+' => Single(ScriptFields.Ok, state.CreateString(line)),
            (byte)'-' => ScriptFields.Error(line),
            (byte)'*' => Array(line),
            (byte)'%' => Single(ScriptFields.Map, Map(Integer(line))),
            (byte)'~' => Single(ScriptFields.Set, Set(Integer(line))),
            (byte)'_' => LuaValue.Nil,
            (byte)'#' => line[0] == (byte)'t',
            (byte)',' => Single(ScriptFields.Double, Double(line)),
            (byte)'(' => Single(ScriptFields.BigNumber, state.CreateString(line)),
            (byte)'=' => Verbatim(line),
            _ => throw new UnreachableException($"No command replies with '{(char)type}' to a script."),
        };
    }

    private static int Integer32(ReadOnlySpan<byte> line) => (int)Integer(line);

    private static long Integer(ReadOnlySpan<byte> line) => Utf8Parser.TryParse(line, out long value, out _)
        ? value
        : throw new UnreachableException("Replies count in whole numbers.");

    private static double Double(ReadOnlySpan<byte> line)
    {
        if (line.SequenceEqual("inf"u8))
            return double.PositiveInfinity;
        if (line.SequenceEqual("-inf"u8))
            return double.NegativeInfinity;
        return Utf8Parser.TryParse(line, out double value, out _) ? value : double.NaN;
    }

    private LuaValue Bulk(ReadOnlySpan<byte> line)
    {
        int length = Integer32(line);
        return length < 0 ? false : state.CreateString(TakeBytes(length));
    }

    private LuaValue Array(ReadOnlySpan<byte> line)
    {
        int count = Integer32(line);
        if (count < 0)
            return false;
        LuaTable table = state.CreateTable(count, 0);
        for (int i = 1; i <= count; i++)
            table[i] = Read();
        return table;
    }

    private LuaTable Map(long pairs)
    {
        LuaTable table = state.CreateTable(0, (int)pairs);
        for (long i = 0; i < pairs; i++)
        {
            LuaValue key = Read();
            table[key] = Read();
        }

        return table;
    }

    private LuaTable Set(long count)
    {
        LuaTable table = state.CreateTable(0, (int)count);
        for (long i = 0; i < count; i++)
            table[Read()] = true;
        return table;
    }

    private LuaTable Verbatim(ReadOnlySpan<byte> line)
    {
        const int FormatLength = 3;
        ReadOnlySpan<byte> content = TakeBytes(Integer32(line));
        LuaTable parts = state.CreateTable(0, 2);
        parts[ScriptFields.Format] = state.CreateString(content[..FormatLength]);
        parts[ScriptFields.String] = state.CreateString(content[(FormatLength + 1)..]);
        return Single(ScriptFields.Verbatim, parts);
    }

    private readonly LuaTable Single(LuaString field, LuaValue value)
    {
        LuaTable table = state.CreateTable(0, 1);
        table[field] = value;
        return table;
    }

    /// <summary>The line without its type and end.</summary>
    private ReadOnlySpan<byte> TakeLine()
    {
        int end = _rest.IndexOf((byte)'\r');
        ReadOnlySpan<byte> line = _rest[1..end];
        _rest = _rest[(end + 2)..];
        return line;
    }

    private ReadOnlySpan<byte> TakeBytes(int length)
    {
        ReadOnlySpan<byte> bytes = _rest[..length];
        _rest = _rest[(length + 2)..];
        return bytes;
    }
}

using Engine.Lua.Execution;
using Engine.Lua.Libraries.Strings;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries;

/// <summary>The functions on strings of bytes, which are methods of every string too.</summary>
public static partial class StringLibrary
{
    /// <summary>Enters the library into the globals as "string", and gives strings their metatable.</summary>
    public static void Open(LuaState state)
    {
        ArgumentNullException.ThrowIfNull(state);

        // The order of pairs is PUC Lua's where keys enter in its order a table of its size.
        var library = new LuaTable(0, 15);
        state.Register(library, "byte", GetBytes);
        state.Register(library, "char", FromBytes);
        state.Register(library, "dump", FunctionDump.Run);
        state.Register(library, "find", Find);
        state.Register(library, "format", StringFormat.Run);
        state.Register(library, "gfind", MatchEach);
        state.Register(library, "gmatch", MatchEach);
        state.Register(library, "gsub", Substitution.Run);
        state.Register(library, "len", GetLength);
        state.Register(library, "lower", ToLower);
        state.Register(library, "match", Match);
        state.Register(library, "rep", Repeat);
        state.Register(library, "reverse", Reverse);
        state.Register(library, "sub", GetPart);
        state.Register(library, "upper", ToUpper);
        library["gfind"] = library["gmatch"];
        state.Globals["string"] = library;
        state.StringMetatable = new LuaTable { ["__index"] = library };
    }

    private static int GetLength(LuaCall call) => call.Return(call.CheckString(1).Length);

    private static int GetBytes(LuaCall call)
    {
        ReadOnlySpan<byte> bytes = call.CheckString(1).Span;
        long first = Absolute(call.OptionalInteger(2, 1), bytes.Length);
        long last = Math.Min(Absolute(call.OptionalInteger(3, first), bytes.Length), bytes.Length);
        first = Math.Max(first, 1);
        if (first > last)
        {
            return call.Return();
        }

        if (!call.HasRoom(last - first + 1))
        {
            throw call.Error("stack overflow (string slice too long)");
        }

        foreach (byte value in bytes[(int)(first - 1)..(int)last])
        {
            call.Push(value);
        }

        return (int)(last - first + 1);
    }

    private static int FromBytes(LuaCall call)
    {
        byte[] bytes = new byte[call.Count];
        for (int i = 1; i <= bytes.Length; i++)
        {
            int value = call.CheckInt32(i);
            bytes[i - 1] = (byte)value == value ? (byte)value : throw call.Error(i, "invalid value");
        }

        return call.Return(LuaString.FromBytes(bytes));
    }

    private static int GetPart(LuaCall call)
    {
        LuaString text = call.CheckString(1);
        long first = Math.Max(Absolute(call.CheckInteger(2), text.Length), 1);
        long last = Math.Min(Absolute(call.OptionalInteger(3, -1), text.Length), text.Length);
        if (first == 1 && last == text.Length)
        {
            return call.Return(text);
        }

        return call.Return(first > last
            ? LuaString.Empty
            : call.CreateString(text.Span[(int)(first - 1)..(int)last]));
    }

    private static int Repeat(LuaCall call)
    {
        LuaString text = call.CheckString(1);
        long count = Math.Max(call.CheckInt32(2), 0);
        if (count == 1 || text.Length == 0)
        {
            return call.Return(text);
        }

        call.CheckLength(text.Length * count);
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)(text.Length * count));
        Span<byte> rest = bytes;
        if (text.Length == 1)
        {
            rest.Fill(text.Span[0]);
            return call.Return(new LuaString(bytes));
        }

        for (; !rest.IsEmpty; rest = rest[text.Length..])
        {
            text.Span.CopyTo(rest);
        }

        return call.Return(new LuaString(bytes));
    }

    private static int Reverse(LuaCall call)
    {
        byte[] bytes = CopyOf(call);
        bytes.AsSpan().Reverse();
        return call.Return(new LuaString(bytes));
    }

    private static int ToLower(LuaCall call)
    {
        byte[] bytes = CopyOf(call);
        foreach (ref byte value in bytes.AsSpan())
        {
            value |= (byte)(value is >= (byte)'A' and <= (byte)'Z' ? 0x20 : 0);
        }

        return call.Return(new LuaString(bytes));
    }

    private static int ToUpper(LuaCall call)
    {
        byte[] bytes = CopyOf(call);
        foreach (ref byte value in bytes.AsSpan())
        {
            value &= (byte)(value is >= (byte)'a' and <= (byte)'z' ? 0xdf : 0xff);
        }

        return call.Return(new LuaString(bytes));
    }

    private static byte[] CopyOf(LuaCall call)
    {
        LuaString text = call.CheckString(1);
        call.CheckLength(text.Length);
        return text.Span.ToArray();
    }

    /// <summary>A position from 1; a negative one counts from the end, and what lies before the start is 0.</summary>
    private static long Absolute(long position, int length) =>
        Math.Max(position < 0 ? position + length + 1 : position, 0);
}

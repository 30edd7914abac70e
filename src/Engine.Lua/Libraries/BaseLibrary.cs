using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries;

/// <summary>
/// The basic functions of Lua 5.1, without those that reach files: loadfile, dofile and print are the host's to give.
/// </summary>
public static partial class BaseLibrary
{
    /// <summary>Enters the functions into the globals, and the globals as _G.</summary>
    public static void Open(LuaState state)
    {
        LuaTable globals = state.Globals;
        globals["_G"] = globals;
        globals["_VERSION"] = LuaValue.FromText("Lua 5.1");
        state.Register(globals, "assert", Assert);
        state.Register(globals, "collectgarbage", CollectGarbage);
        state.Register(globals, "error", Error);
        state.Register(globals, "gcinfo", GarbageInfo);
        state.Register(globals, "getfenv", GetEnvironment);
        state.Register(globals, "getmetatable", GetMetatable);
        state.Register(globals, "load", Load);
        state.Register(globals, "loadstring", LoadString);
        state.Register(globals, "pcall", ProtectedCall);
        state.Register(globals, "rawequal", RawEqual);
        state.Register(globals, "rawget", RawGet);
        state.Register(globals, "rawset", RawSet);
        state.Register(globals, "select", Select);
        state.Register(globals, "setfenv", SetEnvironment);
        state.Register(globals, "setmetatable", SetMetatable);
        state.Register(globals, "tonumber", ToNumber);
        state.Register(globals, "tostring", ToText);
        state.Register(globals, "type", TypeOf);
        state.Register(globals, "unpack", Unpack);
        state.Register(globals, "xpcall", ProtectedCallWithHandler);
        RegisterIterators(state, globals);
        RegisterProxies(state, globals);
    }

    private static int Assert(LuaCall call)
    {
        if (!call.CheckAny(1).IsTruthy)
        {
            LuaString? message = call.OptionalString(2);
            throw call.Error(message is null ? "assertion failed!" : LuaText.Latin1UpToZero(message.Span));
        }

        return call.PushFrom(1);
    }

    private static int Error(LuaCall call)
    {
        int level = unchecked((int)call.OptionalInteger(2, 1));
        LuaValue value = call[1];
        if (level > 0 && value.TryConvertToString(out LuaString? text))
        {
            throw call.Thread.ErrorAt(level, LuaText.Latin1(text.Span));
        }

        throw new LuaException(value);
    }

    private static int RawEqual(LuaCall call) => call.Return(call.CheckAny(1) == call.CheckAny(2));

    private static int RawGet(LuaCall call)
    {
        LuaTable table = call.CheckTable(1);
        return call.Return(table[call.CheckAny(2)]);
    }

    private static int RawSet(LuaCall call)
    {
        LuaTable table = call.CheckTable(1);
        Indexing.SetRaw(call.Thread, table, call.CheckAny(2), call.CheckAny(3));
        return call.Return(table);
    }

    private static int Select(LuaCall call)
    {
        if (call[1].Reference is LuaString text && text.Span.StartsWith("#"u8))
        {
            return call.Return(call.Count - 1);
        }

        int index = call.CheckInt32(1);
        if (index < 0)
        {
            index = call.Count + index;
        }
        else if (index > call.Count)
        {
            index = call.Count;
        }

        if (index < 1)
        {
            throw call.Error(1, "index out of range");
        }

        return call.PushFrom(index + 1);
    }

    private static int TypeOf(LuaCall call) => call.Return(LuaText.TypeString(call.CheckAny(1).Type));

    private static int ToText(LuaCall call) => call.Return(ToText(call, call.CheckAny(1)));

    private static LuaValue ToText(LuaCall call, in LuaValue value)
    {
        LuaValue handler = Metamethods.Get(call.State, value, Metamethod.ToText);
        return handler.IsNil ? LuaText.Of(value) : call.Invoke(handler, value);
    }

    private static int ToNumber(LuaCall call)
    {
        int radix = unchecked((int)call.OptionalInteger(2, 10));
        if (radix == 10)
        {
            return call.Return(call.CheckAny(1).TryConvertToNumber(out double number) ? number : LuaValue.Nil);
        }

        LuaString text = call.CheckString(1);
        if (radix is < 2 or > 36)
        {
            throw call.Error(2, "base out of range");
        }

        return call.Return(IntegerText.TryParse(text.Span, radix, out double value) ? value : LuaValue.Nil);
    }

    private static int Unpack(LuaCall call)
    {
        LuaTable table = call.CheckTable(1);
        long first = unchecked((int)call.OptionalInteger(2, 1));
        long last = call[3].IsNil ? table.Length : call.CheckInt32(3);
        if (first > last)
        {
            return call.Return();
        }

        long count = last - first + 1;
        if (!call.HasRoom(count))
        {
            throw call.Error("too many results to unpack");
        }

        for (long i = first; i <= last; i++)
        {
            call.Push(table[(int)i]);
        }

        return (int)count;
    }

    private static int CollectGarbage(LuaCall call)
    {
        int option = call.CheckOption(
            1, "collect", "stop", "restart", "collect", "count", "step", "setpause", "setstepmul");
        _ = call.OptionalInteger(2, 0);
        switch (option)
        {
            case 2:
                call.State.Memory.Measure();
                return call.Return(0);
            case 3:
                return call.Return(call.State.Memory.Estimate / 1024.0);
            case 4:
                call.State.Memory.Measure();
                return call.Return(true);
            case 5 or 6:
                return call.Return(200);
            default:
                return call.Return(0);
        }
    }

    private static int GarbageInfo(LuaCall call) =>
        call.Return(Math.Floor(call.State.Memory.Estimate / 1024.0));
}

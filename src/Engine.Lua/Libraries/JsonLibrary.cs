using Engine.Lua.Execution;
using Engine.Lua.Libraries.Json;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries;

/// <summary>Values as JSON, and back, as the library cjson does it.</summary>
public static class JsonLibrary
{
    /// <summary>Enters the library into the globals as "cjson".</summary>
    public static void Open(LuaState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Globals["cjson"] = Create(state);
    }

    /// <summary>A library with settings of its own.</summary>
    private static LuaTable Create(LuaState state)
    {
        var library = new LuaTable();
        var settings = new JsonSettings();
        state.Register(library, "encode", call => Encode(call, settings));
        state.Register(library, "decode", call => Decode(call, settings));
        JsonConfiguration.Register(state, library, settings);
        state.Register(library, "new", call => call.Return(Create(call.State)));
        library["null"] = LuaUserdata.Null;
        library["_NAME"] = LuaValue.FromText("cjson");
        library["_VERSION"] = LuaValue.FromText("2.1.0");
        return library;
    }

    private static int Encode(LuaCall call, JsonSettings settings)
    {
        CheckOneArgument(call);
        var encoder = new JsonEncoder(call, settings);
        try
        {
            encoder.Append(call[1]);
            return call.Return(encoder.ToLuaString());
        }
        finally
        {
            encoder.Dispose();
        }
    }

    private static int Decode(LuaCall call, JsonSettings settings)
    {
        CheckOneArgument(call);
        ReadOnlySpan<byte> text = call.CheckString(1).Span;
        if (text.Length >= 2 && (text[0] == 0 || text[1] == 0))
        {
            throw call.Error("JSON parser does not support UTF-16 or UTF-32");
        }

        return call.Return(new JsonDecoder(call, settings, text).ReadDocument());
    }

    private static void CheckOneArgument(LuaCall call)
    {
        if (call.Count != 1)
        {
            throw call.Error(1, "expected 1 argument");
        }
    }
}

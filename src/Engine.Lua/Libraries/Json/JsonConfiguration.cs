using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries.Json;

/// <summary>The functions that change settings. Each changes what it was given and returns what holds then.</summary>
internal static class JsonConfiguration
{
    public static void Register(LuaState state, LuaTable library, JsonSettings settings)
    {
        state.Register(library, "encode_sparse_array", call => ConfigureSparse(call, settings));
        state.Register(library, "encode_max_depth", call =>
            call.Return(settings.EncodeMaxDepth = Integer(call, 1, settings.EncodeMaxDepth, 1)));
        state.Register(library, "decode_max_depth", call =>
            call.Return(settings.DecodeMaxDepth = Integer(call, 1, settings.DecodeMaxDepth, 1)));
        state.Register(library, "encode_number_precision", call =>
            call.Return(
                settings.NumberPrecision = Integer(call, 1, settings.NumberPrecision, 1, JsonSettings.MaxPrecision)));
        state.Register(library, "encode_keep_buffer", call =>
            call.Return(settings.KeepsBuffer = Switch(call, 1, settings.KeepsBuffer)));
        state.Register(library, "encode_invalid_numbers", call => ConfigureInvalidNumbers(call, settings));
        state.Register(library, "decode_invalid_numbers", call =>
            call.Return(settings.DecodesInvalidNumbers = Switch(call, 1, settings.DecodesInvalidNumbers)));
    }

    private static int ConfigureSparse(LuaCall call, JsonSettings settings)
    {
        settings.ConvertsSparseLists = Switch(call, 3, settings.ConvertsSparseLists);
        settings.SparseRatio = Integer(call, 2, settings.SparseRatio, 0, argumentLimit: 3);
        settings.SparseSafe = Integer(call, 3, settings.SparseSafe, 0, argumentLimit: 3);
        return call.Return(settings.ConvertsSparseLists, settings.SparseRatio, settings.SparseSafe);
    }

    private static int ConfigureInvalidNumbers(LuaCall call, JsonSettings settings)
    {
        CheckCount(call, 1);
        LuaValue value = call[1];
        if (value.Type == LuaType.Boolean)
        {
            settings.EncodeInvalidNumbers = value.IsTruthy ? JsonInvalidNumbers.Write : JsonInvalidNumbers.Refuse;
        }
        else if (!value.IsNil)
        {
            settings.EncodeInvalidNumbers = (JsonInvalidNumbers)call.CheckOption(1, null, "off", "on", "null");
        }

        return call.Return(settings.EncodeInvalidNumbers == JsonInvalidNumbers.WriteNull
            ? LuaValue.FromText("null")
            : settings.EncodeInvalidNumbers == JsonInvalidNumbers.Write);
    }

    private static bool Switch(LuaCall call, int argumentLimit, bool present)
    {
        CheckCount(call, argumentLimit);
        LuaValue value = call[1];
        return value.Type switch
        {
            LuaType.Nil => present,
            LuaType.Boolean => value.IsTruthy,
            _ => call.CheckOption(1, null, "off", "on") == 1,
        };
    }

    private static int Integer(
        LuaCall call, int index, int present, int least, int largest = int.MaxValue, int argumentLimit = 1)
    {
        CheckCount(call, argumentLimit);
        if (call[index].IsNil)
        {
            return present;
        }

        // The message names the first argument whichever it is about, as the library has always done.
        int value = call.CheckInt32(index);
        return value >= least && value <= largest
            ? value
            : throw call.Error(1, $"expected integer between {least} and {largest}");
    }

    private static void CheckCount(LuaCall call, int limit)
    {
        if (call.Count > limit)
        {
            throw call.Error(limit + 1, "found too many arguments");
        }
    }
}

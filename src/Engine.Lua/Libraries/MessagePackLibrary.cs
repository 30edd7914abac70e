using Engine.Lua.Execution;
using Engine.Lua.Libraries.MessagePack;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries;

/// <summary>Values as MessagePack, and back, as the library cmsgpack does it.</summary>
public static class MessagePackLibrary
{
    /// <summary>Enters the library into the globals as "cmsgpack".</summary>
    public static void Open(LuaState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var library = new LuaTable();
        state.Register(library, "pack", Pack);
        state.Register(library, "unpack", call => Unpack(call, call.Count, 0, 0));
        state.Register(library, "unpack_one", call => Unpack(call, 1, 1, call.OptionalInteger(2, 0)));
        state.Register(library, "unpack_limit", call =>
            Unpack(call, 1, call.CheckInteger(2), call.OptionalInteger(3, 0)));
        library["_NAME"] = LuaValue.FromText("cmsgpack");
        library["_VERSION"] = LuaValue.FromText("lua-cmsgpack 0.4.0");
        library["_COPYRIGHT"] = LuaValue.FromText("Copyright (C) 2012, Salvatore Sanfilippo");
        library["_DESCRIPTION"] = LuaValue.FromText("MessagePack C implementation for Lua");
        state.Globals["cmsgpack"] = library;
    }

    private static int Pack(LuaCall call)
    {
        if (call.Count == 0)
        {
            throw call.Error(0, "MessagePack pack needs input.");
        }

        var writer = new ByteWriter(call.State);
        try
        {
            for (int i = 1; i <= call.Count; i++)
            {
                MessagePackEncoder.Append(call, ref writer, call[i], 0);
            }

            return call.Return(writer.ToLuaString());
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <param name="call">The call.</param>
    /// <param name="slots">How many slots of the call are taken.</param>
    /// <param name="limit">How many values to unpack; with an offset of 0 too, 0 stands for all.</param>
    /// <param name="offset">
    /// Where to begin; with a limit or an offset, the first result is where to go on, or -1 at the end.
    /// </param>
    private static int Unpack(LuaCall call, int slots, long limit, long offset)
    {
        ReadOnlySpan<byte> data = call.CheckString(1).Span;
        if (offset < 0 || limit < 0)
        {
            throw call.Error(
                $"Invalid request to unpack with offset of {unchecked((int)offset)} and limit of {data.Length}.");
        }

        if (offset > data.Length)
        {
            throw call.Error($"Start offset {unchecked((int)offset)} greater than input length {data.Length}.");
        }

        bool all = limit == 0 && offset == 0;
        int next = call.Thread.Top;
        if (!all)
        {
            call.Push(default);
        }

        var decoder = new MessagePackDecoder(call, data, (int)offset, slots);
        int count = 0;
        while (!decoder.IsAtEnd && count < (all ? int.MaxValue : limit))
        {
            call.Push(decoder.Read());
            count++;
        }

        if (all)
        {
            return count;
        }

        decoder.CheckSlot("in function mp_unpack_full");
        call.Thread.Stack[next] = decoder.IsAtEnd ? -1 : decoder.Position;
        return count + 1;
    }
}

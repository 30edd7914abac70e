using Engine.Lua.Execution;
using Engine.Lua.Libraries.Structs;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries;

/// <summary>Packs values into the layout of C structures, and back.</summary>
public static class StructLibrary
{
    /// <summary>Enters the library into the globals as "struct".</summary>
    public static void Open(LuaState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var library = new LuaTable();
        state.Register(library, "pack", StructPacking.Pack);
        state.Register(library, "unpack", StructUnpacking.Unpack);
        state.Register(library, "size", GetSize);
        state.Globals["struct"] = library;
    }

    private static int GetSize(LuaCall call)
    {
        var format = new StructFormat(call, call.CheckString(1).Span);
        long position = 0;
        while (format.MoveNext())
        {
            position += format.PaddingAt(position);
            if (format.Option == 's')
            {
                throw call.Error(1, "option 's' has no fixed size");
            }

            if (format is { Option: (byte)'c', Size: 0 })
            {
                throw call.Error(1, "option 'c0' has no fixed size");
            }

            // A letter that means nothing takes no room here; pack and unpack refuse it.
            if (!char.IsAsciiLetterOrDigit((char)format.Option))
            {
                format.ApplyControl();
            }

            position += format.Size;
        }

        return call.Return(position);
    }
}

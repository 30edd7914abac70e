using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries.Strings;

/// <summary>
/// What string.dump gives for a function: the header of a binary chunk of Lua 5.1 and the compiled function. Nothing
/// loads it again, because code that no compiler made could do anything; who embeds Lua for scripts of strangers
/// refuses binary chunks for that reason.
/// </summary>
internal static class FunctionDump
{
    // Signature, version, format, little endian, and the sizes of int, size_t, instructions and numbers.
    private static ReadOnlySpan<byte> Header => [0x1b, (byte)'L', (byte)'u', (byte)'a', 0x51, 0, 1, 4, 8, 8, 8, 0];

    public static int Run(LuaCall call)
    {
        if (call.CheckFunction(1) is not LuaClosure closure)
        {
            throw call.Error("unable to dump given function");
        }

        var writer = new ByteWriter(call.State);
        try
        {
            writer.Append(Header);
            AppendFunction(ref writer, closure.Prototype);
            return call.Return(writer.ToLuaString());
        }
        finally
        {
            writer.Dispose();
        }
    }

    // Functions nest no deeper than the parser allows.
    private static void AppendFunction(ref ByteWriter writer, Prototype function)
    {
        AppendString(ref writer, function.Source.Span);
        AppendInteger(ref writer, function.LineDefined);
        AppendInteger(ref writer, function.LastLineDefined);
        writer.Append((byte)function.UpvalueCount);
        writer.Append((byte)function.ParameterCount);
        writer.Append((byte)(function.IsVararg ? 1 : 0));
        AppendInteger(ref writer, function.StackSize);
        AppendInteger(ref writer, function.Code.Length);
        writer.Append(MemoryMarshal.AsBytes<Instruction>(function.Code));
        AppendInteger(ref writer, function.Constants.Length);
        foreach (ref readonly LuaValue constant in function.Constants.AsSpan())
        {
            AppendConstant(ref writer, constant);
        }

        AppendInteger(ref writer, function.Prototypes.Length);
        foreach (Prototype inner in function.Prototypes)
        {
            AppendFunction(ref writer, inner);
        }

        AppendInteger(ref writer, function.Lines.Length);
        writer.Append(MemoryMarshal.AsBytes<int>(function.Lines));
    }

    private static void AppendConstant(ref ByteWriter writer, in LuaValue constant)
    {
        writer.Append((byte)constant.Type);
        if (constant.TryGetString(out LuaString? text))
        {
            AppendString(ref writer, text.Span);
        }
        else if (constant.IsNumber)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(writer.Reserve(sizeof(double)), constant.Double);
            writer.Advance(sizeof(double));
        }
        else
        {
            writer.Append((byte)(constant.IsTruthy ? 1 : 0));
        }
    }

    private static void AppendString(ref ByteWriter writer, ReadOnlySpan<byte> text)
    {
        AppendInteger(ref writer, text.Length);
        writer.Append(text);
    }

    private static void AppendInteger(ref ByteWriter writer, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(writer.Reserve(sizeof(int)), value);
        writer.Advance(sizeof(int));
    }
}

using System.Buffers.Binary;
using Engine.Lua.Execution;
using Engine.Lua.Libraries.Strings;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries.Structs;

/// <summary>The function pack.</summary>
internal static class StructPacking
{
    public static int Pack(LuaCall call)
    {
        var format = new StructFormat(call, call.CheckString(1).Span);
        var writer = new ByteWriter(call.State);
        try
        {
            int argument = 2;
            while (format.MoveNext())
            {
                AppendZeros(ref writer, format.PaddingAt(writer.Written.Length));
                AppendOption(call, ref format, ref writer, ref argument);
            }

            return call.Return(writer.ToLuaString());
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static void AppendOption(
        LuaCall call, scoped ref StructFormat format, ref ByteWriter writer, ref int argument)
    {
        switch ((char)format.Option)
        {
            case 'x':
                AppendZeros(ref writer, 1);
                break;
            case 'f':
                float single = (float)CheckNumber(call, argument++);
                AppendNumber(ref writer, format, BitConverter.SingleToUInt32Bits(single));
                break;
            case 'd':
                AppendNumber(ref writer, format, BitConverter.DoubleToUInt64Bits(CheckNumber(call, argument++)));
                break;
            case 'c' or 's':
                LuaString text = CheckString(call, argument++);
                if (text.Length < format.Size)
                {
                    // The message counts one too many, as the library has always done.
                    throw call.Error(argument, "string too short");
                }

                writer.Append(format.Size == 0 ? text.Span : text.Span[..format.Size]);
                AppendZeros(ref writer, format.Option == 's' ? 1 : 0);
                break;
            default:
                if (!format.IsInteger)
                {
                    format.ApplyControl();
                    break;
                }

                double number = CheckNumber(call, argument++);
                AppendNumber(
                    ref writer,
                    format,
                    number < 0 ? unchecked((ulong)LuaNumber.ToInt64(number)) : IntegerFormat.ToUInt64(number));
                break;
        }
    }

    // A nil of the library's own stands behind the arguments, and its messages have always shown it.
    private static double CheckNumber(LuaCall call, int index) => index == call.Count + 1
        ? throw call.Error(index, "number expected, got nil")
        : call.CheckNumber(index);

    private static LuaString CheckString(LuaCall call, int index) => index == call.Count + 1
        ? throw call.Error(index, "string expected, got nil")
        : call.CheckString(index);

    // What an integer has beyond 64 bits is zero, even behind a negative one.
    private static void AppendNumber(ref ByteWriter writer, scoped in StructFormat format, ulong value)
    {
        Span<byte> bytes = stackalloc byte[StructFormat.MaxIntegerSize];
        bytes.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        bytes = bytes[..format.Size];
        if (format.IsBigEndian)
        {
            bytes.Reverse();
        }

        writer.Append(bytes);
    }

    private static void AppendZeros(ref ByteWriter writer, int count)
    {
        writer.Reserve(count)[..count].Clear();
        writer.Advance(count);
    }
}

using System.Buffers.Binary;
using Engine.Lua.Execution;
using Engine.Lua.Libraries.Strings;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries.Structs;

/// <summary>The function unpack.</summary>
internal static class StructUnpacking
{
    public static int Unpack(LuaCall call)
    {
        var format = new StructFormat(call, call.CheckString(1).Span);
        ReadOnlySpan<byte> data = call.CheckString(2).Span;
        long start = call.OptionalInteger(3, 1);
        if (start == 0)
        {
            throw call.Error(3, "offset must be 1 or greater");
        }

        long position = start - 1;
        int count = 0;
        while (format.MoveNext())
        {
            position += format.PaddingAt(position);
            CheckRoom(call, data, position, format.Size);
            if (!call.HasRoom(count + 2))
            {
                throw call.Error("stack overflow (too many results)");
            }

            position += ReadOption(call, ref format, data, (int)position, ref count);
        }

        call.Push(position + 1);
        return count + 1;
    }

    private static void CheckRoom(LuaCall call, ReadOnlySpan<byte> data, long position, ulong size)
    {
        // A negative position is a large one.
        if (size > (ulong)data.Length || (ulong)position > (ulong)data.Length - size)
        {
            throw call.Error(2, "data string too short");
        }
    }

    private static void CheckRoom(LuaCall call, ReadOnlySpan<byte> data, long position, int size) =>
        CheckRoom(call, data, position, (ulong)size);

    /// <summary>Pushes the value of an option, if it has one, and gives the bytes that it took.</summary>
    private static int ReadOption(
        LuaCall call, scoped ref StructFormat format, ReadOnlySpan<byte> data, int position, ref int count)
    {
        ReadOnlySpan<byte> bytes = data.Slice(position, format.Size);
        switch ((char)format.Option)
        {
            case 'x':
                return 1;
            case 'f':
                uint single = (uint)ReadBits(bytes, format.IsBigEndian);
                Push(call, (double)BitConverter.UInt32BitsToSingle(single), ref count);
                return format.Size;
            case 'd':
                Push(call, BitConverter.UInt64BitsToDouble(ReadBits(bytes, format.IsBigEndian)), ref count);
                return format.Size;
            case 'c':
                int length = format.Size == 0 ? TakeLength(call, data, position, ref count) : format.Size;
                Push(call, call.CreateString(data.Slice(position, length)), ref count);
                return length;
            case 's':
                int end = data[position..].IndexOf((byte)0);
                if (end < 0)
                {
                    throw call.Error("unfinished string in data");
                }

                Push(call, call.CreateString(data.Slice(position, end)), ref count);
                return end + 1;
            default:
                if (!format.IsInteger)
                {
                    format.ApplyControl();
                    return 0;
                }

                Push(call, ReadInteger(bytes, format.IsBigEndian, format.IsSigned), ref count);
                return format.Size;
        }
    }

    private static void Push(LuaCall call, LuaValue value, ref int count)
    {
        call.Push(value);
        count++;
    }

    /// <summary>The last result is the length of a string, and no result.</summary>
    private static int TakeLength(LuaCall call, ReadOnlySpan<byte> data, long position, ref int count)
    {
        double length = 0;
        if (count == 0 || !call.Thread.Stack[call.Thread.Top - 1].TryConvertToNumber(out length))
        {
            throw call.Error("format 'c0' needs a previous size");
        }

        call.Thread.Top--;
        count--;
        ulong size = IntegerFormat.ToUInt64(length);
        CheckRoom(call, data, position, size);
        return (int)size;
    }

    private static double ReadInteger(ReadOnlySpan<byte> bytes, bool bigEndian, bool signed)
    {
        ulong bits = ReadBits(bytes, bigEndian);
        if (!signed)
        {
            return bits;
        }

        ulong mask = ulong.MaxValue << ((bytes.Length * 8) - 1);
        return (long)((bits & mask) != 0 ? bits | mask : bits);
    }

    // The low 64 bits of an integer of any size.
    private static ulong ReadBits(ReadOnlySpan<byte> bytes, bool bigEndian)
    {
        Span<byte> low = stackalloc byte[sizeof(ulong)];
        low.Clear();
        int count = Math.Min(bytes.Length, low.Length);
        (bigEndian ? bytes[^count..] : bytes[..count]).CopyTo(low);
        if (bigEndian)
        {
            low[..count].Reverse();
        }

        return BinaryPrimitives.ReadUInt64LittleEndian(low);
    }
}

using System.Buffers.Binary;
using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries.MessagePack;

/// <summary>
/// Writes values in the shortest form that MessagePack has for them. What it has none for becomes nil.
/// </summary>
internal static class MessagePackEncoder
{
    // Tables nested deeper become nil, which also ends those that contain themselves.
    private const int MaxNesting = 16;
    private const int MaxHeader = 9;

    public static void Append(LuaCall call, ref ByteWriter writer, in LuaValue value, int level)
    {
        switch (value.Reference)
        {
            case LuaString text:
                AppendHeader(ref writer, (uint)text.Length, fixedCode: 0xa0, fixedMax: 31, code8: 0xd9, code16: 0xda);
                writer.Append(text.Span);
                break;
            case LuaTable table when level < MaxNesting:
                call.Work(1);
                AppendTable(call, ref writer, table, level);
                break;
            default:
                if (value.IsNumber)
                {
                    AppendNumber(ref writer, value.Double);
                }
                else
                {
                    writer.Append((byte)(value.Type != LuaType.Boolean ? 0xc0 : value.IsTruthy ? 0xc3 : 0xc2));
                }

                break;
        }
    }

    private static void AppendTable(LuaCall call, ref ByteWriter writer, LuaTable table, int level)
    {
        bool isList = IsList(table, out int count);
        if (isList)
        {
            int length = table.Length;
            AppendHeader(ref writer, (uint)length, fixedCode: 0x90, fixedMax: 15, code8: 0, code16: 0xdc);
            for (int i = 1; i <= length; i++)
            {
                Append(call, ref writer, table[i], level + 1);
            }

            return;
        }

        AppendHeader(ref writer, (uint)count, fixedCode: 0x80, fixedMax: 15, code8: 0, code16: 0xde);
        int position = 0;
        while (table.TryNext(ref position, out LuaValue key, out LuaValue value))
        {
            Append(call, ref writer, key, level + 1);
            Append(call, ref writer, value, level + 1);
        }
    }

    /// <summary>Whether the keys are 1 to n; counts all entries.</summary>
    private static bool IsList(LuaTable table, out int count)
    {
        count = 0;
        bool onlyIndexes = true;
        int largest = 0;
        int position = 0;
        while (table.TryNext(ref position, out LuaValue key, out _))
        {
            count++;
            int index = key.IsNumber ? LuaNumber.ToInt32(key.Double) : 0;
            onlyIndexes &= index > 0 && index == key.Double;
            largest = Math.Max(largest, index);
        }

        return onlyIndexes && largest == count;
    }

    private static void AppendNumber(ref ByteWriter writer, double number)
    {
        long integer = LuaNumber.ToInt64(number);
        if (integer == number)
        {
            AppendInteger(ref writer, integer);
            return;
        }

        Span<byte> target = writer.Reserve(MaxHeader);
        if ((float)number == number)
        {
            target[0] = 0xca;
            BinaryPrimitives.WriteSingleBigEndian(target[1..], (float)number);
            writer.Advance(1 + sizeof(float));
            return;
        }

        target[0] = 0xcb;
        BinaryPrimitives.WriteDoubleBigEndian(target[1..], number);
        writer.Advance(1 + sizeof(double));
    }

    private static void AppendInteger(ref ByteWriter writer, long value)
    {
        switch (value)
        {
            case >= -32 and <= 127:
                writer.Append(unchecked((byte)value));
                break;
            case >= 0 and <= byte.MaxValue:
                AppendBigEndian(ref writer, 0xcc, value, sizeof(byte));
                break;
            case >= 0 and <= ushort.MaxValue:
                AppendBigEndian(ref writer, 0xcd, value, sizeof(ushort));
                break;
            case >= 0 and <= uint.MaxValue:
                AppendBigEndian(ref writer, 0xce, value, sizeof(uint));
                break;
            case >= 0:
                AppendBigEndian(ref writer, 0xcf, value, sizeof(ulong));
                break;
            case >= sbyte.MinValue:
                AppendBigEndian(ref writer, 0xd0, value, sizeof(sbyte));
                break;
            case >= short.MinValue:
                AppendBigEndian(ref writer, 0xd1, value, sizeof(short));
                break;
            case >= int.MinValue:
                AppendBigEndian(ref writer, 0xd2, value, sizeof(int));
                break;
            default:
                AppendBigEndian(ref writer, 0xd3, value, sizeof(long));
                break;
        }
    }

    /// <summary>Writes the length of a string, list or map; only strings have a form with one byte.</summary>
    private static void AppendHeader(
        ref ByteWriter writer, uint length, byte fixedCode, uint fixedMax, byte code8, byte code16)
    {
        if (length <= fixedMax)
        {
            writer.Append((byte)(fixedCode | length));
        }
        else if (length <= byte.MaxValue && code8 != 0)
        {
            AppendBigEndian(ref writer, code8, length, sizeof(byte));
        }
        else if (length <= ushort.MaxValue)
        {
            AppendBigEndian(ref writer, code16, length, sizeof(ushort));
        }
        else
        {
            // The code for 32 bits follows the one for 16.
            AppendBigEndian(ref writer, (byte)(code16 + 1), length, sizeof(uint));
        }
    }

    private static void AppendBigEndian(ref ByteWriter writer, byte code, long value, int size)
    {
        Span<byte> target = writer.Reserve(MaxHeader);
        target[0] = code;
        BinaryPrimitives.WriteInt64BigEndian(target[1..], value << ((sizeof(long) - size) * 8));
        writer.Advance(1 + size);
    }
}

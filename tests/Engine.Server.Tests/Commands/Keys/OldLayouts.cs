using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Engine.Server.Tests.Commands.Keys;

/// <summary>Small collections as they were laid out before Redis 7.0.</summary>
internal static class OldLayouts
{
    public static byte[] ZipList(params string[] elements)
    {
        var bytes = new List<byte>(new byte[10]);
        int last = bytes.Count;
        int previousLength = 0;
        foreach (string element in elements)
        {
            last = bytes.Count;
            bytes.AddRange(previousLength < 254 ? [(byte)previousLength] : [254, .. LittleEndian(previousLength, 4)]);
            bytes.AddRange(ZipListCode(element));
            previousLength = bytes.Count - last;
        }

        bytes.Add(0xFF);
        byte[] list = [.. bytes];
        BinaryPrimitives.WriteInt32LittleEndian(list, list.Length);
        BinaryPrimitives.WriteInt32LittleEndian(list.AsSpan(4), last);
        BinaryPrimitives.WriteUInt16LittleEndian(list.AsSpan(8), (ushort)elements.Length);
        return list;
    }

    public static byte[] ZipMap(params string[] fieldsAndValues)
    {
        var bytes = new List<byte> { (byte)(fieldsAndValues.Length / 2) };
        for (int i = 0; i < fieldsAndValues.Length; i++)
        {
            byte[] text = Encoding.ASCII.GetBytes(fieldsAndValues[i]);
            bytes.AddRange(text.Length < 254 ? [(byte)text.Length] : [254, .. LittleEndian(text.Length, 4)]);
            bool isValue = i % 2 != 0;
            if (isValue)
                bytes.Add(2);
            bytes.AddRange(text);
            if (isValue)
                bytes.AddRange("??"u8);
        }

        bytes.Add(0xFF);
        return [.. bytes];
    }

    private static byte[] ZipListCode(string element)
    {
        byte[] text = Encoding.ASCII.GetBytes(element);
        if (!long.TryParse(element, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer))
        {
            return text.Length < 64
                ? [(byte)text.Length, .. text]
                : [(byte)(0x40 | text.Length >> 8), (byte)text.Length, .. text];
        }

        return integer switch
        {
            >= 0 and <= 12 => [(byte)(0xF1 + integer)],
            >= sbyte.MinValue and <= sbyte.MaxValue => [0xFE, .. LittleEndian(integer, 1)],
            >= short.MinValue and <= short.MaxValue => [0xC0, .. LittleEndian(integer, 2)],
            >= -(1 << 23) and < 1 << 23 => [0xF0, .. LittleEndian(integer, 3)],
            >= int.MinValue and <= int.MaxValue => [0xD0, .. LittleEndian(integer, 4)],
            _ => [0xE0, .. LittleEndian(integer, 8)],
        };
    }

    private static byte[] LittleEndian(long value, int width)
    {
        byte[] bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes[..width];
    }
}

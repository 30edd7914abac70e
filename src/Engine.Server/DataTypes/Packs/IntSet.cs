using System.Buffers.Binary;

namespace Engine.Server.DataTypes.Packs;

/// <summary>
/// The integers of a small set in ascending order, in Redis's layout, all little-endian:
/// <code>
/// 0  u32  bytes per integer: 2, 4 or 8, as the widest one that was ever in the set needs
/// 4  u32  count
/// 8       integers
/// </code>
/// A block may have more bytes than the set needs.
/// </summary>
internal static class IntSet
{
    public const int HeaderLength = 8;

    /// <summary>Makes an empty set of what the bytes held.</summary>
    public static void Initialise(Span<byte> set) => WriteHeader(set, sizeof(short), count: 0);

    public static int Count(ReadOnlySpan<byte> set) => BinaryPrimitives.ReadInt32LittleEndian(set[4..]);

    /// <summary>All bytes of the set, its header with them.</summary>
    public static int Length(ReadOnlySpan<byte> set) => HeaderLength + Count(set) * Width(set);

    /// <summary>The bytes that the set has when the value comes to those that it holds.</summary>
    public static int LengthWith(ReadOnlySpan<byte> set, long value) =>
        HeaderLength + (Count(set) + 1) * Math.Max(Width(set), WidthOf(value));

    public static long At(ReadOnlySpan<byte> set, int index) => Read(set, Width(set), index);

    public static bool Contains(ReadOnlySpan<byte> set, long value) => TryFind(set, value, out _);

    /// <summary>Finds where a value stands, or where it has to be inserted.</summary>
    public static bool TryFind(ReadOnlySpan<byte> set, long value, out int index)
    {
        int width = Width(set);
        int count = Count(set);
        index = value < 0 ? 0 : count;
        if (WidthOf(value) > width || count == 0)
            return false;

        // Sets are often filled in ascending order.
        if (value > Read(set, width, count - 1))
        {
            index = count;
            return false;
        }

        int low = 0;
        int high = count - 1;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (Read(set, width, middle) < value)
                low = middle + 1;
            else
                high = middle;
        }
        index = low;
        return Read(set, width, low) == value;
    }

    /// <summary>
    /// Inserts a value where <see cref="TryFind"/> says that it has to stand; the block has room for
    /// <see cref="LengthWith"/>.
    /// </summary>
    public static void Insert(Span<byte> block, int index, long value)
    {
        int count = Count(block);
        int width = Math.Max(Width(block), WidthOf(value));
        if (width > Width(block))
            Widen(block, width);

        int position = HeaderLength + index * width;
        block[position..(HeaderLength + count * width)].CopyTo(block[(position + width)..]);
        Write(block, width, index, value);
        WriteHeader(block, width, count + 1);
    }

    public static void RemoveAt(Span<byte> set, int index)
    {
        int width = Width(set);
        int count = Count(set);
        int position = HeaderLength + index * width;
        set[(position + width)..(HeaderLength + count * width)].CopyTo(set[position..]);
        WriteHeader(set, width, count - 1);
    }

    /// <summary>Whether bytes from elsewhere are such a set, not empty, and nothing else.</summary>
    public static bool IsValid(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || Width(bytes) is not (sizeof(short) or sizeof(int) or sizeof(long)))
            return false;
        long count = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        if (count == 0 || HeaderLength + count * Width(bytes) != bytes.Length)
            return false;
        for (int i = 1; i < count; i++)
        {
            if (At(bytes, i - 1) >= At(bytes, i))
                return false;
        }
        return true;
    }

    private static int Width(ReadOnlySpan<byte> set) => BinaryPrimitives.ReadInt32LittleEndian(set);

    private static int WidthOf(long value) => value switch
    {
        >= short.MinValue and <= short.MaxValue => sizeof(short),
        >= int.MinValue and <= int.MaxValue => sizeof(int),
        _ => sizeof(long),
    };

    private static void Widen(Span<byte> block, int width)
    {
        // From the last one, since each moves to where those behind it were.
        int oldWidth = Width(block);
        for (int i = Count(block) - 1; i >= 0; i--)
            Write(block, width, i, Read(block, oldWidth, i));
    }

    private static void WriteHeader(Span<byte> set, int width, int count)
    {
        BinaryPrimitives.WriteInt32LittleEndian(set, width);
        BinaryPrimitives.WriteInt32LittleEndian(set[4..], count);
    }

    private static long Read(ReadOnlySpan<byte> set, int width, int index)
    {
        ReadOnlySpan<byte> cell = set[(HeaderLength + index * width)..];
        return width switch
        {
            sizeof(short) => BinaryPrimitives.ReadInt16LittleEndian(cell),
            sizeof(int) => BinaryPrimitives.ReadInt32LittleEndian(cell),
            _ => BinaryPrimitives.ReadInt64LittleEndian(cell),
        };
    }

    private static void Write(Span<byte> set, int width, int index, long value)
    {
        Span<byte> cell = set[(HeaderLength + index * width)..];
        if (width == sizeof(short))
            BinaryPrimitives.WriteInt16LittleEndian(cell, (short)value);
        else if (width == sizeof(int))
            BinaryPrimitives.WriteInt32LittleEndian(cell, (int)value);
        else
            BinaryPrimitives.WriteInt64LittleEndian(cell, value);
    }
}

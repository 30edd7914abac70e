using System.Buffers.Binary;

namespace Engine.Server.DataTypes.Bitmaps;

/// <summary>An integer of 1 to 64 bits within a string, at any bit; an unsigned one has up to 63.</summary>
internal readonly record struct IntegerField(bool IsSigned, int Bits, long Offset)
{
    /// <summary>An integer and the bits around it, which may begin and end in the middle of a byte, fit this.</summary>
    private const int WindowBytes = 16;

    private const int WindowBits = 128;
    private const int TouchedBytes = 9;

    public long LastBit => Offset + Bits - 1;

    private long Highest => IsSigned ? long.MaxValue >> (64 - Bits) : (1L << Bits) - 1;

    private long Lowest => IsSigned ? long.MinValue >> (64 - Bits) : 0;

    private int Shift => (int)(Offset % Bitmap.BitsPerByte);

    /// <summary>Reads the integer; bits behind the end of the string are clear.</summary>
    public long Read(ReadOnlySpan<byte> bytes)
    {
        UInt128 bits = Window(Touched(bytes)) << Shift;
        return IsSigned ? (long)((Int128)bits >> (WindowBits - Bits)) : (long)(bits >> (WindowBits - Bits));
    }

    /// <summary>Writes an integer that fits; the string must reach so far.</summary>
    public void Write(Span<byte> bytes, long value)
    {
        Span<byte> touched = bytes.Slice((int)(Offset / Bitmap.BitsPerByte), (Shift + Bits + 7) / Bitmap.BitsPerByte);
        UInt128 mask = UInt128.MaxValue << (WindowBits - Bits) >> Shift;
        UInt128 bits = ((UInt128)(ulong)value << (WindowBits - Bits)) >> Shift;
        Span<byte> window = stackalloc byte[WindowBytes];
        BinaryPrimitives.WriteUInt128BigEndian(window, (Window(touched) & ~mask) | bits);
        window[..touched.Length].CopyTo(touched);
    }

    /// <summary>
    /// Adds to a value, or with 0 brings a value into range. Returns false when the result does not fit;
    /// <paramref name="result"/> is then what the mode makes of it.
    /// </summary>
    public bool TryAdd(long value, long increment, OverflowMode mode, out long result)
    {
        result = unchecked(value + increment);
        int overflow = Overflow(value, increment);
        if (overflow == 0)
            return true;
        if (mode == OverflowMode.Saturate)
            result = overflow > 0 ? Highest : Lowest;
        else if (IsSigned)
            result = result << (64 - Bits) >> (64 - Bits);
        else
            result &= Highest;
        return false;
    }

    /// <summary>Where a sum leaves the range: 1 above, -1 below, 0 not.</summary>
    private int Overflow(long value, long increment)
    {
        Int128 sum = (IsSigned ? value : (Int128)(ulong)value) + increment;

        // What is so far below that the distance to the top is no 64-bit number counts as above, in Redis.
        bool isFarBelow = IsSigned && Bits < 64 && value < Lowest && unchecked(Highest - value) < increment;
        if (sum > Highest || isFarBelow)
            return 1;
        return sum < Lowest ? -1 : 0;
    }

    private ReadOnlySpan<byte> Touched(ReadOnlySpan<byte> bytes)
    {
        int start = (int)Math.Min(Offset / Bitmap.BitsPerByte, bytes.Length);
        return bytes.Slice(start, Math.Min(TouchedBytes, bytes.Length - start));
    }

    /// <summary>Up to nine bytes, at the upper end of a number.</summary>
    private static UInt128 Window(ReadOnlySpan<byte> touched)
    {
        Span<byte> window = stackalloc byte[WindowBytes];
        touched.CopyTo(window);
        return BinaryPrimitives.ReadUInt128BigEndian(window);
    }
}

namespace Engine.Server.DataTypes.HyperLogLogs;

/// <summary>
/// Neighbouring registers with the same value, as <see cref="SparseRegisters"/> write them: in bits,
/// <code>
/// 00llllll            up to 64 registers that are zero
/// 01llllll llllllll   up to 16,384 registers that are zero
/// 1vvvvvll            up to four registers with a value from 1 to 32
/// </code>
/// where lengths and values are one more than what is written.
/// </summary>
internal readonly record struct SparseRun(int Value, int Registers, int Bytes)
{
    public const int HighestValue = 32;
    public const int MostWithValue = 4;

    private const int MostInOneByte = 64;
    private const byte TwoBytes = 0x40;
    private const byte HasValue = 0x80;

    public bool IsZero => Value == 0;

    /// <summary>Reads the run at a position; one that is cut off counts as if a zero followed.</summary>
    public static SparseRun Read(ReadOnlySpan<byte> registers, int position)
    {
        int first = registers[position];
        if ((first & HasValue) != 0)
            return new SparseRun(((first >> 2) & 0x1F) + 1, (first & 3) + 1, 1);
        if ((first & TwoBytes) == 0)
            return new SparseRun(0, first + 1, 1);
        int second = position + 1 < registers.Length ? registers[position + 1] : 0;
        return new SparseRun(0, ((first & 0x3F) << 8 | second) + 1, 2);
    }

    /// <summary>Writes so many registers with a value, none for none; returns the bytes written.</summary>
    public static int Write(Span<byte> destination, int value, int registers)
    {
        if (registers == 0)
            return 0;
        int length = registers - 1;
        if (value > 0)
        {
            destination[0] = (byte)(HasValue | (value - 1) << 2 | length);
            return 1;
        }

        if (registers <= MostInOneByte)
        {
            destination[0] = (byte)length;
            return 1;
        }

        destination[0] = (byte)(TwoBytes | length >> 8);
        destination[1] = (byte)length;
        return 2;
    }
}

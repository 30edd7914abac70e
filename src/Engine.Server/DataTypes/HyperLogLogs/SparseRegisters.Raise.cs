namespace Engine.Server.DataTypes.HyperLogLogs;

internal static partial class SparseRegisters
{
    /// <summary>How many bytes raising a register may add.</summary>
    public const int MostGrowth = 3;

    /// <summary>A run that is split becomes up to three: two of zeros and one byte between them.</summary>
    private const int MostBytesOfSplit = 5;

    /// <summary>Raises a register.</summary>
    /// <param name="buffer">The registers, with room behind them for <see cref="MostGrowth"/> more bytes.</param>
    /// <param name="length">How long they are, and become.</param>
    /// <param name="index">The register.</param>
    /// <param name="value">What it is to be at least.</param>
    /// <param name="limit">Longer they may not grow.</param>
    public static RegisterChange Raise(Span<byte> buffer, ref int length, int index, int value, long limit)
    {
        if (value > SparseRun.HighestValue)
            return RegisterChange.NeedsDense;
        if (!TryFind(buffer[..length], index, out int position, out int previous, out int first, out SparseRun run))
            return RegisterChange.Corrupt;
        if (run.Value >= value)
            return RegisterChange.None;

        Span<byte> split = stackalloc byte[MostBytesOfSplit];
        int written = SparseRun.Write(split, run.Value, index - first);
        written += SparseRun.Write(split[written..], value, 1);
        written += SparseRun.Write(split[written..], run.Value, first + run.Registers - 1 - index);
        int growth = written - run.Bytes;
        if (growth > 0 && length + growth > limit)
            return RegisterChange.NeedsDense;

        int next = position + run.Bytes;
        if (next < length)
            buffer[next..length].CopyTo(buffer[(next + growth)..]);
        split[..written].CopyTo(buffer[position..]);
        length += growth;
        MergeNeighbours(buffer, ref length, previous);
        return RegisterChange.Raised;
    }

    /// <summary>
    /// Finds the run that a register is in, the position of the run before it, and its first register.
    /// </summary>
    private static bool TryFind(
        ReadOnlySpan<byte> registers, int index, out int position, out int previous, out int first, out SparseRun run)
    {
        position = previous = first = 0;
        run = default;
        while (position < registers.Length)
        {
            run = SparseRun.Read(registers, position);
            if (index < first + run.Registers)
                return true;
            previous = position;
            position += run.Bytes;
            first += run.Registers;
        }

        return false;
    }

    /// <summary>
    /// Makes one of runs with the same value around a register that was raised, as far as Redis looks.
    /// </summary>
    private static void MergeNeighbours(Span<byte> buffer, ref int length, int position)
    {
        const int MostLooks = 5;
        for (int look = 0; look < MostLooks && position < length; look++)
        {
            SparseRun run = SparseRun.Read(buffer[..length], position);
            if (!run.IsZero && position + 1 < length)
            {
                SparseRun next = SparseRun.Read(buffer[..length], position + 1);
                int registers = run.Registers + next.Registers;
                if (next.Value == run.Value && registers <= SparseRun.MostWithValue)
                {
                    buffer[(position + 1)..length].CopyTo(buffer[position..]);
                    length--;
                    SparseRun.Write(buffer[position..], run.Value, registers);
                    continue;
                }
            }

            position += run.Bytes;
        }
    }
}

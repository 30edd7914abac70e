namespace Engine.Server.DataTypes.HyperLogLogs;

/// <summary>
/// Registers as runs of equal ones (see <see cref="SparseRun"/>). They are corrupt when the runs are not about all
/// registers, each once.
/// </summary>
internal static partial class SparseRegisters
{
    /// <summary>Counts how many registers have each value. Returns false when they are corrupt.</summary>
    public static bool TryCountValues(ReadOnlySpan<byte> registers, Span<int> histogram)
    {
        long index = 0;
        for (int position = 0; position < registers.Length;)
        {
            SparseRun run = SparseRun.Read(registers, position);
            histogram[run.Value] += run.Registers;
            index += run.Registers;
            position += run.Bytes;
        }

        return index == HyperLogLog.Registers;
    }

    /// <summary>Raises registers of a byte each to these where these are higher.</summary>
    public static bool TryMerge(ReadOnlySpan<byte> registers, Span<byte> target)
    {
        long index = 0;
        for (int position = 0; position < registers.Length;)
        {
            SparseRun run = SparseRun.Read(registers, position);
            if (!run.IsZero)
            {
                if (index + run.Registers > HyperLogLog.Registers)
                    return false;
                foreach (ref byte register in target.Slice((int)index, run.Registers))
                    register = Math.Max(register, (byte)run.Value);
            }

            index += run.Registers;
            position += run.Bytes;
        }

        return index == HyperLogLog.Registers;
    }

    /// <summary>Writes these registers to dense ones, which are zero.</summary>
    public static bool TryExpand(ReadOnlySpan<byte> registers, Span<byte> dense)
    {
        long index = 0;
        for (int position = 0; position < registers.Length;)
        {
            SparseRun run = SparseRun.Read(registers, position);
            if (!run.IsZero)
            {
                if (index + run.Registers > HyperLogLog.Registers)
                    return false;
                for (int i = 0; i < run.Registers; i++)
                    DenseRegisters.Raise(dense, (int)index + i, run.Value);
            }

            index += run.Registers;
            position += run.Bytes;
        }

        return index == HyperLogLog.Registers;
    }
}

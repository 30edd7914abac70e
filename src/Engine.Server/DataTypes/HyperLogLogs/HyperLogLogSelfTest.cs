using System.Runtime.InteropServices;

namespace Engine.Server.DataTypes.HyperLogLogs;

/// <summary>What PFSELFTEST checks: that registers keep what is written to them, and that estimates are near.</summary>
internal static class HyperLogLogSelfTest
{
    private const int Elements = 100_000;
    private const int RegisterRounds = 20;

    /// <summary>1.04 / sqrt(registers), the standard error, of which six are as good as never exceeded.</summary>
    private const double MostError = 6 * 1.04 / 128;

    /// <summary>Returns what is wrong, null for nothing.</summary>
    public static string? Run(Random random) => TestRegisters(random) ?? TestEstimates(random);

    private static string? TestRegisters(Random random)
    {
        var expected = new byte[HyperLogLog.Registers];
        var registers = new byte[DenseRegisters.Bytes];
        for (int round = 0; round < RegisterRounds; round++)
        {
            for (int i = 0; i < expected.Length; i++)
            {
                byte value = (byte)random.Next(CardinalityEstimate.HistogramLength);
                expected[i] = Math.Max(expected[i], value);
                DenseRegisters.Raise(registers, i, value);
            }

            for (int i = 0; i < expected.Length; i++)
            {
                int actual = DenseRegisters.Get(registers, i);
                if (actual != expected[i])
                    return $"Register {i} should be {expected[i]} but is {actual}";
            }
        }

        return null;
    }

    private static string? TestEstimates(Random random)
    {
        ulong seed = (ulong)random.NextInt64();
        var limits = new EncodingLimits();
        var sparse = new HyperLogLogEditor([], HyperLogLog.Registers, limits);
        var dense = new HyperLogLogEditor([], HyperLogLog.Registers, limits);
        dense.TryMakeDense();
        string? failure = null;
        int checkpoint = 1;
        for (int count = 1; count <= Elements && failure is null; count++)
        {
            ulong element = (ulong)count ^ seed;
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(ref element));
            dense.TryAdd(bytes);
            sparse.TryAdd(bytes);
            if (count != checkpoint)
                continue;
            failure = Compare(sparse.Bytes, dense.Bytes, count, limits.HyperLogLogSparseBytes);
            checkpoint *= 10;
        }

        sparse.Close();
        dense.Close();
        return failure;
    }

    private static string? Compare(ReadOnlySpan<byte> sparse, ReadOnlySpan<byte> dense, int count, long limit)
    {
        HyperLogLog.TryCount(dense, out long cardinality);
        HyperLogLog.TryCount(sparse, out long sparseCardinality);
        if (sparseCardinality != cardinality)
            return "dense/sparse disagree";
        if (count < limit / 2 && !HyperLogLog.IsSparse(sparse))
            return "sparse encoding not used";
        long error = Math.Abs(cardinality - count);
        return error > Math.Ceiling(MostError * count) ? $"Too big error. card:{count} abserr:{error}" : null;
    }
}

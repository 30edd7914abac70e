using Engine.Server.DataTypes.HyperLogLogs;

namespace Engine.Server.Tests.DataTypes.HyperLogLogs;

public sealed class HyperLogLogEditorTests
{
    /// <summary>Random registers are raised in a plain array, in dense and in sparse ones.</summary>
    [Fact]
    public void Sparse_and_dense_registers_hold_what_a_plain_array_holds()
    {
        var random = new Random(11);
        for (int round = 0; round < 30; round++)
        {
            var model = new byte[HyperLogLog.Registers];
            var limits = new EncodingLimits { HyperLogLogSparseBytes = 100_000 };
            var sparse = new HyperLogLogEditor([], HyperLogLog.Registers, limits);
            var dense = new HyperLogLogEditor([], HyperLogLog.Registers, limits);
            Assert.True(dense.TryMakeDense());
            int span = round % 3 == 0 ? HyperLogLog.Registers : 1 << random.Next(3, 12);
            for (int i = 0; i < 1000; i++)
            {
                int index = random.Next(span);
                int value = random.Next(1, SparseRun.HighestValue + 1);
                model[index] = (byte)Math.Max(model[index], value);
                Assert.True(sparse.TryRaise(index, value));
                Assert.True(dense.TryRaise(index, value));
            }

            Assert.True(HyperLogLog.IsSparse(sparse.Bytes));
            AssertHolds(model, sparse.Bytes);
            AssertHolds(model, dense.Bytes);
            Assert.True(sparse.TryMakeDense());
            Assert.Equal(dense.Bytes, sparse.Bytes);
            sparse.Close();
            dense.Close();
        }
    }

    [Fact]
    public void A_register_too_high_for_runs_makes_them_dense()
    {
        var editor = new HyperLogLogEditor([], 2, new EncodingLimits());
        Assert.True(editor.TryRaise(3, SparseRun.HighestValue));
        Assert.True(HyperLogLog.IsSparse(editor.Bytes));
        Assert.True(editor.TryRaise(4, SparseRun.HighestValue + 1));
        Assert.False(HyperLogLog.IsSparse(editor.Bytes));
        Assert.Equal(SparseRun.HighestValue, DenseRegisters.Get(editor.Bytes[HyperLogLog.HeaderLength..], 3));
        Assert.Equal(SparseRun.HighestValue + 1, DenseRegisters.Get(editor.Bytes[HyperLogLog.HeaderLength..], 4));
        Assert.Equal(2, editor.Raised);
        editor.Close();
    }

    private static void AssertHolds(byte[] model, ReadOnlySpan<byte> bytes)
    {
        var registers = new byte[HyperLogLog.Registers];
        Assert.True(HyperLogLog.TryMerge(bytes, registers));
        Assert.Equal(model, registers);
        Span<int> histogram = stackalloc int[CardinalityEstimate.HistogramLength];
        foreach (byte register in model)
            histogram[register]++;
        Assert.True(HyperLogLog.TryCount(bytes, out long cardinality));
        Assert.Equal(CardinalityEstimate.Of(histogram), cardinality);
    }
}

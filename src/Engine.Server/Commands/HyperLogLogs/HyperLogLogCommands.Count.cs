using System.Buffers;
using Engine.Server.DataTypes.HyperLogLogs;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.HyperLogLogs;

internal static partial class HyperLogLogCommands
{
    /// <summary>PFCOUNT key [key ...]</summary>
    private static void Count(ref CommandContext context)
    {
        if (context.Count == 2)
            CountOne(ref context);
        else
            CountUnion(ref context);
    }

    private static void CountOne(ref CommandContext context)
    {
        if (!TryRead(ref context, 1, out _, out bool exists))
            return;
        if (!exists)
        {
            context.Reply.Integer(0);
            return;
        }

        Span<byte> bytes = context.Database.GrowString(context[1], 0);
        if (!HyperLogLog.TryGetCardinality(bytes, out long cardinality))
        {
            if (!HyperLogLog.TryCount(bytes, out cardinality))
            {
                context.Reply.Error(Errors.CorruptHyperLogLog);
                return;
            }

            // The count is kept in the string, so this read is a write, which replicas hear of.
            HyperLogLog.SetCardinality(bytes, cardinality);
            context.Database.Modified(context[1]);
            context.Changed();
        }

        context.Reply.Integer(cardinality);
    }

    private static void CountUnion(ref CommandContext context)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(HyperLogLog.Registers);
        Span<byte> registers = buffer.AsSpan(0, HyperLogLog.Registers);
        if (TryUnite(ref context, registers, out _))
        {
            Span<int> histogram = stackalloc int[CardinalityEstimate.HistogramLength];
            foreach (byte register in registers)
                histogram[register]++;
            context.Reply.Integer(CardinalityEstimate.Of(histogram));
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }
}

using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Streams;
using Engine.Server.Protocol;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Streams;

/// <summary>The commands that read entries by their ids.</summary>
internal static partial class StreamCommands
{
    /// <summary>XLEN key</summary>
    private static void Length(ref CommandContext context)
    {
        if (context.TryReadOr(MissingReply.Zero, 1, ValueType.Stream, out ValueSlot slot))
            context.Reply.Integer(slot.Large<StreamValue>().Length);
    }

    /// <summary>XRANGE key start end [COUNT count]</summary>
    private static void Range(ref CommandContext context) => Range(ref context, 2, 3, backward: false);

    /// <summary>XREVRANGE key end start [COUNT count]</summary>
    private static void ReversedRange(ref CommandContext context) => Range(ref context, 3, 2, backward: true);

    private static void Range(ref CommandContext context, int startAt, int endAt, bool backward)
    {
        if (!TryReadStart(ref context, startAt, out StreamId start)
            || !TryReadEnd(ref context, endAt, out StreamId end)
            || !TryReadCount(ref context, out long count)
            || !context.TryReadOr(MissingReply.EmptyArray, 1, ValueType.Stream, out ValueSlot slot))
        {
            return;
        }

        if (count == 0)
            context.Reply.NullArray();
        else
            WriteEntries(context.Reply, new StreamCursor(slot.Large<StreamValue>(), start, end, backward), count);
    }

    private static bool TryReadCount(ref CommandContext context, out long count)
    {
        count = long.MaxValue;
        for (int i = 4; i < context.Count; i++)
        {
            if (!context.Is(i, "COUNT"u8) || i + 1 == context.Count)
            {
                context.Reply.Error(Errors.Syntax);
                return false;
            }

            if (!context.TryReadInteger(++i, out count))
                return false;
            count = Math.Max(count, 0);
        }

        return true;
    }
}

using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Lists;
using Engine.Server.DataTypes.Packs;
using Engine.Server.Protocol;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Lists;

internal static partial class ListCommands
{
    /// <summary>LLEN key</summary>
    private static void Length(ref CommandContext context)
    {
        if (context.TryReadOr(MissingReply.Zero, 1, ValueType.List, out ValueSlot slot))
            context.Reply.Integer(new ListValue(slot).Count);
    }

    /// <summary>LINDEX key index</summary>
    private static void Index(ref CommandContext context)
    {
        if (!context.TryReadOr(MissingReply.Null, 1, ValueType.List, out ValueSlot slot)
            || !context.TryReadInteger(2, out long index))
        {
            return;
        }

        ListCursor cursor = new ListValue(slot).At(index);
        if (cursor.IsAtElement)
            WriteElement(context.Reply, cursor.Current);
        else
            context.Reply.Null();
    }

    /// <summary>LRANGE key start stop</summary>
    private static void Range(ref CommandContext context)
    {
        if (!context.TryReadInteger(2, out long start)
            || !context.TryReadInteger(3, out long stop)
            || !context.TryReadOr(MissingReply.EmptyArray, 1, ValueType.List, out ValueSlot slot))
        {
            return;
        }

        ListValue list = new(slot);
        int count = (int)Clip(ref start, stop, list.Count);
        context.Reply.Array(count);
        if (count == 0)
            return;
        ListCursor cursor = list.At(start);
        for (; count > 0; count--)
        {
            WriteElement(context.Reply, cursor.Current);
            cursor.MoveNext();
        }
    }

    /// <summary>LPOS key element [RANK rank] [COUNT count] [MAXLEN length]</summary>
    private static void Position(ref CommandContext context)
    {
        if (!TryReadPositionOptions(ref context, out PositionOptions options))
            return;
        MissingReply missing = options.HasCount ? MissingReply.EmptyArray : MissingReply.Null;
        if (!context.TryReadOr(missing, 1, ValueType.List, out ValueSlot slot))
            return;

        List<long> matches = [];
        FindMatches(new ListValue(slot), context[2], options, matches);
        if (options.HasCount)
        {
            context.Reply.Array(matches.Count);
            foreach (long match in matches)
                context.Reply.Integer(match);
        }
        else if (matches.Count > 0)
        {
            context.Reply.Integer(matches[0]);
        }
        else
        {
            context.Reply.Null();
        }
    }

    private static bool TryReadPositionOptions(ref CommandContext context, out PositionOptions options)
    {
        options = new PositionOptions { Rank = 1, Count = 1, Comparisons = long.MaxValue };
        for (int i = 3; i < context.Count; i += 2)
        {
            bool hasValue = i + 1 < context.Count;
            if (hasValue && context.Is(i, "RANK"u8))
            {
                if (!context.TryReadInteger(i + 1, out options.Rank))
                    return false;
                if (options.Rank == 0)
                    return Refuse(context, Errors.ZeroRank);
            }
            else if (hasValue && context.Is(i, "COUNT"u8))
            {
                if (!Numbers.TryParse(context[i + 1], out options.Count) || options.Count < 0)
                    return Refuse(context, Errors.NegativeCount);
                options.HasCount = true;
            }
            else if (hasValue && context.Is(i, "MAXLEN"u8))
            {
                if (!Numbers.TryParse(context[i + 1], out options.Comparisons) || options.Comparisons < 0)
                    return Refuse(context, Errors.NegativeMaxLength);
            }
            else
            {
                return Refuse(context, Errors.Syntax);
            }
        }

        return true;
    }

    private static void FindMatches(
        ListValue list, ReadOnlySpan<byte> value, in PositionOptions options, List<long> matches)
    {
        bool backwards = options.Rank < 0;

        // As in Redis, the one rank that has no positive counterpart means the last match.
        long toSkip = options.Rank == long.MinValue ? 0 : Math.Abs(options.Rank) - 1;
        long wanted = options.Count == 0 ? long.MaxValue : options.Count;
        long comparisons = options.Comparisons == 0 ? long.MaxValue : options.Comparisons;
        SoughtElement sought = new(value);
        long index = backwards ? list.Count - 1 : 0;
        ListCursor cursor = list.At(backwards ? -1 : 0);
        for (; cursor.IsAtElement && matches.Count < wanted && comparisons > 0; comparisons--)
        {
            if (sought.Matches(cursor.Current) && --toSkip < 0)
                matches.Add(index);
            index += backwards ? -1 : 1;
            cursor.Move(backwards);
        }
    }

    private static void WriteElement(ReplyWriter reply, in PackedElement element)
    {
        if (element.IsInteger)
            reply.BulkInteger(element.Integer);
        else
            reply.Bulk(element.Bytes);
    }

    /// <summary>
    /// Resolves a range whose ends count from the end if negative. Returns its length, 0 when nothing lies in it.
    /// </summary>
    private static long Clip(ref long start, long stop, long length)
    {
        start = Math.Max(start < 0 ? start + length : start, 0);
        stop = Math.Min(stop < 0 ? stop + length : stop, length - 1);
        return start > stop ? 0 : stop - start + 1;
    }

    private struct PositionOptions
    {
        public long Rank;
        public long Count;
        public long Comparisons;
        public bool HasCount;
    }
}

using Engine.Server.DataTypes;
using Engine.Server.DataTypes.SortedSets;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.SortedSets;

internal static partial class SortedSetCommands
{
    /// <summary>ZRANGE key start stop [BYSCORE | BYLEX] [REV] [LIMIT offset count] [WITHSCORES]</summary>
    private static void Range(ref CommandContext context) => Range(ref context, kind: null, isReverse: null);

    /// <summary>ZREVRANGE key start stop [WITHSCORES]</summary>
    private static void ReverseRange(ref CommandContext context) =>
        Range(ref context, RangeKind.Ranks, isReverse: true);

    /// <summary>ZRANGEBYSCORE key min max [WITHSCORES] [LIMIT offset count]</summary>
    private static void RangeByScore(ref CommandContext context) =>
        Range(ref context, RangeKind.Scores, isReverse: false);

    /// <summary>ZREVRANGEBYSCORE key max min [WITHSCORES] [LIMIT offset count]</summary>
    private static void ReverseRangeByScore(ref CommandContext context) =>
        Range(ref context, RangeKind.Scores, isReverse: true);

    /// <summary>ZRANGEBYLEX key min max [LIMIT offset count]</summary>
    private static void RangeByMember(ref CommandContext context) =>
        Range(ref context, RangeKind.Members, isReverse: false);

    /// <summary>ZREVRANGEBYLEX key max min [LIMIT offset count]</summary>
    private static void ReverseRangeByMember(ref CommandContext context) =>
        Range(ref context, RangeKind.Members, isReverse: true);

    /// <summary>ZRANGESTORE dst src min max [BYSCORE | BYLEX] [REV] [LIMIT offset count]</summary>
    private static void RangeStore(ref CommandContext context)
    {
        if (!RangeQuery.TryRead(
                context, 3, kind: null, isReverse: null, takesScores: false, out RangeQuery query)
            || !context.TryRead(2, ValueType.SortedSet, out ValueSlot slot))
            return;

        byte kind = SortedSetValue.EmptyKind;
        uint word = SortedSetValue.CreateEmpty(context.Engine.Keyspace.Heap);
        var result = new ValueSlot(context.Engine.Keyspace.Values, ref kind, ref word);
        if (!slot.IsNull)
            Copy(new SortedSetValue(slot), query, new SortedSetValue(result));
        Store(ref context, 1, result, "zrangestore"u8);
    }

    private static void Range(ref CommandContext context, RangeKind? kind, bool? isReverse)
    {
        if (!RangeQuery.TryRead(context, 2, kind, isReverse, takesScores: true, out RangeQuery query)
            || !context.TryReadOr(MissingReply.EmptyArray, 1, ValueType.SortedSet, out ValueSlot slot))
            return;
        var set = new SortedSetValue(slot);
        IndexRange range = query.SelectFrom(set);
        WriteHeader(context.Reply, range.Count, query.WithScores);
        SortedSetValue.Enumerator elements = set.Enumerate(range, query.IsReverse);
        while (elements.MoveNext())
            WriteElement(context.Reply, elements.Current, query.WithScores);
    }

    /// <summary>
    /// Adds what is selected in the order of the query, and prepares the result as Redis does: minus zero, which only
    /// large sets know, loses its sign in one that is compact at that moment.
    /// </summary>
    private static void Copy(SortedSetValue source, in RangeQuery query, SortedSetValue result)
    {
        IndexRange range = query.SelectFrom(source);
        if (query.IsByRank)
            result.PrepareFor(range.Count);
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        SortedSetValue.Enumerator elements = source.Enumerate(range, query.IsReverse);
        while (elements.MoveNext())
            result.Add(elements.Current.Member.Text(digits), elements.Current.Score);
    }

    /// <summary>
    /// Puts a result that is in no key in the place of what a key holds, or deletes that key when the result is empty,
    /// and replies with the number of members.
    /// </summary>
    internal static void Store(
        ref CommandContext context, int keyIndex, scoped ValueSlot result, ReadOnlySpan<byte> eventName)
    {
        long count = new SortedSetValue(result).Count;
        if (count > 0)
        {
            context.Database.SetCollection(context[keyIndex], result);
            context.Notify(KeyEvents.SortedSet, eventName, keyIndex);
            context.Changed();
        }
        else
        {
            result.Store.Free(result);
            if (context.Database.RemoveUnseen(context[keyIndex]))
            {
                context.Notify(KeyEvents.Generic, "del"u8, keyIndex);
                context.Changed();
            }
        }

        context.Reply.Integer(count);
    }
}

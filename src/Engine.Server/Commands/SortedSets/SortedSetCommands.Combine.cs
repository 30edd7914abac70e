using Engine.Server.DataTypes;
using Engine.Server.DataTypes.SortedSets;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.SortedSets;

internal static partial class SortedSetCommands
{
    /// <summary>Combines what a query names into an empty table.</summary>
    private delegate void Combination(CombinationQuery query, SortedTable result);

    /// <summary>ZUNION numkeys key [key ...] [WEIGHTS weight ...] [AGGREGATE SUM | MIN | MAX] [WITHSCORES]</summary>
    private static void Unite(ref CommandContext context) =>
        CombineAndReply(ref context, CombinationOptions.Weights | CombinationOptions.Scores, Unite);

    /// <summary>ZINTER numkeys key [key ...] [WEIGHTS weight ...] [AGGREGATE SUM | MIN | MAX] [WITHSCORES]</summary>
    private static void Intersect(ref CommandContext context) =>
        CombineAndReply(ref context, CombinationOptions.Weights | CombinationOptions.Scores, Intersect);

    /// <summary>ZDIFF numkeys key [key ...] [WITHSCORES]</summary>
    private static void Subtract(ref CommandContext context) =>
        CombineAndReply(ref context, CombinationOptions.Scores, Subtract);

    /// <summary>ZINTERCARD numkeys key [key ...] [LIMIT limit]</summary>
    private static void IntersectCount(ref CommandContext context)
    {
        if (!CombinationQuery.TryRead(context, 1, CombinationOptions.Limit, out CombinationQuery? query))
            return;
        long limit = query.Limit == 0 ? long.MaxValue : query.Limit;
        context.Reply.Integer(ScoreAlgebra.CountCommon(query.Sources, limit));
    }

    /// <summary>
    /// ZUNIONSTORE destination numkeys key [key ...] [WEIGHTS weight ...] [AGGREGATE SUM | MIN | MAX]
    /// </summary>
    private static void UniteAndStore(ref CommandContext context) =>
        CombineAndStore(ref context, CombinationOptions.Weights, Unite, "zunionstore"u8);

    /// <summary>
    /// ZINTERSTORE destination numkeys key [key ...] [WEIGHTS weight ...] [AGGREGATE SUM | MIN | MAX]
    /// </summary>
    private static void IntersectAndStore(ref CommandContext context) =>
        CombineAndStore(ref context, CombinationOptions.Weights, Intersect, "zinterstore"u8);

    /// <summary>ZDIFFSTORE destination numkeys key [key ...]</summary>
    private static void SubtractAndStore(ref CommandContext context) =>
        CombineAndStore(ref context, CombinationOptions.None, Subtract, "zdiffstore"u8);

    private static void Unite(CombinationQuery query, SortedTable result) =>
        ScoreAlgebra.Unite(query.Sources, query.Aggregate, result);

    private static void Intersect(CombinationQuery query, SortedTable result) =>
        ScoreAlgebra.Intersect(query.Sources, query.Aggregate, result);

    private static void Subtract(CombinationQuery query, SortedTable result) =>
        ScoreAlgebra.Subtract(query.Sources, result);

    private static void CombineAndReply(
        ref CommandContext context, CombinationOptions allowed, Combination combine)
    {
        if (!CombinationQuery.TryRead(context, 1, allowed, out CombinationQuery? query))
            return;
        byte kind = ValueSlot.KindOf(ValueType.SortedSet, ValueEncoding.SkipList);
        uint word = Combine(context, query, combine);
        var result = new ValueSlot(context.Engine.Keyspace.Values, ref kind, ref word);
        var set = new SortedSetValue(result);
        WriteHeader(context.Reply, set.Count, query.WithScores);
        foreach (SortedElement element in set)
            WriteElement(context.Reply, element, query.WithScores);
        result.Store.Free(result);
    }

    private static void CombineAndStore(
        ref CommandContext context, CombinationOptions allowed, Combination combine, ReadOnlySpan<byte> eventName)
    {
        if (!CombinationQuery.TryRead(context, 2, allowed, out CombinationQuery? query))
            return;
        byte kind = ValueSlot.KindOf(ValueType.SortedSet, ValueEncoding.SkipList);
        uint word = Combine(context, query, combine);
        var result = new ValueSlot(context.Engine.Keyspace.Values, ref kind, ref word);
        new SortedSetValue(result).PackIfSmall();
        Store(ref context, 1, result, eventName);
    }

    /// <summary>The word of a new value that is in no key yet.</summary>
    private static uint Combine(in CommandContext context, CombinationQuery query, Combination combine)
    {
        var table = new SortedTable(context.Engine.Keyspace.Values);
        combine(query, table);
        return table.Store.Add(table);
    }
}

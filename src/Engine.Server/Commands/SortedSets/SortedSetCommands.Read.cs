using Engine.Server.DataTypes;
using Engine.Server.DataTypes.SortedSets;
using Engine.Server.Protocol;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.SortedSets;

internal static partial class SortedSetCommands
{
    /// <summary>ZCARD key</summary>
    private static void Count(ref CommandContext context)
    {
        if (context.TryReadOr(MissingReply.Zero, 1, ValueType.SortedSet, out ValueSlot slot))
            context.Reply.Integer(new SortedSetValue(slot).Count);
    }

    /// <summary>ZCOUNT key min max</summary>
    private static void CountByScore(ref CommandContext context)
    {
        if (RangeQuery.TryReadScores(context, 2, 3, out ScoreRange range)
            && context.TryReadOr(MissingReply.Zero, 1, ValueType.SortedSet, out ValueSlot slot))
            context.Reply.Integer(new SortedSetValue(slot).Within(range).Count);
    }

    /// <summary>ZLEXCOUNT key min max</summary>
    private static void CountByMember(ref CommandContext context)
    {
        if (RangeQuery.TryReadMembers(context, 2, 3, out MemberRange range)
            && context.TryReadOr(MissingReply.Zero, 1, ValueType.SortedSet, out ValueSlot slot))
            context.Reply.Integer(new SortedSetValue(slot).Within(range).Count);
    }

    /// <summary>ZSCORE key member</summary>
    private static void Score(ref CommandContext context)
    {
        if (context.TryReadOr(MissingReply.Null, 1, ValueType.SortedSet, out ValueSlot slot))
            WriteScore(context.Reply, slot, context[2]);
    }

    /// <summary>ZMSCORE key member [member ...]</summary>
    private static void Scores(ref CommandContext context)
    {
        if (!context.TryRead(1, ValueType.SortedSet, out ValueSlot slot))
            return;
        context.Reply.Array(context.Count - 2);
        for (int i = 2; i < context.Count; i++)
            WriteScore(context.Reply, slot, context[i]);
    }

    /// <summary>ZRANK key member</summary>
    private static void Rank(ref CommandContext context)
    {
        if (!context.TryReadOr(MissingReply.Null, 1, ValueType.SortedSet, out ValueSlot slot))
            return;
        var set = new SortedSetValue(slot);
        if (set.TryFind(context[2], out uint id))
            context.Reply.Integer(set.RankOf(id));
        else
            context.Reply.Null();
    }

    /// <summary>ZREVRANK key member</summary>
    private static void ReverseRank(ref CommandContext context)
    {
        if (!context.TryReadOr(MissingReply.Null, 1, ValueType.SortedSet, out ValueSlot slot))
            return;
        var set = new SortedSetValue(slot);
        if (set.TryFind(context[2], out uint id))
            context.Reply.Integer(set.Count - 1 - set.RankOf(id));
        else
            context.Reply.Null();
    }

    /// <summary>ZRANDMEMBER key [count [WITHSCORES]]</summary>
    private static void RandomMember(ref CommandContext context)
    {
        if (context.Count > 2)
        {
            RandomMembers(ref context);
            return;
        }

        if (!context.TryReadOr(MissingReply.Null, 1, ValueType.SortedSet, out ValueSlot slot))
            return;
        var set = new SortedSetValue(slot);
        context.Reply.Bulk(set[set.RandomId()].Member);
    }

    private static void RandomMembers(ref CommandContext context)
    {
        if (!context.TryReadSignedCount(2, out long count)
            || !TryReadWithScores(ref context, 3, out bool withScores))
            return;
        if (withScores && Math.Abs(count) > long.MaxValue / 2)
        {
            context.Reply.Error(Errors.ValueOutOfRange);
            return;
        }

        if (!context.TryReadOr(MissingReply.EmptyArray, 1, ValueType.SortedSet, out ValueSlot slot))
            return;
        var set = new SortedSetValue(slot);
        if (count < 0)
        {
            WriteHeader(context.Reply, -count, withScores);
            for (; count < 0; count++)
                WriteElement(context.Reply, set[set.RandomId()], withScores);
            return;
        }

        List<uint> drawn = RandomSample.Draw(set, count, context.Engine.Keyspace.Random);
        WriteHeader(context.Reply, drawn.Count, withScores);
        foreach (uint id in drawn)
            WriteElement(context.Reply, set[id], withScores);
    }

    private static bool TryReadWithScores(ref CommandContext context, int index, out bool withScores)
    {
        withScores = index + 1 == context.Count && context.Is(index, "WITHSCORES"u8);
        if (withScores || index == context.Count)
            return true;
        context.Reply.Error(Errors.Syntax);
        return false;
    }

    /// <summary>ZSCAN key cursor [MATCH pattern] [COUNT count]</summary>
    private static void Scan(ref CommandContext context)
    {
        if (!ScanOptions.TryReadForCollection(
            context, ValueType.SortedSet, out ValueSlot slot, out ulong cursor, out ScanOptions options))
            return;
        var set = new SortedSetValue(slot);
        List<uint> found = options.Collect(set, ref cursor);
        Span<byte> digits = stackalloc byte[DoubleText.MaxLength];
        int kept = 0;
        for (int i = 0; i < found.Count; i++)
        {
            if (options.Matches(context, set[found[i]].Member.Text(digits)))
                found[kept++] = found[i];
        }

        ScanOptions.ReplyHeader(context.Reply, cursor, 2 * kept);
        for (int i = 0; i < kept; i++)
        {
            context.Reply.Bulk(set[found[i]].Member);
            context.Reply.Bulk(set.StoredScore(found[i], digits));
        }
    }

    private static void WriteScore(ReplyWriter reply, scoped ValueSlot slot, ReadOnlySpan<byte> member)
    {
        if (!slot.IsNull && new SortedSetValue(slot).TryGetScore(member, out double score))
            reply.Double(score);
        else
            reply.Null();
    }

    /// <summary>
    /// Announces members, perhaps with scores: one flat array, or in RESP3 an array of pairs, since a map would not
    /// keep their order.
    /// </summary>
    private static void WriteHeader(ReplyWriter reply, long count, bool withScores) =>
        reply.Array(withScores && !reply.IsResp3 ? 2 * count : count);

    private static void WriteElement(ReplyWriter reply, scoped SortedElement element, bool withScore)
    {
        if (withScore && reply.IsResp3)
            reply.Array(2);
        reply.Bulk(element.Member);
        if (withScore)
            reply.Double(element.Score);
    }
}

using System.Numerics;
using Engine.Server.DataTypes;
using Engine.Server.DataTypes.SortedSets;
using Engine.Server.Protocol;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.SortedSets;

internal static partial class SortedSetCommands
{
    /// <summary>ZADD key [NX | XX] [GT | LT] [CH] [INCR] score member [score member ...]</summary>
    private static void Add(ref CommandContext context) => Add(ref context, AddOptions.None);

    /// <summary>ZINCRBY key increment member: Redis reads the options of ZADD here, too.</summary>
    private static void IncrementBy(ref CommandContext context) => Add(ref context, AddOptions.Increment);

    /// <summary>ZREM key member [member ...]</summary>
    private static void Remove(ref CommandContext context)
    {
        if (!context.TryEditOr(MissingReply.Zero, 1, ValueType.SortedSet, out ValueSlot slot))
            return;
        var set = new SortedSetValue(slot);
        int removed = 0;
        for (int i = 2; i < context.Count && set.Count > 0; i++)
        {
            if (!set.TryFind(context[i], out uint id))
                continue;
            set.Remove(id);
            removed++;
        }

        ReplyRemoved(ref context, set, removed, "zrem"u8);
    }

    /// <summary>ZREMRANGEBYRANK key start stop</summary>
    private static void RemoveRangeByRank(ref CommandContext context)
    {
        if (!context.TryReadInteger(2, out long start)
            || !context.TryReadInteger(3, out long stop)
            || !context.TryEditOr(MissingReply.Zero, 1, ValueType.SortedSet, out ValueSlot slot))
            return;
        var set = new SortedSetValue(slot);
        RemoveRange(ref context, set, RangeQuery.Ranks(set.Count, start, stop), "zremrangebyrank"u8);
    }

    /// <summary>ZREMRANGEBYSCORE key min max</summary>
    private static void RemoveRangeByScore(ref CommandContext context)
    {
        if (!RangeQuery.TryReadScores(context, 2, 3, out ScoreRange range)
            || !context.TryEditOr(MissingReply.Zero, 1, ValueType.SortedSet, out ValueSlot slot))
            return;
        var set = new SortedSetValue(slot);
        RemoveRange(ref context, set, set.Within(range), "zremrangebyscore"u8);
    }

    /// <summary>ZREMRANGEBYLEX key min max</summary>
    private static void RemoveRangeByMember(ref CommandContext context)
    {
        if (!RangeQuery.TryReadMembers(context, 2, 3, out MemberRange range)
            || !context.TryEditOr(MissingReply.Zero, 1, ValueType.SortedSet, out ValueSlot slot))
            return;
        var set = new SortedSetValue(slot);
        RemoveRange(ref context, set, set.Within(range), "zremrangebylex"u8);
    }

    private static void Add(ref CommandContext context, AddOptions options)
    {
        const int FewScores = 16;
        if (!TryReadOptions(ref context, ref options, out int first))
            return;
        int count = (context.Count - first) / 2;
        Span<double> scores = count <= FewScores ? stackalloc double[FewScores] : new double[count];
        for (int i = 0; i < count; i++)
        {
            if (DoubleText.TryParse(context[first + 2 * i], out scores[i]))
                continue;
            context.Reply.Error(Errors.NotAFloat);
            return;
        }

        AddMembers(ref context, options, first + 1, step: 2, scores[..count]);
    }

    /// <summary>
    /// Adds the members that stand <paramref name="step"/> arguments apart from <paramref name="first"/> on, and
    /// replies.
    /// </summary>
    internal static void AddMembers(
        ref CommandContext context, AddOptions options, int first, int step, scoped Span<double> scores)
    {
        if (!context.TryEdit(1, ValueType.SortedSet, out ValueSlot slot))
            return;
        if (!slot.IsNull || (options & AddOptions.OnlyPresent) == 0)
            AddMembers(ref context, slot, options, first, step, scores);
        else if ((options & AddOptions.Increment) != 0)
            context.Reply.Null();
        else
            context.Reply.Integer(0);
    }

    /// <summary>
    /// Reads the options and where the first score stands; replies with an error and returns false when they exclude
    /// each other or do not suit what follows.
    /// </summary>
    private static bool TryReadOptions(ref CommandContext context, ref AddOptions options, out int first)
    {
        first = 2;
        for (; first < context.Count && OptionAt(context, first) is var option and not AddOptions.None; first++)
            options |= option;

        int rest = context.Count - first;
        AddOptions conditions = options & AddOptions.Conditions;
        if (rest == 0 || rest % 2 != 0)
            context.Reply.Error(Errors.Syntax);
        else if ((options & AddOptions.Presence) == AddOptions.Presence)
            context.Reply.Error(Errors.XxExcludesNx);
        else if (BitOperations.PopCount((uint)conditions) > 1)
            context.Reply.Error(Errors.GtLtAndNxExcludeEachOther);
        else if ((options & AddOptions.Increment) != 0 && rest > 2)
            context.Reply.Error(Errors.IncrementOfSeveral);
        else
            return true;
        return false;
    }

    private static AddOptions OptionAt(in CommandContext context, int index)
    {
        // Scores begin with digits and signs; this keeps them from being compared with every word.
        if (context[index] is [<= (byte)'9', ..])
            return AddOptions.None;
        if (context.Is(index, "NX"u8))
            return AddOptions.OnlyAbsent;
        if (context.Is(index, "XX"u8))
            return AddOptions.OnlyPresent;
        if (context.Is(index, "GT"u8))
            return AddOptions.OnlyHigher;
        if (context.Is(index, "LT"u8))
            return AddOptions.OnlyLower;
        if (context.Is(index, "CH"u8))
            return AddOptions.CountChanged;
        return context.Is(index, "INCR"u8) ? AddOptions.Increment : AddOptions.None;
    }

    private static void AddMembers(
        ref CommandContext context,
        scoped ValueSlot slot,
        AddOptions options,
        int first,
        int step,
        scoped Span<double> scores)
    {
        if (slot.IsNull)
            slot = AddSortedSet(context);
        var set = new SortedSetValue(slot);
        AddOutcome outcome = AddOutcome.Refused;
        int added = 0;
        int changed = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            outcome = Add(set, context[first + step * i], options, ref scores[i]);
            added += outcome == AddOutcome.Added ? 1 : 0;
            changed += outcome == AddOutcome.Changed ? 1 : 0;
        }

        if (added + changed > 0)
        {
            bool isIncrement = (options & AddOptions.Increment) != 0;
            context.Notify(KeyEvents.SortedSet, isIncrement ? "zincr"u8 : "zadd"u8);
            context.Database.CollectionChanged(context[1], isEmpty: false);
            context.Changed(added + changed);
        }

        if (outcome == AddOutcome.NotANumber)
            context.Reply.Error(Errors.ScoreNotANumber);
        else if ((options & AddOptions.Increment) == 0)
            context.Reply.Integer((options & AddOptions.CountChanged) != 0 ? added + changed : added);
        else if (outcome == AddOutcome.Refused)
            context.Reply.Null();
        else
            context.Reply.Double(scores[0]);
    }

    /// <summary>Adds a member or changes its score, which becomes the one that it has then.</summary>
    private static AddOutcome Add(SortedSetValue set, ReadOnlySpan<byte> member, AddOptions options, ref double score)
    {
        if (!set.TryFind(member, out uint id))
        {
            if ((options & AddOptions.OnlyPresent) != 0)
                return AddOutcome.Refused;
            set.Add(member, score);
            return AddOutcome.Added;
        }

        if ((options & AddOptions.OnlyAbsent) != 0)
            return AddOutcome.Refused;
        double old = set.ScoreOf(id);
        if ((options & AddOptions.Increment) != 0)
            score += old;
        if (double.IsNaN(score))
            return AddOutcome.NotANumber;
        if (((options & AddOptions.OnlyHigher) != 0 && score <= old)
            || ((options & AddOptions.OnlyLower) != 0 && score >= old))
            return AddOutcome.Refused;
        if (score == old)
            return AddOutcome.Unchanged;
        set.SetScore(id, member, score);
        return AddOutcome.Changed;
    }

    private static void RemoveRange(
        ref CommandContext context, SortedSetValue set, IndexRange range, ReadOnlySpan<byte> eventName)
    {
        set.Remove(range);
        ReplyRemoved(ref context, set, range.Count, eventName);
    }

    private static void ReplyRemoved(
        ref CommandContext context, SortedSetValue set, int removed, ReadOnlySpan<byte> eventName)
    {
        if (removed > 0)
        {
            context.Notify(KeyEvents.SortedSet, eventName);
            context.Database.CollectionChanged(context[1], isEmpty: set.Count == 0);
            context.Changed(removed);
        }

        context.Reply.Integer(removed);
    }

    private static ValueSlot AddSortedSet(scoped in CommandContext context) => context.Database.AddCompact(
        context[1],
        ValueType.SortedSet,
        ValueEncoding.ListPack,
        SortedSetValue.CreateEmpty(context.Engine.Keyspace.Heap));
}

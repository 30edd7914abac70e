using Engine.Server.DataTypes;
using Engine.Server.DataTypes.SortedSets;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.SortedSets;

/// <summary>
/// Which members ZRANGE and its kin are to select: <c>min max [BYSCORE | BYLEX] [REV] [LIMIT offset count]</c>, and
/// whether with their scores.
/// </summary>
internal ref struct RangeQuery
{
    private RangeKind _kind;
    private long _start;
    private long _stop;
    private ScoreRange _scores;
    private MemberRange _members;
    private long _offset;
    private long _limit;

    /// <summary>Whether the ends are ranks.</summary>
    public readonly bool IsByRank => _kind == RangeKind.Ranks;

    public bool IsReverse { get; private set; }

    public bool WithScores { get; private set; }

    /// <summary>
    /// Reads the range whose ends stand at <paramref name="index"/>, and the options behind it. Replies with an error
    /// and returns false when it is none.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="index">The argument that is the first end.</param>
    /// <param name="kind">What the ends are, where that is not for the options to say.</param>
    /// <param name="isReverse">Whether the last comes first, where that is not for the options to say.</param>
    /// <param name="takesScores">Whether there may be the option WITHSCORES.</param>
    /// <param name="query">What was read.</param>
    public static bool TryRead(
        scoped in CommandContext context,
        int index,
        RangeKind? kind,
        bool? isReverse,
        bool takesScores,
        out RangeQuery query)
    {
        query = new RangeQuery { _kind = kind ?? RangeKind.Ranks, IsReverse = isReverse ?? false, _limit = -1 };
        for (int i = index + 2; i < context.Count; i++)
        {
            if (takesScores && context.Is(i, "WITHSCORES"u8))
            {
                query.WithScores = true;
            }
            else if (i + 2 < context.Count && context.Is(i, "LIMIT"u8))
            {
                if (!context.TryReadInteger(i + 1, out query._offset)
                    || !context.TryReadInteger(i + 2, out query._limit))
                    return false;
                i += 2;
            }
            else if (isReverse is null && context.Is(i, "REV"u8))
            {
                query.IsReverse = true;
                isReverse = true;
            }
            else if (kind is null && context.Is(i, "BYLEX"u8))
            {
                kind = query._kind = RangeKind.Members;
            }
            else if (kind is null && context.Is(i, "BYSCORE"u8))
            {
                kind = query._kind = RangeKind.Scores;
            }
            else
            {
                context.Reply.Error(Errors.Syntax);
                return false;
            }
        }

        return query.TryReadEnds(context, index);
    }

    /// <summary>
    /// Reads two arguments as the ends of a range of scores; replies with an error and returns false if they are none.
    /// </summary>
    public static bool TryReadScores(in CommandContext context, int lowest, int highest, out ScoreRange range)
    {
        bool excludesLowest = context[lowest] is [(byte)'(', ..];
        bool excludesHighest = context[highest] is [(byte)'(', ..];
        bool isRange = DoubleText.TryParseBound(context[lowest][(excludesLowest ? 1 : 0)..], out double from)
            & DoubleText.TryParseBound(context[highest][(excludesHighest ? 1 : 0)..], out double to);
        range = new ScoreRange(from, excludesLowest, to, excludesHighest);
        if (!isRange)
            context.Reply.Error(Errors.ScoreBoundNotAFloat);
        return isRange;
    }

    /// <summary>
    /// Reads two arguments as the ends of a range of members; replies with an error and returns false if they are none.
    /// </summary>
    public static bool TryReadMembers(
        scoped in CommandContext context, int lowest, int highest, out MemberRange range)
    {
        bool isRange = MemberLimit.TryParse(context[lowest], out MemberLimit from)
            & MemberLimit.TryParse(context[highest], out MemberLimit to);
        range = new MemberRange(from, to);
        if (!isRange)
            context.Reply.Error(Errors.InvalidMemberLimit);
        return isRange;
    }

    /// <summary>The ranks between two, both included; negative ones count from the end.</summary>
    public static IndexRange Ranks(long count, long start, long stop)
    {
        start = Math.Max(start < 0 ? start + count : start, 0);
        stop = Math.Min(stop < 0 ? stop + count : stop, count - 1);
        return start > stop ? default : new IndexRange((int)start, (int)(stop - start + 1));
    }

    /// <summary>
    /// The members of a set that are selected; the last of them comes first if the query says so.
    /// </summary>
    public readonly IndexRange SelectFrom(SortedSetValue set)
    {
        if (IsByRank)
        {
            IndexRange ranks = Ranks(set.Count, _start, _stop);
            return IsReverse ? ranks with { Start = (int)set.Count - ranks.Start - ranks.Count } : ranks;
        }

        IndexRange range = _kind == RangeKind.Scores ? set.Within(_scores) : set.Within(_members);
        if (_offset < 0 || _offset >= range.Count)
            return default;
        int rest = range.Count - (int)_offset;
        int count = _limit < 0 ? rest : (int)Math.Min(_limit, rest);
        return new IndexRange(range.Start + (IsReverse ? rest - count : (int)_offset), count);
    }

    private bool TryReadEnds(scoped in CommandContext context, int index)
    {
        if (_limit != -1 && IsByRank)
        {
            context.Reply.Error(Errors.LimitOfRanks);
            return false;
        }

        if (WithScores && _kind == RangeKind.Members)
        {
            context.Reply.Error(Errors.ScoresOfMemberRange);
            return false;
        }

        (int lowest, int highest) = IsReverse ? (index + 1, index) : (index, index + 1);
        return _kind switch
        {
            RangeKind.Scores => TryReadScores(context, lowest, highest, out _scores),
            RangeKind.Members => TryReadMembers(context, lowest, highest, out _members),
            _ => context.TryReadInteger(index, out _start) && context.TryReadInteger(index + 1, out _stop),
        };
    }
}

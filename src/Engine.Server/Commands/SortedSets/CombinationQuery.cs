using System.Diagnostics.CodeAnalysis;
using Engine.Server.DataTypes;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.SortedSets;

/// <summary>
/// What ZUNION and its kin are to combine: <c>numkeys key [key ...] [WEIGHTS weight ...] [AGGREGATE SUM | MIN | MAX]
/// [WITHSCORES] [LIMIT limit]</c>.
/// </summary>
internal sealed class CombinationQuery
{
    private CombinationQuery(SourceSets sources) => Sources = sources;

    public SourceSets Sources { get; }

    public ScoreAggregate Aggregate { get; private set; }

    public bool WithScores { get; private set; }

    /// <summary>0 for no limit.</summary>
    public long Limit { get; private set; }

    /// <summary>
    /// Reads it from an argument on; replies with an error and returns false when it is wrong, or when a key does not
    /// hold a set.
    /// </summary>
    public static bool TryRead(
        in CommandContext context,
        int index,
        CombinationOptions allowed,
        [NotNullWhen(true)] out CombinationQuery? query)
    {
        query = null;
        if (!context.TryReadInteger(index, out long keyCount))
            return false;
        if (keyCount < 1)
        {
            context.Reply.Error(Errors.NoInputKeys(context.Command.FullName));
            return false;
        }

        int firstKey = index + 1;
        if (keyCount > context.Count - firstKey)
        {
            context.Reply.Error(Errors.Syntax);
            return false;
        }

        if (!SourceSets.TryRead(context, firstKey, (int)keyCount, out SourceSets? sources))
            return false;
        query = new CombinationQuery(sources);
        return query.TryReadOptions(context, firstKey + (int)keyCount, allowed);
    }

    private bool TryReadOptions(in CommandContext context, int index, CombinationOptions allowed)
    {
        while (index < context.Count)
        {
            int rest = context.Count - index;
            bool hasValue = rest >= 2;
            if ((allowed & CombinationOptions.Weights) != 0 && rest > Sources.Count && context.Is(index, "WEIGHTS"u8))
            {
                if (!TryReadWeights(context, index + 1))
                    return false;
                index += 1 + Sources.Count;
            }
            else if ((allowed & CombinationOptions.Weights) != 0 && hasValue && context.Is(index, "AGGREGATE"u8))
            {
                if (!TryReadAggregate(context, index + 1))
                    return false;
                index += 2;
            }
            else if ((allowed & CombinationOptions.Scores) != 0 && context.Is(index, "WITHSCORES"u8))
            {
                WithScores = true;
                index++;
            }
            else if ((allowed & CombinationOptions.Limit) != 0 && hasValue && context.Is(index, "LIMIT"u8))
            {
                if (!context.TryReadCount(index + 1, 0, Errors.NegativeLimit, out long limit))
                    return false;
                Limit = limit;
                index += 2;
            }
            else
            {
                context.Reply.Error(Errors.Syntax);
                return false;
            }
        }

        return true;
    }

    private bool TryReadWeights(in CommandContext context, int index)
    {
        for (int i = 0; i < Sources.Count; i++)
        {
            if (!DoubleText.TryParse(context[index + i], out double weight))
            {
                context.Reply.Error(Errors.WeightNotAFloat);
                return false;
            }

            Sources.SetWeight(i, weight);
        }

        return true;
    }

    private bool TryReadAggregate(in CommandContext context, int index)
    {
        if (context.Is(index, "SUM"u8))
        {
            Aggregate = ScoreAggregate.Sum;
            return true;
        }

        if (context.Is(index, "MIN"u8))
        {
            Aggregate = ScoreAggregate.Lowest;
            return true;
        }

        if (context.Is(index, "MAX"u8))
        {
            Aggregate = ScoreAggregate.Highest;
            return true;
        }

        context.Reply.Error(Errors.Syntax);
        return false;
    }
}

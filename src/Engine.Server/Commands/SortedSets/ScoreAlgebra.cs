using Engine.Server.DataTypes;
using Engine.Server.DataTypes.SortedSets;

namespace Engine.Server.Commands.SortedSets;

/// <summary>Union, intersection and difference of weighted sets. What is no number counts as 0, as in Redis.</summary>
internal static class ScoreAlgebra
{
    public static void Unite(SourceSets sources, ScoreAggregate aggregate, SortedTable result)
    {
        sources.SortBySize();
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        for (int i = 0; i < sources.Count; i++)
        {
            if (sources.IsMissing(i))
                continue;
            foreach (SortedElement element in sources[i])
            {
                double score = Weigh(element.Score, sources.WeightOf(i));
                ReadOnlySpan<byte> member = element.Member.Text(digits);
                if (result.TryFind(member, out uint record))
                    result.SetScore(record, Aggregate(aggregate, result.ScoreOf(record), score));
                else
                    result.Add(member, score);
            }
        }
    }

    public static void Intersect(SourceSets sources, ScoreAggregate aggregate, SortedTable result)
    {
        sources.SortBySize();
        if (sources.IsMissing(0))
            return;
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        foreach (SortedElement element in sources[0])
        {
            if (TryAggregate(sources, aggregate, element, out double score))
                result.Add(element.Member.Text(digits), score);
        }
    }

    /// <summary>How many members all sets have; after <paramref name="limit"/> the search ends.</summary>
    public static long CountCommon(SourceSets sources, long limit)
    {
        sources.SortBySize();
        if (sources.IsMissing(0))
            return 0;
        long count = 0;
        SourceSet.Enumerator elements = sources[0].GetEnumerator();
        while (count < limit && elements.MoveNext())
            count += TryAggregate(sources, ScoreAggregate.Sum, elements.Current, out _) ? 1 : 0;
        return count;
    }

    /// <summary>The members of the first set that no other one has, with their scores there.</summary>
    public static void Subtract(SourceSets sources, SortedTable result)
    {
        if (sources.IsMissing(0))
            return;
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        foreach (SortedElement element in sources[0])
        {
            if (!IsInAnyOther(sources, element))
                result.Add(element.Member.Text(digits), element.Score);
        }
    }

    /// <summary>
    /// The score of a member of the first set in the intersection. Returns false when another one has no such member.
    /// </summary>
    private static bool TryAggregate(
        SourceSets sources, ScoreAggregate aggregate, SortedElement element, out double score)
    {
        score = Weigh(element.Score, sources.WeightOf(0));
        for (int i = 1; i < sources.Count; i++)
        {
            if (!sources[i].TryGetScore(element.Member, out double other))
                return false;
            score = Aggregate(aggregate, score, other * sources.WeightOf(i));
        }

        return true;
    }

    private static bool IsInAnyOther(SourceSets sources, SortedElement element)
    {
        for (int i = 1; i < sources.Count; i++)
        {
            if (!sources.IsMissing(i) && sources[i].TryGetScore(element.Member, out _))
                return true;
        }

        return false;
    }

    private static double Weigh(double score, double weight)
    {
        double weighted = score * weight;
        return double.IsNaN(weighted) ? 0 : weighted;
    }

    private static double Aggregate(ScoreAggregate aggregate, double score, double other)
    {
        switch (aggregate)
        {
            case ScoreAggregate.Lowest:
                return other < score ? other : score;
            case ScoreAggregate.Highest:
                return other > score ? other : score;
            default:
                double sum = score + other;
                return double.IsNaN(sum) ? 0 : sum;
        }
    }
}

namespace Patterns.Leaderboards.Tests.Models;

/// <summary>A board as one would write it without Redis: a list that is sorted for each question.</summary>
/// <param name="order">Which score is the best.</param>
/// <param name="tieBreak">Who stands first among equals.</param>
internal sealed class BoardModel(LeaderboardOrder order, TieBreak tieBreak)
{
    private readonly Dictionary<string, (double Score, long Reached)> _members = new(StringComparer.Ordinal);
    private long _time;

    public IReadOnlyCollection<string> Members => _members.Keys;

    /// <summary>Submits at a time of its own.</summary>
    /// <returns>Whether the score changed.</returns>
    public bool Submit(string member, double score, SubmitMode mode)
    {
        _time++;
        bool isKnown = _members.TryGetValue(member, out (double Score, long Reached) held);
        double result = mode switch
        {
            SubmitMode.Set => score,
            SubmitMode.Increment => (isKnown ? held.Score : 0) + score,
            _ => !isKnown || IsBetter(score, held.Score) ? score : held.Score,
        };
        if (isKnown && result == held.Score)
        {
            return false;
        }

        _members[member] = (result, _time);
        return true;
    }

    public bool Remove(string member) => _members.Remove(member);

    public LeaderboardEntry[] Rank(RankKind kind)
    {
        (string Member, double Score)[] sorted = [.. _members
            .OrderBy(pair => pair.Value.Score, Comparer<double>.Create(CompareScores))
            .ThenBy(pair => pair, Comparer<KeyValuePair<string, (double Score, long Reached)>>.Create(CompareTied))
            .Select(pair => (pair.Key, pair.Value.Score))];
        return [.. sorted.Select((row, index) => new LeaderboardEntry(
            kind switch
            {
                RankKind.Ordinal => index + 1,
                RankKind.Competition => 1 + sorted.Count(other => IsBetter(other.Score, row.Score)),
                RankKind.Modified => sorted.Count(other => !IsBetter(row.Score, other.Score)),
                _ => 1 + sorted.Where(other => IsBetter(other.Score, row.Score)).Select(other => other.Score)
                    .Distinct().Count(),
            },
            row.Member,
            row.Score))];
    }

    public double Percentile(string member)
        => 100.0 * _members.Values.Count(other => !IsBetter(other.Score, _members[member].Score)) / _members.Count;

    private bool IsBetter(double a, double b) => CompareScores(a, b) < 0;

    private int CompareScores(double a, double b)
        => order == LeaderboardOrder.HighestFirst ? b.CompareTo(a) : a.CompareTo(b);

    private int CompareTied(
        KeyValuePair<string, (double Score, long Reached)> a, KeyValuePair<string, (double Score, long Reached)> b)
    {
        if (tieBreak == TieBreak.FirstToReach)
        {
            return a.Value.Reached.CompareTo(b.Value.Reached);
        }

        int byName = string.CompareOrdinal(a.Key, b.Key);
        return order == LeaderboardOrder.HighestFirst ? -byName : byName;
    }
}

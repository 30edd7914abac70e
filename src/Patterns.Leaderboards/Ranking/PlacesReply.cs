using StackExchange.Redis;

namespace Patterns.Leaderboards.Ranking;

/// <summary>Reads what scripts say of places.</summary>
/// <param name="rules">How numbers become scores.</param>
internal readonly struct PlacesReply(BoardRules rules)
{
    /// <summary>Rows in the order of their places, of which Redis ranked one: the first, or the last if ranks are
    /// modified. The other ranks follow from it.</summary>
    public LeaderboardPage ReadPage(RedisResult reply, RankKind kind)
    {
        var parts = (RedisResult[])reply!;
        long count = (long)parts[0], first = (long)parts[1], anchor = (long)parts[2];
        var rows = (RedisValue[])parts[3]!;
        var data = (RedisValue[])parts[4]!;
        var entries = new LeaderboardEntry[rows.Length / 2];
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = new LeaderboardEntry(first + i + 1, rows[2 * i], Score(rows[(2 * i) + 1]))
            {
                Data = data.Length > 0 ? data[i] : RedisValue.Null,
            };
        }

        Rank(entries, kind, anchor);
        return new LeaderboardPage(entries, count);
    }

    /// <summary>Members in the order of their places, those without one left out.</summary>
    public IReadOnlyList<LeaderboardEntry> ReadMembers(RedisResult reply, IReadOnlyList<RedisValue> members)
    {
        var found = new List<(long Place, LeaderboardEntry Entry)>();
        var parts = (RedisResult[])reply!;
        for (int i = 0; i < parts.Length; i++)
        {
            if (!parts[i].IsNull)
            {
                var values = (RedisValue[])parts[i]!;
                var entry = new LeaderboardEntry((long)values[0], members[i], Score(values[2]));
                found.Add(((long)values[1], entry with { Data = values.Length > 3 ? values[3] : RedisValue.Null }));
            }
        }

        return [.. found.OrderBy(row => row.Place).Select(row => row.Entry)];
    }

    public double Score(RedisValue number) => rules.Decode((double)number);

    private static void Rank(LeaderboardEntry[] entries, RankKind kind, long anchor)
    {
        switch (kind)
        {
            case RankKind.Competition or RankKind.Dense:
                for (int i = 0; i < entries.Length; i++)
                {
                    bool ties = i > 0 && entries[i].Score == entries[i - 1].Score;
                    long rank = i == 0 ? anchor
                        : ties ? entries[i - 1].Rank
                        : kind == RankKind.Dense ? entries[i - 1].Rank + 1
                        : entries[i].Rank;
                    entries[i] = entries[i] with { Rank = rank };
                }

                break;
            case RankKind.Modified:
                for (int i = entries.Length - 1; i >= 0; i--)
                {
                    bool ties = i < entries.Length - 1 && entries[i].Score == entries[i + 1].Score;
                    long rank = i == entries.Length - 1 ? anchor : ties ? entries[i + 1].Rank : entries[i].Rank;
                    entries[i] = entries[i] with { Rank = rank };
                }

                break;
        }
    }
}

using StackExchange.Redis;

namespace Patterns.Leaderboards.Ranking;

/// <summary>Reads what the submitting scripts return.</summary>
internal readonly struct SubmitReply(RedisResult reply)
{
    private readonly RedisResult[] _parts = (RedisResult[])reply!;

    /// <summary>The server's time, in microseconds since 1970.</summary>
    public long Now => (long)_parts[0];

    public SubmitOutcome Outcome => (SubmitOutcome)(int)_parts[1];

    /// <summary>The score that was out of bounds.</summary>
    public double RefusedScore => (double)_parts[2];

    /// <summary>How many scores a batch changed.</summary>
    public long Changed => (long)_parts[2];

    public LeaderboardSubmission ReadStandings(IReadOnlyList<LeaderboardPeriod> candidates, PlacesReply places)
    {
        const int Head = 2, Columns = 5;
        var standings = new LeaderboardStanding[(_parts.Length - Head) / Columns];
        for (int i = 0; i < standings.Length; i++)
        {
            int at = Head + (i * Columns);
            standings[i] = new LeaderboardStanding(
                candidates[(int)_parts[at]],
                places.Score((RedisValue)_parts[at + 4]),
                (long)_parts[at + 2] + 1,
                _parts[at + 3].IsNull ? null : places.Score((RedisValue)_parts[at + 3]),
                _parts[at + 1].IsNull ? null : (long)_parts[at + 1] + 1);
        }

        return new LeaderboardSubmission(standings);
    }
}

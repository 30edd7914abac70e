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

    /// <summary>The standings of a single score.</summary>
    /// <param name="candidates">The periods that the script was told of.</param>
    /// <param name="places">How numbers become scores.</param>
    public LeaderboardSubmission ReadStandings(LeaderboardPeriod[] candidates, PlacesReply places)
    {
        const int Head = 2, Columns = 4;
        var standings = new List<LeaderboardStanding>(candidates.Length);
        for (int i = 0; i < candidates.Length; i++)
        {
            ReadOnlySpan<RedisResult> row = _parts.AsSpan(Head + (i * Columns), Columns);
            if (!row[1].IsNull)
            {
                double? before = row[2].IsNull ? null : places.Score((RedisValue)row[2]);
                standings.Add(new LeaderboardStanding(
                    candidates[i],
                    row[3].IsNull ? before!.Value : places.Score((RedisValue)row[3]),
                    (long)row[1] + 1,
                    before,
                    row[0].IsNull ? null : (long)row[0] + 1));
            }
        }

        return new LeaderboardSubmission(standings);
    }
}

using System.Diagnostics;
using StackExchange.Redis;

namespace Patterns.Leaderboards.Sharding;

public sealed partial class RedisShardedLeaderboards
{
    /// <summary>The best members of all shards, best first, exactly.</summary>
    /// <param name="board">The name of the board.</param>
    /// <param name="count">How many: 1 to <see cref="ShardedLeaderboardsOptions.MaxHead"/>.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The entries; fewer when the board has fewer members.</returns>
    /// <remarks>Round trips: one for each shard, all at once, in two steps while members move; each brings as many
    /// entries as are asked for.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of bounds.</exception>
    public async ValueTask<IReadOnlyList<LeaderboardEntry>> TopAsync(
        string board, int count, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.sharded.top", board, cancellationToken);
        if (count is < 1 or > ShardedLeaderboardsOptions.MaxHead)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count),
                count,
                $"count is {count}, but must be between 1 and {ShardedLeaderboardsOptions.MaxHead}: every shard "
                + "sends that many.");
        }

        SortedSetEntry[][] heads = await AskAllAsync(
            board,
            _highestFirst ? "ZREVRANGE" : "ZRANGE",
            static (database, key, call) => database.SortedSetRangeByRankWithScoresAsync(
                key, 0, call.count - 1, call.Order),
            (count, Order: _highestFirst ? Order.Descending : Order.Ascending),
            cancellationToken).ConfigureAwait(false);

        // A member on its way is in two shards, and what counts is where it goes. Those shards were asked last.
        IEnumerable<SortedSetEntry> members = heads.SelectMany(head => head);
        return Rank(
            _shardsToLeave.Length == 0
                ? members
                : members.Reverse().DistinctBy(row => Convert.ToHexString((byte[])row.Element!)),
            count);
    }

    /// <summary>A member's rank: exact if it is at <see cref="ShardedLeaderboardsOptions.ExactHead"/> or above, else
    /// estimated.</summary>
    /// <param name="board">The name of the board.</param>
    /// <param name="member">The member; not empty.</param>
    /// <param name="exact">Whether to count at any rank, which asks every shard.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The rank; null when the member is not there.</returns>
    /// <remarks>Round trips: one (ZSCORE), two while the member may be in two shards; one more for each shard, all at
    /// once, when the rank is counted or when what is known of the shards is older than
    /// <see cref="ShardedLeaderboardsOptions.SketchLifetime"/>.</remarks>
    public async ValueTask<ShardedRank?> RankAsync(
        string board, RedisValue member, bool exact = false, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.sharded.rank", board, cancellationToken);
        RequireMember(member);
        (int home, int? old) = HomesOf(member);
        double? elsewhere = old is { } left
            ? await ReadScoreAsync(board, left, member, cancellationToken).ConfigureAwait(false)
            : null;
        if ((await ReadScoreAsync(board, home, member, cancellationToken).ConfigureAwait(false) ?? elsewhere)
            is not { } score)
        {
            return null;
        }

        RankSketch sketch = await _sketches
            .GetAsync(board, () => SketchAsync(board))
            .WaitAsync(cancellationToken)
            .ConfigureAwait(false);
        (long rank, long maxError) = sketch.Estimate(score);
        if (!exact && rank - maxError > _exactHead)
        {
            return new ShardedRank(rank, maxError, score, sketch.Count, IsExact: false);
        }

        long[] better = await AskAllAsync(
            board,
            "ZCOUNT",
            static (database, key, call) => call._highestFirst
                ? database.SortedSetLengthAsync(key, call.score, double.PositiveInfinity, Exclude.Start)
                : database.SortedSetLengthAsync(key, double.NegativeInfinity, call.score, Exclude.Stop),
            (_highestFirst, score),
            cancellationToken).ConfigureAwait(false);
        return new ShardedRank(better.Sum() + 1, 0, score, sketch.Count, IsExact: true);
    }

    /// <summary>How many members a board has.</summary>
    /// <param name="board">The name of the board.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The number of members. While members move, those on their way are counted twice.</returns>
    /// <remarks>Round trips: one for each shard (ZCARD), all at once, in two steps while members move.</remarks>
    public async ValueTask<long> CountAsync(string board, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.sharded.count", board, cancellationToken);
        long[] counts = await AskAllAsync(
            board, "ZCARD", static (database, key, _) => database.SortedSetLengthAsync(key), 0, cancellationToken)
            .ConfigureAwait(false);
        return counts.Sum();
    }

    /// <summary>Asks all shards; shared by everybody who waits for it, so nobody's cancellation ends it.</summary>
    private async Task<RankSketch> SketchAsync(string board)
    {
        ShardSample[] samples = await ForAllAsync(async shard =>
        {
            RedisResult reply = await _store.RunAsync(
                board,
                ShardScripts.Sample,
                [_keys.Scores(board, shard)],
                [_highest, _sketchPoints],
                CancellationToken.None).ConfigureAwait(false);
            var values = (RedisValue[])reply!;
            return new ShardSample(
                (long)values[0], (long)values[1], [.. values.Skip(2).Select(score => (double)score)]);
        }).ConfigureAwait(false);
        return new RankSketch(samples, _highestFirst);
    }

    private async ValueTask<double?> ReadScoreAsync(
        string board, int shard, RedisValue member, CancellationToken cancellationToken)
        => await CallAsync(
            board,
            shard,
            "ZSCORE",
            static (database, key, member) => database.SortedSetScoreAsync(key, member),
            member,
            cancellationToken).ConfigureAwait(false);

    /// <summary>Puts what the shards sent into one order, which among equals is that of a sorted set.</summary>
    private List<LeaderboardEntry> Rank(IEnumerable<SortedSetEntry> members, int count)
    {
        IEnumerable<(byte[] Name, SortedSetEntry Row)> ascending = members
            .Select(row => (Name: (byte[])row.Element!, row))
            .OrderBy(member => member.row.Score)
            .ThenBy(member => member.Name, Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b)));
        var entries = new List<LeaderboardEntry>(count);
        foreach ((_, SortedSetEntry row) in _highestFirst ? ascending.Reverse() : ascending)
        {
            if (entries.Count == count)
            {
                break;
            }

            bool ties = entries.Count > 0 && entries[^1].Score == row.Score;
            entries.Add(new LeaderboardEntry(ties ? entries[^1].Rank : entries.Count + 1, row.Element, row.Score));
        }

        return entries;
    }
}

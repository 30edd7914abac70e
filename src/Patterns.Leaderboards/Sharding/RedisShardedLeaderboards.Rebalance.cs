using System.Diagnostics;
using StackExchange.Redis;

namespace Patterns.Leaderboards.Sharding;

public sealed partial class RedisShardedLeaderboards
{
    private const int MovesAtATime = 64;

    /// <summary>Moves every member to the shard that it belongs to, after
    /// <see cref="ShardedLeaderboardsOptions.Shards"/> was changed and with
    /// <see cref="ShardedLeaderboardsOptions.PreviousShards"/> set everywhere. Submissions go on meanwhile. It may be
    /// run again, and by several at once.</summary>
    /// <param name="board">The name of the board.</param>
    /// <param name="cancellationToken">Stops between two moves.</param>
    /// <returns>How many members this call has moved.</returns>
    /// <remarks>Round trips: two for each member that moves, and one for each hundred that are looked at (ZSCAN). A
    /// member is added where it belongs before it is removed where it was: it may be in both for a moment, or until the
    /// next run if this process ends just then, and is never in neither.</remarks>
    public async Task<long> RebalanceAsync(string board, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.sharded.rebalance", board, cancellationToken);
        long moved = 0;
        for (int shard = 0; shard < AllShards; shard++)
        {
            moved += await EmptyAsync(board, shard, cancellationToken).ConfigureAwait(false);
        }

        _sketches.Forget(board);
        return moved;
    }

    private async Task<long> EmptyAsync(string board, int shard, CancellationToken cancellationToken)
    {
        long moved = 0;
        RedisValue cursor = 0;
        do
        {
            RedisResult page = await CallAsync(
                board,
                shard,
                "ZSCAN",
                static (database, key, cursor) => database.ExecuteAsync("ZSCAN", key, cursor, "COUNT", 100),
                cursor,
                cancellationToken).ConfigureAwait(false);
            cursor = (RedisValue)page[0];
            var rows = (RedisValue[])page[1]!;
            (RedisValue Member, double Score)[] strangers = [.. rows.Chunk(2)
                .Where(row => ShardMap.Find(row[0], _shards) != shard)
                .Select(row => (row[0], (double)row[1]))];
            foreach ((RedisValue Member, double Score)[] some in strangers.Chunk(MovesAtATime))
            {
                bool[] left = await Task.WhenAll(some.Select(
                    row => MoveAsync(board, shard, row.Member, row.Score, cancellationToken))).ConfigureAwait(false);
                moved += left.Count(was => was);
            }
        }
        while (cursor != 0);
        return moved;
    }

    private async Task<bool> MoveAsync(
        string board, int shard, RedisValue member, double score, CancellationToken cancellationToken)
    {
        await _store.RunAsync(
            board,
            ShardScripts.Submit,
            [_keys.Scores(board, ShardMap.Find(member, _shards))],
            [_highest, "keep", member, 0, score],
            cancellationToken).ConfigureAwait(false);
        return await LeaveAsync(board, shard, member, score, cancellationToken).ConfigureAwait(false);
    }
}

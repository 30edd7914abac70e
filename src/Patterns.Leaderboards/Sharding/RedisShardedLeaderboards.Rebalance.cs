using System.Diagnostics;
using StackExchange.Redis;

namespace Patterns.Leaderboards.Sharding;

public sealed partial class RedisShardedLeaderboards
{
    private const int MovesAtATime = 64;

    // Far longer than anybody needs to bring a score that was read.
    private const int RemovalsLifetimeSeconds = 86_400;

    /// <summary>Moves every member to the shard that it belongs to, after
    /// <see cref="ShardedLeaderboardsOptions.Shards"/> was changed and with
    /// <see cref="ShardedLeaderboardsOptions.PreviousShards"/> set everywhere. Submissions go on meanwhile. It may be
    /// run again, and by several at once.</summary>
    /// <param name="board">The name of the board.</param>
    /// <param name="cancellationToken">Stops between two moves.</param>
    /// <returns>How many members this call has moved.</returns>
    /// <remarks>Round trips: four for each member that moves, and one for each hundred that are looked at (ZSCAN). A
    /// member is added where it belongs before it is removed where it was: it may be in both for a moment, or until the
    /// next run if this process ends just then, and is never in neither. One that is removed meanwhile does not come
    /// back.</remarks>
    public async Task<long> RebalanceAsync(string board, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.sharded.rebalance", board, cancellationToken);
        long moved = 0;
        foreach (int shard in _shardsToLeave.Concat(_otherShards))
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
            IEnumerable<RedisValue> strangers = rows.Chunk(2)
                .Select(row => row[0])
                .Where(member => ShardMap.Find(member, _shards) != shard);
            foreach (RedisValue[] some in strangers.Chunk(MovesAtATime))
            {
                bool[] left = await Task.WhenAll(some.Select(
                    member => MoveAsync(board, shard, member, cancellationToken))).ConfigureAwait(false);
                moved += left.Count(was => was);
            }
        }
        while (cursor != 0);
        return moved;
    }

    private async Task<bool> MoveAsync(string board, int old, RedisValue member, CancellationToken cancellationToken)
    {
        await SubmitHomeAsync(
            board, ShardMap.Find(member, _shards), old, member, 0, "keep", cancellationToken).ConfigureAwait(false);
        return await LeaveAsync(board, old, member, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Submits where the member belongs, and brings along the score that it has elsewhere.</summary>
    /// <returns>The reply of the script, and whether there may be a score elsewhere that counts no more.</returns>
    private async ValueTask<(RedisValue[] Reply, bool HasArrived)> SubmitHomeAsync(
        string board,
        int home,
        int? old,
        RedisValue member,
        double score,
        RedisValue mode,
        CancellationToken cancellationToken)
    {
        double? elsewhere = null;
        RedisValue removals = old is null ? RedisValue.EmptyString : "?";
        while (true)
        {
            var reply = (RedisValue[])(await _store.RunAsync(
                board,
                ShardScripts.Submit,
                [_keys.Scores(board, home), _keys.Removals(board, home)],
                [_highest, mode, member, score, elsewhere ?? RedisValue.EmptyString, removals],
                cancellationToken).ConfigureAwait(false))!;
            if ((int)reply[0] != 0)
            {
                return (reply, (int)reply[0] > 0 && elsewhere is not null);
            }

            removals = reply[1];
            elsewhere = await ReadScoreAsync(board, old!.Value, member, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes a member off a shard from which nobody moves to another, or that it has left.</summary>
    private Task<bool> LeaveAsync(string board, int shard, RedisValue member, CancellationToken cancellationToken)
        => CallAsync(
            board,
            shard,
            "ZREM",
            static (database, key, member) => database.SortedSetRemoveAsync(key, member),
            member,
            cancellationToken);

    /// <summary>Takes a member, or all of them, off a shard, to which others may be bringing it just now.</summary>
    private async Task<bool> RemoveForGoodAsync(
        string board, int shard, RedisValue member, CancellationToken cancellationToken)
        => (bool)await _store.RunAsync(
            board,
            ShardScripts.Remove,
            [_keys.Scores(board, shard), _keys.Removals(board, shard)],
            [member, RemovalsLifetimeSeconds],
            cancellationToken).ConfigureAwait(false);

    /// <summary>Asks all shards. Those that members leave are asked before the others, where they arrive before they
    /// leave: so a member on its way may be seen twice, and is never missed.</summary>
    private async Task<TReply[]> ForAllAsync<TReply>(Func<int, Task<TReply>> ask)
    {
        TReply[] left = await Task.WhenAll(_shardsToLeave.Select(ask)).ConfigureAwait(false);
        TReply[] others = await Task.WhenAll(_otherShards.Select(ask)).ConfigureAwait(false);
        return [.. left, .. others];
    }

    /// <summary>The shard that a member belongs to, and the one where it may still be.</summary>
    private (int Home, int? Old) HomesOf(RedisValue member)
    {
        int home = ShardMap.Find(member, _shards);
        return (home, _previousShards is { } previous && ShardMap.Find(member, previous) is var old && old != home
            ? old
            : null);
    }

    // The map moves members to new shards only, and from shards that go.
    private static (int[] ToLeave, int[] Others) SplitShards(int shards, int previous)
    {
        int[] kept = [.. Enumerable.Range(0, Math.Min(shards, previous))];
        int[] changing = [.. Enumerable.Range(kept.Length, Math.Abs(shards - previous))];
        return shards == previous ? ([], kept) : shards > previous ? (kept, changing) : (changing, kept);
    }
}

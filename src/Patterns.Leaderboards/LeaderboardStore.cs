using Patterns.Core.Resilience;
using StackExchange.Redis;

namespace Patterns.Leaderboards;

/// <summary>The boards in Redis, one command per method. What a failure of Redis means is decided here.</summary>
/// <param name="redis">The way to Redis.</param>
/// <param name="keys">The keys of this instance.</param>
/// <param name="order">Which score is the best.</param>
internal sealed class LeaderboardStore(RedisGate redis, LeaderboardKeys keys, LeaderboardOrder order)
{
    private readonly Order _order = order == LeaderboardOrder.HighestFirst ? Order.Descending : Order.Ascending;

    private readonly SortedSetWhen _better =
        order == LeaderboardOrder.HighestFirst ? SortedSetWhen.GreaterThan : SortedSetWhen.LessThan;

    private readonly string _rankCommand = order == LeaderboardOrder.HighestFirst ? "ZREVRANK" : "ZRANK";
    private readonly string _rangeCommand = order == LeaderboardOrder.HighestFirst ? "ZREVRANGE" : "ZRANGE";

    /// <summary>Sets a score, if it is better or whatever it was. Returns whether the board changed.</summary>
    public ValueTask<bool> SetAsync(
        string board, string member, double score, bool onlyIfBetter, CancellationToken cancellationToken)
        => CallAsync(
            "ZADD",
            board,
            static (database, key, call) => database.SortedSetUpdateAsync(key, call.member, call.score, call.when),
            (member, score, when: onlyIfBetter ? _better : SortedSetWhen.Always),
            cancellationToken);

    public ValueTask<double> IncrementAsync(
        string board, string member, double delta, CancellationToken cancellationToken)
        => CallAsync(
            "ZINCRBY",
            board,
            static (database, key, call) => database.SortedSetIncrementAsync(key, call.member, call.delta),
            (member, delta),
            cancellationToken);

    /// <summary>Reads some places, the first and the last of which count from 0.</summary>
    public async ValueTask<IReadOnlyList<LeaderboardEntry>> ReadAsync(
        string board, long first, long last, CancellationToken cancellationToken)
    {
        SortedSetEntry[] places = await CallAsync(
            _rangeCommand,
            board,
            static (database, key, call) => database.SortedSetRangeByRankWithScoresAsync(
                key, call.first, call.last, call._order),
            (first, last, _order),
            cancellationToken).ConfigureAwait(false);
        var entries = new LeaderboardEntry[places.Length];
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = new LeaderboardEntry(first + i + 1, places[i].Element.ToString(), places[i].Score);
        }

        return entries;
    }

    /// <summary>A member's place, which counts from 0.</summary>
    public ValueTask<long?> FindAsync(string board, string member, CancellationToken cancellationToken)
        => CallAsync(
            _rankCommand,
            board,
            static (database, key, call) => database.SortedSetRankAsync(key, call.member, call._order),
            (member, _order),
            cancellationToken);

    public ValueTask<double?> GetScoreAsync(string board, string member, CancellationToken cancellationToken)
        => CallAsync(
            "ZSCORE",
            board,
            static (database, key, member) => database.SortedSetScoreAsync(key, member),
            member,
            cancellationToken);

    public ValueTask<long> CountAsync(string board, CancellationToken cancellationToken)
        => CallAsync(
            "ZCARD",
            board,
            static (database, key, _) => database.SortedSetLengthAsync(key),
            0,
            cancellationToken);

    public ValueTask<bool> RemoveAsync(string board, string member, CancellationToken cancellationToken)
        => CallAsync(
            "ZREM",
            board,
            static (database, key, member) => database.SortedSetRemoveAsync(key, member),
            member,
            cancellationToken);

    public ValueTask<bool> DeleteAsync(string board, CancellationToken cancellationToken)
        => CallAsync(
            "DEL",
            board,
            static (database, key, _) => database.KeyDeleteAsync(key),
            0,
            cancellationToken);

    private async ValueTask<TReply> CallAsync<TArguments, TReply>(
        string command,
        string board,
        Func<IDatabase, RedisKey, TArguments, Task<TReply>> send,
        TArguments arguments,
        CancellationToken cancellationToken)
    {
        RedisReply<TReply> reply = await redis
            .CallAsync(
                command,
                static (database, call) => call.send(database, call.key, call.arguments),
                (send, key: keys.Scores(board), arguments),
                cancellationToken)
            .ConfigureAwait(false);
        return reply.Failure switch
        {
            RedisFailure.None => reply.Value!,
            RedisFailure.WrongType => throw new InvalidOperationException(
                $"The key of the board '{board}' holds something else than a sorted set: delete it, or choose another "
                + $"{nameof(LeaderboardsOptions.KeyPrefix)}.",
                reply.Exception),
            _ => throw new LeaderboardUnavailableException(
                $"Redis failed ({reply.Failure}), so {command} on the board '{board}' has no result: try again later; "
                + $"if {nameof(LeaderboardUnavailableException.IsOutcomeUnknown)} is true it may have been run.",
                reply.Failure,
                reply.Exception),
        };
    }
}

namespace Patterns.Leaderboards;

/// <summary>Leaderboards in Redis: each is a sorted set of members with their scores.</summary>
/// <remarks>
/// <para>Boards come into being with their first score, and live until <see cref="DeleteAsync"/> or until their last
/// member is removed: who names a board owns it.</para>
/// <para>The best member has rank 1. Ranks are ordinal: no two members share one. Members with the same score stand in
/// the order of their UTF-8 bytes, or the reverse of it where the highest score is best.</para>
/// <para>Scores are 64-bit floating point numbers, so integers are exact up to 2 to the power of 53.</para>
/// <para>Every operation throws <see cref="LeaderboardUnavailableException"/> when Redis fails, an
/// <see cref="ArgumentException"/> when a name is null, empty or has braces that are no hash tag, and an
/// <see cref="InvalidOperationException"/> when the board's key holds something else. A cancelled write may have
/// happened.</para>
/// <para>Implementations are safe for concurrent use.</para>
/// </remarks>
public interface ILeaderboards
{
    /// <summary>Sets a member's score, whatever it was.</summary>
    /// <param name="board">The name of the board; not empty. A hash tag in it, as in <c>{guild:7}:weekly</c>, decides
    /// the slot on Redis Cluster; without one the whole name does.</param>
    /// <param name="member">The member; not empty.</param>
    /// <param name="score">The score; finite.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Whether the board changed: the member is new, or had another score.</returns>
    /// <remarks>Round trips: one (ZADD CH). It may be repeated when its outcome is unknown.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The score is not finite.</exception>
    ValueTask<bool> SetAsync(string board, string member, double score, CancellationToken cancellationToken = default);

    /// <summary>Sets a member's score if it is better than the one the member has, or if it has none.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="member">The member; not empty.</param>
    /// <param name="score">The score; finite.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Whether the board changed: the member is new, or the score is its best.</returns>
    /// <remarks>Round trips: one (ZADD with GT or LT, and CH; Redis 6.2). It may be repeated when its outcome is
    /// unknown.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The score is not finite.</exception>
    ValueTask<bool> SubmitBestAsync(
        string board, string member, double score, CancellationToken cancellationToken = default);

    /// <summary>Adds to a member's score, which is 0 before the first time.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="member">The member; not empty.</param>
    /// <param name="delta">What to add; finite, and negative to take away.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The new score.</returns>
    /// <remarks>Round trips: one (ZINCRBY). It must not be repeated when its outcome is unknown: it might count
    /// twice.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The delta is not finite.</exception>
    ValueTask<double> IncrementAsync(
        string board, string member, double delta, CancellationToken cancellationToken = default);

    /// <summary>The best members, best first.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="count">How many: 1 to <see cref="LeaderboardsOptions.MaxCount"/>.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The entries; fewer when the board has fewer members, none when there is no such board.</returns>
    /// <remarks>Round trips: one (ZRANGE or ZREVRANGE, WITHSCORES).</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of bounds.</exception>
    ValueTask<IReadOnlyList<LeaderboardEntry>> GetTopAsync(
        string board, int count, CancellationToken cancellationToken = default);

    /// <summary>One page of the board, best first.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="page">Which page, from 1.</param>
    /// <param name="pageSize">Entries of a page: 1 to <see cref="LeaderboardsOptions.MaxCount"/>.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The entries; none behind the last page.</returns>
    /// <remarks>Round trips: one (ZRANGE or ZREVRANGE, WITHSCORES). A member that overtakes another between two pages
    /// may be seen twice, or not at all.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Page or size is out of bounds.</exception>
    ValueTask<IReadOnlyList<LeaderboardEntry>> GetPageAsync(
        string board, int page, int pageSize, CancellationToken cancellationToken = default);

    /// <summary>A member with those before and behind it, best first.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="member">The member; not empty.</param>
    /// <param name="neighbours">How many on each side: 0 to <see cref="LeaderboardsOptions.MaxCount"/>.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The entries, fewer at the ends of the board; none when the member is not on the board.</returns>
    /// <remarks>Round trips: two (ZRANK or ZREVRANK, then ZRANGE or ZREVRANGE, WITHSCORES). When others overtake the
    /// member between them, it stands off the middle, or outside.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The number of neighbours is out of bounds.</exception>
    ValueTask<IReadOnlyList<LeaderboardEntry>> GetAroundAsync(
        string board, string member, int neighbours, CancellationToken cancellationToken = default);

    /// <summary>A member's rank.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="member">The member; not empty.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The rank, from 1; null when the member is not on the board.</returns>
    /// <remarks>Round trips: one (ZRANK or ZREVRANK).</remarks>
    ValueTask<long?> GetRankAsync(string board, string member, CancellationToken cancellationToken = default);

    /// <summary>A member's score.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="member">The member; not empty.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The score; null when the member is not on the board.</returns>
    /// <remarks>Round trips: one (ZSCORE).</remarks>
    ValueTask<double?> GetScoreAsync(string board, string member, CancellationToken cancellationToken = default);

    /// <summary>How many members a board has.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The number of members; 0 when there is no such board.</returns>
    /// <remarks>Round trips: one (ZCARD).</remarks>
    ValueTask<long> CountAsync(string board, CancellationToken cancellationToken = default);

    /// <summary>Takes a member off a board.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="member">The member; not empty.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Whether the member was on the board.</returns>
    /// <remarks>Round trips: one (ZREM). It may be repeated when its outcome is unknown.</remarks>
    ValueTask<bool> RemoveAsync(string board, string member, CancellationToken cancellationToken = default);

    /// <summary>Deletes a board with all its members.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Whether there was such a board.</returns>
    /// <remarks>Round trips: one (DEL). It may be repeated when its outcome is unknown.</remarks>
    ValueTask<bool> DeleteAsync(string board, CancellationToken cancellationToken = default);
}

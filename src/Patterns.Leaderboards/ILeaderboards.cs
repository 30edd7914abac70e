using StackExchange.Redis;

namespace Patterns.Leaderboards;

/// <summary>Leaderboards in Redis: each ranks members by their scores, over all time, by days, weeks and the
/// like.</summary>
/// <remarks>
/// <para>Boards come into being with their first score. Periods expire; what is ranked over all time lives until
/// <see cref="DeleteAsync"/> or until its last member is removed: who names a board owns it.</para>
/// <para>The best member has rank 1. What ties mean for ranks is the <see cref="RankKind"/> of the view; who stands
/// first among equals is the board's <see cref="TieBreak"/>.</para>
/// <para>Scores are 64-bit floating point numbers, so integers are exact up to 2 to the power of 53. Members are
/// strings or any bytes, and not empty.</para>
/// <para>Every operation throws <see cref="LeaderboardUnavailableException"/> when Redis fails, an
/// <see cref="ArgumentException"/> when a name is null, empty or has braces that are no hash tag, and an
/// <see cref="InvalidOperationException"/> when a key of the board holds something else. A cancelled write may have
/// happened.</para>
/// <para>Implementations are safe for concurrent use.</para>
/// </remarks>
public interface ILeaderboards
{
    /// <summary>Submits a score to all windows of a board at once: all of them change, or none.</summary>
    /// <param name="board">The name of the board; not empty. A hash tag in it, as in <c>{guild:7}:weekly</c>, decides
    /// the slot on Redis Cluster; without one the whole name does.</param>
    /// <param name="member">The member; not empty.</param>
    /// <param name="score">The score; finite and within <see cref="LeaderboardsOptions.MinScore"/> and
    /// <see cref="LeaderboardsOptions.MaxScore"/>. When it is added, so must be the sum.</param>
    /// <param name="mode">What it does to the score that the member has.</param>
    /// <param name="data">What to store with the member, such as a name to show; null keeps what is there, and an empty
    /// value removes it. It is shared by all windows.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Score and rank in each window, now and before.</returns>
    /// <remarks>Round trips: one; a further one when the server's clock is more than a minute off from what was known
    /// of it. Time: O(log n) for each window. All but an increment may be repeated when the outcome is
    /// unknown.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The score, or a sum, is out of bounds. Nothing
    /// changed.</exception>
    ValueTask<LeaderboardSubmission> SubmitAsync(
        string board,
        RedisValue member,
        double score,
        SubmitMode mode = SubmitMode.Best,
        RedisValue data = default,
        CancellationToken cancellationToken = default);

    /// <summary>Submits many scores, a thousand of them per call of Redis.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="scores">Members with their scores, which count one after the other.</param>
    /// <param name="mode">What they do to the scores that the members have.</param>
    /// <param name="cancellationToken">Stops the waiting; what was sent may have happened.</param>
    /// <returns>How many members have another score in some window.</returns>
    /// <remarks>Round trips: one per thousand, up to four at a time. Each thousand changes as a whole or not at all; no
    /// events are told.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A score, or a sum, is out of bounds. Its thousand has not
    /// changed anything, others may have.</exception>
    ValueTask<long> SubmitBatchAsync(
        string board,
        IEnumerable<LeaderboardScore> scores,
        SubmitMode mode = SubmitMode.Best,
        CancellationToken cancellationToken = default);

    /// <summary>The best members, best first.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="count">How many: 1 to <see cref="LeaderboardsOptions.MaxCount"/>.</param>
    /// <param name="view">Which ranking, and how; null means the first window, ordinal ranks.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The entries; fewer when the ranking has fewer members, none when there is no such ranking.</returns>
    /// <remarks>Round trips: one. Time: O(log n + entries).</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of bounds.</exception>
    ValueTask<LeaderboardPage> TopAsync(
        string board, int count, LeaderboardView? view = null, CancellationToken cancellationToken = default);

    /// <summary>One page of the ranking, best first.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="page">Which page, from 1.</param>
    /// <param name="pageSize">Entries of a page: 1 to <see cref="LeaderboardsOptions.MaxCount"/>.</param>
    /// <param name="view">Which ranking, and how; null means the first window, ordinal ranks.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The entries; none behind the last page.</returns>
    /// <remarks>Round trips: one. Time: O(log n + entries). A member that overtakes another between two pages may be
    /// seen twice, or not at all; pages of a snapshot fit together.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Page or size is out of bounds.</exception>
    ValueTask<LeaderboardPage> PageAsync(
        string board,
        int page,
        int pageSize,
        LeaderboardView? view = null,
        CancellationToken cancellationToken = default);

    /// <summary>A member with those before and behind it, best first, as they stood at one moment.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="member">The member; not empty.</param>
    /// <param name="radius">How many on each side: 0 to <see cref="LeaderboardsOptions.MaxCount"/>.</param>
    /// <param name="view">Which ranking, and how; null means the first window, ordinal ranks.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The entries, fewer at the ends of the ranking; none when the member is not there.</returns>
    /// <remarks>Round trips: one. Time: O(log n + entries).</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The radius is out of bounds.</exception>
    ValueTask<LeaderboardPage> AroundAsync(
        string board,
        RedisValue member,
        int radius,
        LeaderboardView? view = null,
        CancellationToken cancellationToken = default);

    /// <summary>Rank and score of a member.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="member">The member; not empty.</param>
    /// <param name="view">Which ranking, and how; null means the first window, ordinal ranks.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The entry; null when the member is not there.</returns>
    /// <remarks>Round trips: one. Time: O(log n), whatever the <see cref="RankKind"/>.</remarks>
    ValueTask<LeaderboardEntry?> RankAsync(
        string board, RedisValue member, LeaderboardView? view = null, CancellationToken cancellationToken = default);

    /// <summary>Some members among all others, best first: their ranks are those of the whole ranking, their order is
    /// the ranking among them.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="members">The members: at most <see cref="LeaderboardsOptions.MaxCount"/>, none empty.</param>
    /// <param name="view">Which ranking, and how; null means the first window, ordinal ranks.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The entries of those that are there.</returns>
    /// <remarks>Round trips: one; none without members. Time: O(members × log n).</remarks>
    /// <exception cref="ArgumentOutOfRangeException">There are too many.</exception>
    ValueTask<IReadOnlyList<LeaderboardEntry>> FriendsAsync(
        string board,
        IReadOnlyCollection<RedisValue> members,
        LeaderboardView? view = null,
        CancellationToken cancellationToken = default);

    /// <summary>The members whose score is within bounds, best first.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="lowest">The lowest score; may be negative infinity.</param>
    /// <param name="highest">The highest score, which counts as within; may be infinity.</param>
    /// <param name="skip">How many of them to skip; 0 or more.</param>
    /// <param name="count">How many to read: 1 to <see cref="LeaderboardsOptions.MaxCount"/>.</param>
    /// <param name="view">Which ranking, and how; null means the first window, ordinal ranks.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The entries.</returns>
    /// <remarks>Round trips: one. Time: O(log n + skipped + entries).</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of bounds, or NaN.</exception>
    ValueTask<LeaderboardPage> RangeByScoreAsync(
        string board,
        double lowest,
        double highest,
        int skip = 0,
        int count = 100,
        LeaderboardView? view = null,
        CancellationToken cancellationToken = default);

    /// <summary>How large a part of the members is not better than this one.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="member">The member; not empty.</param>
    /// <param name="view">Which ranking; null means the first window.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>A percentage above 0, and 100 for the best; null when the member is not there.</returns>
    /// <remarks>Round trips: one. Time: O(log n).</remarks>
    ValueTask<double?> PercentileAsync(
        string board, RedisValue member, LeaderboardView? view = null, CancellationToken cancellationToken = default);

    /// <summary>The worst score whose <see cref="PercentileAsync"/> is at least this.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="percentile">0 to 100: 50 for the median, 99 for what it takes to be among the best hundredth, 100
    /// for the best score, 0 for the worst.</param>
    /// <param name="view">Which ranking; null means the first window.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The score of a member (nearest rank, nothing interpolated); null when there are none.</returns>
    /// <remarks>Round trips: one. Time: O(log n).</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The percentile is out of bounds.</exception>
    ValueTask<double?> ScoreAtPercentileAsync(
        string board, double percentile, LeaderboardView? view = null, CancellationToken cancellationToken = default);

    /// <summary>How many members a ranking has.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="view">Which ranking; null means the first window.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The number of members; 0 when there is no such ranking.</returns>
    /// <remarks>Round trips: one (ZCARD).</remarks>
    ValueTask<long> CountAsync(
        string board, LeaderboardView? view = null, CancellationToken cancellationToken = default);

    /// <summary>Takes members off all windows of a board, past periods included, with their data. Snapshots keep
    /// them.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="members">The members: at most <see cref="LeaderboardsOptions.MaxCount"/>, none empty.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>How many of them were there.</returns>
    /// <remarks>
    /// Round trips: one; none without members. Time: O(members × retained periods × log n). It may be repeated when its
    /// outcome is unknown.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">There are too many.</exception>
    ValueTask<long> RemoveAsync(
        string board, IReadOnlyCollection<RedisValue> members, CancellationToken cancellationToken = default);

    /// <summary>Deletes a board: all windows with their past periods, data and events. Snapshots stay until they
    /// expire.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Whether there was anything.</returns>
    /// <remarks>Round trips: one (DEL). It may be repeated when its outcome is unknown.</remarks>
    ValueTask<bool> DeleteAsync(string board, CancellationToken cancellationToken = default);

    /// <summary>Keeps a ranking as it is now, under a name that views can read.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="name">The name: 1 to 50 letters, digits, <c>-</c> and <c>_</c>. A snapshot that has it is
    /// replaced.</param>
    /// <param name="retention">How long it is kept: 1 minute to 10 years.</param>
    /// <param name="view">Which ranking; null means the first window.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>How many members it has.</returns>
    /// <remarks>Round trips: one. Time: O(n log n) at one moment, which other callers wait for: about a second for a
    /// million members. Data is not copied. It may be repeated when its outcome is unknown.</remarks>
    /// <exception cref="ArgumentException">Name or retention is out of bounds.</exception>
    ValueTask<long> SnapshotAsync(
        string board,
        string name,
        TimeSpan retention,
        LeaderboardView? view = null,
        CancellationToken cancellationToken = default);

    /// <summary>Merges rankings into a snapshot, such as the seven days of a week into the week.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="name">The name of the snapshot; see <see cref="SnapshotAsync"/>.</param>
    /// <param name="retention">How long it is kept: 1 minute to 10 years.</param>
    /// <param name="parts">1 to 400 rankings with their weights.</param>
    /// <param name="aggregate">What becomes of members that are in several.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>How many members it has.</returns>
    /// <remarks>Round trips: one (ZUNIONSTORE). Time: O(n log n) at one moment, which other callers wait for. Where
    /// time decides over ties, sums and weights take the scores apart in the script: at most 200,000 of them, and a
    /// member counts as having reached its sum with the last score in it.</remarks>
    /// <exception cref="ArgumentException">Name, retention, parts or weights are out of bounds.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A merged score is out of bounds, or no whole number where time
    /// decides over ties. Nothing changed.</exception>
    /// <exception cref="InvalidOperationException">There are too many scores to take apart.</exception>
    ValueTask<long> MergeAsync(
        string board,
        string name,
        TimeSpan retention,
        IReadOnlyCollection<LeaderboardPart> parts,
        MergeAggregate aggregate = MergeAggregate.Sum,
        CancellationToken cancellationToken = default);

    /// <summary>Listens to changes of rank, with <see cref="LeaderboardEvents.Channel"/>.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="cancellationToken">Ends the listening.</param>
    /// <returns>What is told from now on. Who reads more slowly than events come loses the oldest beyond a
    /// thousand.</returns>
    /// <exception cref="InvalidOperationException">The boards do not tell their events on a channel.</exception>
    IAsyncEnumerable<LeaderboardRankEvent> ListenAsync(string board, CancellationToken cancellationToken = default);

    /// <summary>Reads changes of rank that were told, with <see cref="LeaderboardEvents.Stream"/>.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="after">The <see cref="LeaderboardRankEvent.Position"/> after which to read; null means from the
    /// oldest that is kept.</param>
    /// <param name="count">How many at most: 1 to <see cref="LeaderboardsOptions.MaxCount"/>.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The events, oldest first; none when there are no newer ones.</returns>
    /// <remarks>Round trips: one (XRANGE).</remarks>
    /// <exception cref="InvalidOperationException">The boards do not tell their events in a stream.</exception>
    ValueTask<IReadOnlyList<LeaderboardRankEvent>> ReadEventsAsync(
        string board, string? after = null, int count = 100, CancellationToken cancellationToken = default);

    /// <summary>The period of a window at some moment, in the time zone of the boards.</summary>
    /// <param name="window">The window.</param>
    /// <param name="at">The moment; null means now, by the server's clock as far as it is known.</param>
    /// <returns>The period; that of a season also when it is not on.</returns>
    LeaderboardPeriod PeriodOf(LeaderboardWindow window, DateTimeOffset? at = null);

    /// <summary>The periods of a window that begin within another period, such as the days of a week.</summary>
    /// <param name="whole">The longer period; not of <see cref="LeaderboardWindow.AllTime"/>.</param>
    /// <param name="window">The window of the shorter ones.</param>
    /// <returns>The periods in their order.</returns>
    IReadOnlyList<LeaderboardPeriod> PeriodsWithin(LeaderboardPeriod whole, LeaderboardWindow window);
}

using System.Diagnostics;
using System.Globalization;
using Patterns.Core.Scripting;
using StackExchange.Redis;

namespace Patterns.Leaderboards;

public sealed partial class RedisLeaderboards
{
    /// <inheritdoc/>
    public async ValueTask<LeaderboardPage> TopAsync(
        string board, int count, LeaderboardView? view = null, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.top", board, cancellationToken);
        RequireWithin(count, 1, LeaderboardsOptions.MaxCount, nameof(count), ReadInPages);
        RedisResult reply = await ReadRangeAsync(board, 0, count, view, cancellationToken).ConfigureAwait(false);
        return ToPage(reply, view);
    }

    /// <inheritdoc/>
    public async ValueTask<LeaderboardPage> PageAsync(
        string board,
        int page,
        int pageSize,
        LeaderboardView? view = null,
        CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.page", board, cancellationToken);
        RequireWithin(page, 1, int.MaxValue, nameof(page), "pages count from 1");
        RequireWithin(pageSize, 1, LeaderboardsOptions.MaxCount, nameof(pageSize), ReadInPages);
        RedisResult reply = await ReadRangeAsync(board, (page - 1L) * pageSize, pageSize, view, cancellationToken)
            .ConfigureAwait(false);
        return ToPage(reply, view);
    }

    /// <inheritdoc/>
    public async ValueTask<LeaderboardPage> AroundAsync(
        string board,
        RedisValue member,
        int radius,
        LeaderboardView? view = null,
        CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.around", board, cancellationToken);
        RequireMember(member);
        RequireWithin(radius, 0, LeaderboardsOptions.MaxCount, nameof(radius), ReadInPages);
        RedisResult reply = await ReadAsync(
            LeaderboardScripts.ReadAround, board, view, [member, radius], cancellationToken).ConfigureAwait(false);
        return ToPage(reply, view);
    }

    /// <inheritdoc/>
    public async ValueTask<LeaderboardEntry?> RankAsync(
        string board, RedisValue member, LeaderboardView? view = null, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.rank", board, cancellationToken);
        RequireMember(member);
        IReadOnlyList<LeaderboardEntry> found =
            await ReadMembersAsync(board, [member], view, cancellationToken).ConfigureAwait(false);
        return found.Count == 0 ? null : found[0];
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LeaderboardEntry>> FriendsAsync(
        string board,
        IReadOnlyCollection<RedisValue> members,
        LeaderboardView? view = null,
        CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.friends", board, cancellationToken);
        RequireMembers(members);
        return members.Count == 0
            ? []
            : await ReadMembersAsync(board, [.. members], view, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<LeaderboardPage> RangeByScoreAsync(
        string board,
        double lowest,
        double highest,
        int skip = 0,
        int count = 100,
        LeaderboardView? view = null,
        CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.range_by_score", board, cancellationToken);
        RequireNumber(lowest, nameof(lowest));
        RequireNumber(highest, nameof(highest));
        RequireWithin(skip, 0, int.MaxValue, nameof(skip), "skip none with 0");
        RequireWithin(count, 1, LeaderboardsOptions.MaxCount, nameof(count), ReadInPages);
        RedisResult reply = await ReadAsync(
            LeaderboardScripts.ReadScores,
            board,
            view,
            [_rules.First(lowest), _rules.Last(highest), skip, count],
            cancellationToken).ConfigureAwait(false);
        return ToPage(reply, view);
    }

    /// <inheritdoc/>
    public async ValueTask<double?> PercentileAsync(
        string board, RedisValue member, LeaderboardView? view = null, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.percentile", board, cancellationToken);
        RequireMember(member);
        RedisResult reply = await _store.RunAsync(
            board,
            LeaderboardScripts.ReadPercentile,
            [_keys.Of(board).Scores(RankingOf(view))],
            [_rules.Packed, member],
            cancellationToken).ConfigureAwait(false);
        var counts = (long[])reply!;
        return counts is [long count, long better] ? 100.0 * (count - better) / count : null;
    }

    /// <inheritdoc/>
    public async ValueTask<double?> ScoreAtPercentileAsync(
        string board, double percentile, LeaderboardView? view = null, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.score_at_percentile", board, cancellationToken);
        if (percentile is not (>= 0 and <= 100))
        {
            throw new ArgumentOutOfRangeException(
                nameof(percentile),
                percentile,
                $"percentile is {percentile}, but must be between 0 and 100: 50 is the median.");
        }

        RedisResult reply = await _store.RunAsync(
            board,
            LeaderboardScripts.ReadQuantile,
            [_keys.Of(board).Scores(RankingOf(view))],
            [_rules.Packed, percentile.ToString("R", CultureInfo.InvariantCulture)],
            cancellationToken).ConfigureAwait(false);
        return reply.IsNull ? null : _places.Score((RedisValue)reply);
    }

    /// <inheritdoc/>
    public async ValueTask<long> CountAsync(
        string board, LeaderboardView? view = null, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.count", board, cancellationToken);
        return await _store.CallAsync(
            board,
            "ZCARD",
            static (database, key) => database.SortedSetLengthAsync(key),
            _keys.Of(board).Scores(RankingOf(view)),
            cancellationToken).ConfigureAwait(false);
    }

    private LeaderboardPage ToPage(RedisResult reply, LeaderboardView? view)
        => _places.ReadPage(reply, view?.RankKind ?? RankKind.Ordinal);

    private ValueTask<RedisResult> ReadRangeAsync(
        string board, long first, int count, LeaderboardView? view, CancellationToken cancellationToken)
        => ReadAsync(LeaderboardScripts.ReadRange, board, view, [first, first + count - 1], cancellationToken);

    private async ValueTask<IReadOnlyList<LeaderboardEntry>> ReadMembersAsync(
        string board, RedisValue[] members, LeaderboardView? view, CancellationToken cancellationToken)
    {
        RedisResult reply = await ReadAsync(LeaderboardScripts.ReadMembers, board, view, members, cancellationToken)
            .ConfigureAwait(false);
        return _places.ReadMembers(reply, members);
    }

    private ValueTask<RedisResult> ReadAsync(
        RedisScript script,
        string board,
        LeaderboardView? view,
        ReadOnlySpan<RedisValue> arguments,
        CancellationToken cancellationToken)
    {
        string ranking = RankingOf(view);
        LeaderboardKeys.BoardKeys keys = _keys.Of(board);
        RankKind kind = view?.RankKind ?? RankKind.Ordinal;
        bool withData = view is { WithData: true };
        RedisKey scores = keys.Scores(ranking);
        return _store.RunAsync(
            board,
            script,
            (kind, withData) switch
            {
                (RankKind.Dense, true) => [scores, keys.Levels(ranking), keys.Data],
                (RankKind.Dense, false) => [scores, keys.Levels(ranking)],
                (_, true) => [scores, keys.Data],
                _ => [scores],
            },
            [_rules.Packed, NameOf(kind), withData, .. arguments],
            cancellationToken);
    }

    private string NameOf(RankKind kind) => kind switch
    {
        RankKind.Ordinal => "ordinal",
        RankKind.Competition => "competition",
        RankKind.Modified => "modified",
        RankKind.Dense when _rules.HasLevels => "dense",
        RankKind.Dense => throw new InvalidOperationException(
            $"These boards keep no dense ranks: set {nameof(LeaderboardsOptions.DenseRanks)} before their first "
            + "score."),
        _ => throw new ArgumentOutOfRangeException(
            nameof(kind), kind, $"The kind {kind} has no name: choose Ordinal, Competition, Modified or Dense."),
    };

    private static void RequireNumber(double value, string name)
    {
        if (double.IsNaN(value))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is NaN: give a number or an infinity.");
        }
    }
}

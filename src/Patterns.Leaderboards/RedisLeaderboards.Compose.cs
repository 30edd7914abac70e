using System.Diagnostics;
using Patterns.Leaderboards.Windows;
using StackExchange.Redis;

namespace Patterns.Leaderboards;

public sealed partial class RedisLeaderboards
{
    // What a script takes apart in about half a second.
    private const int MaxTakenApart = 200_000;

    private const int MaxParts = 400;

    private static readonly TimeSpan _minRetention = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _maxRetention = TimeSpan.FromDays(3653);

    /// <inheritdoc/>
    public async ValueTask<long> RemoveAsync(
        string board, IReadOnlyCollection<RedisValue> members, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.remove", board, cancellationToken);
        RequireMembers(members);
        if (members.Count == 0)
        {
            return 0;
        }

        LeaderboardKeys.BoardKeys keys = _keys.Of(board);
        RedisResult reply = await _store.RunAsync(
            board,
            LeaderboardScripts.Remove,
            [keys.Data, .. KeysOf(keys, _clock.Retained(_clock.Now))],
            [_rules.Packed, .. members],
            cancellationToken).ConfigureAwait(false);
        return (long)reply;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteAsync(string board, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.delete", board, cancellationToken);
        LeaderboardKeys.BoardKeys keys = _keys.Of(board);
        RedisKey[] all = [keys.Data, keys.Events, .. KeysOf(keys, _clock.Retained(_clock.Now))];
        return await _store.CallAsync(
            board,
            "DEL",
            static (database, all) => database.KeyDeleteAsync(all),
            all,
            cancellationToken).ConfigureAwait(false) > 0;
    }

    /// <inheritdoc/>
    public async ValueTask<long> SnapshotAsync(
        string board,
        string name,
        TimeSpan retention,
        LeaderboardView? view = null,
        CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.snapshot", board, cancellationToken);
        return await MergeAsync(
            board,
            name,
            retention,
            [new LeaderboardPart(view ?? new LeaderboardView())],
            _rules.IsHighestFirst ? MergeAggregate.Max : MergeAggregate.Min,
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<long> MergeAsync(
        string board,
        string name,
        TimeSpan retention,
        IReadOnlyCollection<LeaderboardPart> parts,
        MergeAggregate aggregate = MergeAggregate.Sum,
        CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.merge", board, cancellationToken);
        ArgumentNullException.ThrowIfNull(parts);
        RequireWithin(parts.Count, 1, MaxParts, "parts.Count", "merge further ones in a second step");
        PeriodName.Require(name);
        RequireRetention(retention);
        string target = $"snapshot:{name}";
        LeaderboardKeys.BoardKeys keys = _keys.Of(board);
        bool isBetter = aggregate == (_rules.IsHighestFirst ? MergeAggregate.Max : MergeAggregate.Min);
        bool asTheyAre = !_rules.HasTicks || (isBetter && parts.All(part => part.Weight == 1));
        RedisResult reply = await _store.RunAsync(
            board,
            LeaderboardScripts.Merge,
            [
                keys.Scores(target),
                keys.Levels(target),
                .. parts.Select(part => _keys.Of(part.Board ?? board).Scores(RankingOf(part.View))),
            ],
            [
                _rules.Packed,
                NameOf(aggregate),
                asTheyAre,
                MaxTakenApart,
                (_clock.Now + retention).ToUnixTimeMilliseconds(),
                .. parts.Select(WeightOf),
            ],
            cancellationToken).ConfigureAwait(false);
        return ReadMerged(reply);
    }

    private long ReadMerged(RedisResult reply)
    {
        var parts = (RedisValue[])reply!;
        switch ((int)parts[0])
        {
            case 0:
                throw new InvalidOperationException(
                    $"There are {(long)parts[1]} scores to take apart, but at most {MaxTakenApart} are: merge by the "
                    + "better score without weights, submit to a window of its own, or break ties by name.");
            case -1:
                double score = (double)parts[1];
                _rules.RequireRange(_rules.Require(score, SubmitMode.Increment));
                break;
        }

        return (long)parts[1];
    }

    private static RedisValue WeightOf(LeaderboardPart part)
        => double.IsFinite(part.Weight)
            ? part.Weight
            : throw new ArgumentOutOfRangeException(
                nameof(part), part.Weight, $"The weight {part.Weight} is not finite: 1 leaves scores as they are.");

    private static string NameOf(MergeAggregate aggregate) => aggregate switch
    {
        MergeAggregate.Sum => "SUM",
        MergeAggregate.Min => "MIN",
        MergeAggregate.Max => "MAX",
        _ => throw new ArgumentOutOfRangeException(
            nameof(aggregate), aggregate, $"The aggregate {aggregate} has no name: choose Sum, Min or Max."),
    };

    private static void RequireRetention(TimeSpan retention)
    {
        if (retention < _minRetention || retention > _maxRetention)
        {
            throw new ArgumentOutOfRangeException(
                nameof(retention),
                retention,
                $"retention is {retention:c}, but must be between {_minRetention:c} and {_maxRetention:c}: take a new "
                + "snapshot for longer.");
        }
    }
}

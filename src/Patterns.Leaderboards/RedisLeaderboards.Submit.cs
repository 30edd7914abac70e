using System.Diagnostics;
using Patterns.Core.Time;
using Patterns.Leaderboards.Ranking;
using Patterns.Leaderboards.Windows;
using StackExchange.Redis;

namespace Patterns.Leaderboards;

public sealed partial class RedisLeaderboards
{
    private const int BatchSize = 1_000;
    private const int BatchesAtATime = 4;

    // A server's clock that jumps by more than the tolerance each time it is looked at is not a clock.
    private const int Attempts = 5;

    private static readonly RedisValue _tolerance = UnixTime.ToMicroseconds(BoardClock.Tolerance);

    /// <inheritdoc/>
    public async ValueTask<LeaderboardSubmission> SubmitAsync(
        string board,
        RedisValue member,
        double score,
        SubmitMode mode = SubmitMode.Best,
        RedisValue data = default,
        CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.submit", board, cancellationToken);
        RequireMember(member);
        score = _rules.Require(score, mode);
        LeaderboardKeys.BoardKeys keys = _keys.Of(board);
        (SubmitReply reply, List<LeaderboardPeriod> candidates) = await SendAsync(
            candidates => _store.RunAsync(
                board,
                LeaderboardScripts.Submit,
                [keys.Data, keys.Events, .. KeysOf(keys, candidates.Periods)],
                [
                    .. candidates.Head,
                    _rules.Width,
                    NameOf(mode),
                    member,
                    score,
                    data.IsNull || candidates.Periods.Count == 0 ? "keep" : data.IsNullOrEmpty ? "remove" : "set",
                    data.IsNull ? RedisValue.EmptyString : data,
                    DataExpiry(candidates.Periods),
                    .. _eventArguments,
                    .. Describe(candidates.Periods),
                ],
                cancellationToken)).ConfigureAwait(false);
        LeaderboardSubmission submission = reply.ReadStandings(candidates, _places);
        _observer.Submitted(1, submission.IsChanged ? 1 : 0);
        return submission;
    }

    /// <inheritdoc/>
    public async ValueTask<long> SubmitBatchAsync(
        string board,
        IEnumerable<LeaderboardScore> scores,
        SubmitMode mode = SubmitMode.Best,
        CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.submit_batch", board, cancellationToken);
        ArgumentNullException.ThrowIfNull(scores);
        LeaderboardKeys.BoardKeys keys = _keys.Of(board);
        var running = new Queue<Task<long>>();
        long changed = 0;
        try
        {
            foreach (LeaderboardScore[] batch in scores.Chunk(BatchSize))
            {
                if (running.Count == BatchesAtATime)
                {
                    changed += await running.Dequeue().ConfigureAwait(false);
                }

                running.Enqueue(SubmitBatchAsync(board, keys, batch, mode, cancellationToken));
            }

            while (running.Count > 0)
            {
                changed += await running.Dequeue().ConfigureAwait(false);
            }
        }
        finally
        {
            // After a failure the others are waited for all the same: nothing of the call goes on when it is over.
            Task others = Task.WhenAll(running);
            await others.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return changed;
    }

    private async Task<long> SubmitBatchAsync(
        string board,
        LeaderboardKeys.BoardKeys keys,
        LeaderboardScore[] batch,
        SubmitMode mode,
        CancellationToken cancellationToken)
    {
        var rows = new RedisValue[2 * batch.Length];
        for (int i = 0; i < batch.Length; i++)
        {
            RequireMember(batch[i].Member);
            rows[2 * i] = _rules.Require(batch[i].Score, mode);
            rows[(2 * i) + 1] = batch[i].Member;
        }

        (SubmitReply reply, _) = await SendAsync(
            candidates => _store.RunAsync(
                board,
                LeaderboardScripts.SubmitBatch,
                [keys.Data, .. KeysOf(keys, candidates.Periods)],
                [
                    .. candidates.Head,
                    _rules.Width,
                    NameOf(mode),
                    batch.Length,
                    .. rows,
                    .. Describe(candidates.Periods),
                ],
                cancellationToken)).ConfigureAwait(false);
        _observer.Submitted(batch.Length, reply.Changed);
        return reply.Changed;
    }

    /// <summary>Sends until the server's clock is where it was thought to be.</summary>
    private async ValueTask<(SubmitReply Reply, List<LeaderboardPeriod> Candidates)> SendAsync(
        Func<Candidates, ValueTask<RedisResult>> send)
    {
        for (int attempt = 1; ; attempt++)
        {
            DateTimeOffset now = _clock.Now;
            List<LeaderboardPeriod> periods = _clock.Candidates(now);
            RedisValue[] head =
            [
                UnixTime.ToMicroseconds(now),
                _tolerance,
                _rules.Highest,
                _rules.Lowest,
                _rules.Ticks,
                _rules.Epoch,
                _rules.Resolution,
                _rules.Min,
                _rules.Max,
            ];
            var reply = new SubmitReply(await send(new Candidates(periods, head)).ConfigureAwait(false));
            _clock.Learn(reply.Now);
            switch (reply.Outcome)
            {
                case SubmitOutcome.Done:
                    return (reply, periods);
                case SubmitOutcome.OutOfRange:
                    _rules.RequireRange(reply.RefusedScore);
                    break;
            }

            if (attempt == Attempts)
            {
                throw new InvalidOperationException(
                    $"The server's clock jumped by more than {BoardClock.Tolerance} in each of {Attempts} calls: "
                    + "synchronise the clocks of the machines.");
            }
        }
    }

    private IEnumerable<RedisKey> KeysOf(LeaderboardKeys.BoardKeys keys, IEnumerable<LeaderboardPeriod> periods)
    {
        foreach (LeaderboardPeriod period in periods)
        {
            yield return keys.Scores(period.Name);
            if (_rules.HasLevels)
            {
                yield return keys.Levels(period.Name);
            }
        }
    }

    private static IEnumerable<RedisValue> Describe(IEnumerable<LeaderboardPeriod> periods)
    {
        foreach (LeaderboardPeriod period in periods)
        {
            yield return UnixTime.ToMicroseconds(period.Start);
            yield return UnixTime.ToMicroseconds(period.End);
            yield return Expiry(period);
            yield return period.Name;
        }
    }

    /// <summary>When a period expires, in milliseconds since 1970; 0 for never.</summary>
    private static long Expiry(LeaderboardPeriod period)
        => period.Window.Kind == WindowKind.AllTime
            ? 0
            : (period.End + period.Window.Retention).ToUnixTimeMilliseconds();

    /// <summary>Data lives as long as the last period that it belongs to.</summary>
    private static long DataExpiry(List<LeaderboardPeriod> periods)
        => periods.Any(period => period.Window.Kind == WindowKind.AllTime)
            ? 0
            : periods.Select(Expiry).DefaultIfEmpty().Max();

    private static string NameOf(SubmitMode mode) => mode switch
    {
        SubmitMode.Best => "best",
        SubmitMode.Set => "set",
        SubmitMode.Increment => "increment",
        _ => throw new ArgumentOutOfRangeException(
            nameof(mode), mode, $"The mode {mode} has no name: choose Best, Set or Increment."),
    };

    /// <summary>The periods that the server's clock may be in, and what scripts are told first.</summary>
    private readonly record struct Candidates(List<LeaderboardPeriod> Periods, RedisValue[] Head);
}

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

    // How many arguments scripts are told first.
    private const int HeadLength = 11;

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
        (SubmitReply reply, PeriodCandidates candidates) = await SendAsync(
            (now, candidates) =>
            {
                RedisValue[] arguments = NewArguments(now, mode, rows: 8, candidates);
                arguments[HeadLength] = member;
                arguments[HeadLength + 1] = score;
                arguments[HeadLength + 2] = data.IsNull || candidates.Periods.Count == 0 ? "keep"
                    : data.IsNullOrEmpty ? "remove"
                    : "set";
                arguments[HeadLength + 3] = data.IsNull ? RedisValue.EmptyString : data;
                arguments[HeadLength + 4] = candidates.DataExpiry;
                _eventArguments.CopyTo(arguments, HeadLength + 5);
                return _store.RunAsync(
                    board,
                    LeaderboardScripts.Submit,
                    NewKeys([keys.Data, keys.Events], keys, candidates),
                    arguments,
                    cancellationToken);
            }).ConfigureAwait(false);
        LeaderboardSubmission submission = reply.ReadStandings(candidates.Periods, _places);
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
            (now, candidates) =>
            {
                RedisValue[] arguments = NewArguments(now, mode, rows.Length + 1, candidates);
                arguments[HeadLength] = batch.Length;
                rows.CopyTo(arguments, HeadLength + 1);
                return _store.RunAsync(
                    board,
                    LeaderboardScripts.SubmitBatch,
                    NewKeys([keys.Data], keys, candidates),
                    arguments,
                    cancellationToken);
            }).ConfigureAwait(false);
        _observer.Submitted(batch.Length, reply.Changed);
        return reply.Changed;
    }

    /// <summary>Sends until the server's clock is where it was thought to be.</summary>
    private async ValueTask<(SubmitReply Reply, PeriodCandidates Candidates)> SendAsync(
        Func<DateTimeOffset, PeriodCandidates, ValueTask<RedisResult>> send)
    {
        for (int attempt = 1; ; attempt++)
        {
            DateTimeOffset now = _clock.Now;
            PeriodCandidates candidates = _clock.Candidates(now);
            var reply = new SubmitReply(await send(now, candidates).ConfigureAwait(false));
            _clock.Learn(reply.Now);
            switch (reply.Outcome)
            {
                case SubmitOutcome.Done:
                    return (reply, candidates);
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

    /// <summary>What scripts are told first, room for some rows, and the candidates.</summary>
    private RedisValue[] NewArguments(
        DateTimeOffset now, SubmitMode mode, int rows, PeriodCandidates candidates)
    {
        var arguments = new RedisValue[HeadLength + rows + candidates.Rows.Length];
        arguments[0] = UnixTime.ToMicroseconds(now);
        arguments[1] = _tolerance;
        arguments[2] = _rules.Highest;
        arguments[3] = _rules.Lowest;
        arguments[4] = _rules.Ticks;
        arguments[5] = _rules.Epoch;
        arguments[6] = _rules.Resolution;
        arguments[7] = _rules.Min;
        arguments[8] = _rules.Max;
        arguments[9] = _rules.Width;
        arguments[10] = NameOf(mode);
        candidates.Rows.CopyTo(arguments, HeadLength + rows);
        return arguments;
    }

    private RedisKey[] NewKeys(
        ReadOnlySpan<RedisKey> first, LeaderboardKeys.BoardKeys keys, PeriodCandidates candidates)
    {
        var all = new RedisKey[first.Length + (candidates.Periods.Count * _rules.Width)];
        first.CopyTo(all);
        int at = first.Length;
        foreach (LeaderboardPeriod period in candidates.Periods)
        {
            all[at++] = keys.Scores(period.Name);
            if (_rules.HasLevels)
            {
                all[at++] = keys.Levels(period.Name);
            }
        }

        return all;
    }

    private static string NameOf(SubmitMode mode) => mode switch
    {
        SubmitMode.Best => "best",
        SubmitMode.Set => "set",
        SubmitMode.Increment => "increment",
        _ => throw new ArgumentOutOfRangeException(
            nameof(mode), mode, $"The mode {mode} has no name: choose Best, Set or Increment."),
    };
}

using System.Diagnostics;
using Patterns.Leaderboards.Ranking;
using Patterns.Leaderboards.Windows;
using StackExchange.Redis;

namespace Patterns.Leaderboards;

public sealed partial class RedisLeaderboards
{
    private const int BatchSize = 1_000;
    private const int BatchesAtATime = 4;

    // A server's clock that jumps out of the periods each time it is looked at is not a clock.
    private const int Attempts = 5;

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
        for (int attempt = 1; ; attempt++)
        {
            PeriodCandidates candidates = _clock.Candidates(_clock.Now);
            RedisValue name = NameOf(mode);
            var reply = new SubmitReply(await _store.RunAsync(
                board,
                LeaderboardScripts.Submit,
                NewKeys([keys.Data, keys.Events], keys, candidates),
                data.IsNull || candidates.Periods.Length == 0
                    ? [_rules.Packed, candidates.Packed, name, member, score]
                    : [_rules.Packed, candidates.Packed, name, member, score, data],
                cancellationToken).ConfigureAwait(false));
            if (IsDone(reply, attempt))
            {
                LeaderboardSubmission submission = reply.ReadStandings(candidates.Periods, _places);
                _observer.Submitted(1, submission.IsChanged ? 1 : 0);
                return submission;
            }
        }
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
        const int Head = 3;
        var arguments = new RedisValue[Head + (2 * batch.Length)];
        arguments[0] = _rules.Packed;
        arguments[2] = NameOf(mode);
        for (int i = 0; i < batch.Length; i++)
        {
            RequireMember(batch[i].Member);
            arguments[Head + (2 * i)] = _rules.Require(batch[i].Score, mode);
            arguments[Head + (2 * i) + 1] = batch[i].Member;
        }

        for (int attempt = 1; ; attempt++)
        {
            PeriodCandidates candidates = _clock.Candidates(_clock.Now);
            arguments[1] = candidates.Packed;
            var reply = new SubmitReply(await _store.RunAsync(
                board,
                LeaderboardScripts.SubmitBatch,
                NewKeys([keys.Data], keys, candidates),
                arguments,
                cancellationToken).ConfigureAwait(false));
            if (IsDone(reply, attempt))
            {
                _observer.Submitted(batch.Length, reply.Changed);
                return reply.Changed;
            }
        }
    }

    /// <summary>Whether scores were submitted; if not, the server's clock was not where it was thought to be.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A score would have been out of bounds.</exception>
    private bool IsDone(SubmitReply reply, int attempt)
    {
        _clock.Learn(reply.Now);
        switch (reply.Outcome)
        {
            case SubmitOutcome.Done:
                return true;
            case SubmitOutcome.OutOfRange:
                _rules.RequireRange(reply.RefusedScore);
                break;
        }

        return attempt < Attempts
            ? false
            : throw new InvalidOperationException(
                $"The server's clock jumped by more than {BoardClock.Tolerance} in each of {Attempts} calls: "
                + "synchronise the clocks of the machines.");
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

    private RedisKey[] NewKeys(
        ReadOnlySpan<RedisKey> first, LeaderboardKeys.BoardKeys keys, PeriodCandidates candidates)
    {
        var all = new RedisKey[first.Length + (candidates.Rankings.Length * _rules.Width)];
        first.CopyTo(all);
        int at = first.Length;
        foreach (RankingKeys ranking in candidates.Rankings)
        {
            all[at++] = keys.Scores(ranking);
            if (_rules.HasLevels)
            {
                all[at++] = keys.Levels(ranking);
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

using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Patterns.Core.Resilience;
using Patterns.Leaderboards.Telemetry;
using StackExchange.Redis;

namespace Patterns.Leaderboards.Sharding;

/// <summary>Leaderboards of very many members: each is spread over several sorted sets, on as many nodes of a Redis
/// Cluster. The head of a board is exact; ranks in its tail are estimated, with a stated bound of their
/// error.</summary>
/// <remarks>
/// <para>Members with the same score have the same rank, one more than how many are better. Scores are finite doubles,
/// members strings or any bytes, boards are named without braces. Boards live until their last member is removed: who
/// names a board owns it.</para>
/// <para>Every operation throws <see cref="LeaderboardUnavailableException"/> when Redis fails. What asks several
/// shards is no single moment: who submits meanwhile may count in one and not in another.</para>
/// <para>Create one and keep it. It is safe for concurrent use, and needs no disposal.</para>
/// </remarks>
public sealed partial class RedisShardedLeaderboards
{
    private static readonly ShardedLeaderboardsOptionsValidator _validator = new();

    private readonly LeaderboardStore _store;
    private readonly LeaderboardObserver _observer;
    private readonly ShardKeys _keys;
    private readonly SketchCache _sketches;
    private readonly int _shards;
    private readonly int? _previousShards;
    private readonly int[] _shardsToLeave;
    private readonly int[] _otherShards;
    private readonly int _sketchPoints;
    private readonly int _exactHead;
    private readonly bool _highestFirst;
    private readonly RedisValue _highest;

    /// <summary>Creates sharded leaderboards.</summary>
    /// <param name="database">The database that holds the boards.</param>
    /// <param name="options">The options; they are read now and never again.</param>
    /// <param name="logger">Where the leaderboards report; null means nowhere.</param>
    /// <param name="timeProvider">The clock of timeouts, circuit, durations and of how old estimates are; null means
    /// the system's.</param>
    /// <exception cref="OptionsValidationException">An option is out of bounds.</exception>
    public RedisShardedLeaderboards(
        IDatabase database,
        ShardedLeaderboardsOptions options,
        ILogger<RedisShardedLeaderboards>? logger = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(options);
        _validator.ThrowIfInvalid(options);
        timeProvider ??= TimeProvider.System;
        _shards = options.Shards;
        _previousShards = options.PreviousShards;
        (_shardsToLeave, _otherShards) = SplitShards(_shards, _previousShards ?? _shards);
        _sketchPoints = options.SketchPoints;
        _exactHead = options.ExactHead;
        _observer = new LeaderboardObserver(options.KeyPrefix, logger ?? NullLogger<RedisShardedLeaderboards>.Instance);
        _store = new LeaderboardStore(new RedisGate(
            database,
            new RedisGateOptions(options.RedisTimeout, options.RedisCircuit, options.RedisPipeline),
            _observer,
            timeProvider));
        _keys = new ShardKeys(options.KeyPrefix);
        _sketches = new SketchCache(options.SketchLifetime, timeProvider);
        _highestFirst = options.Order == LeaderboardOrder.HighestFirst;
        _highest = _highestFirst ? 1 : 0;
    }

    /// <summary>Submits a score.</summary>
    /// <param name="board">The name of the board; not empty, without braces.</param>
    /// <param name="member">The member; not empty.</param>
    /// <param name="score">The score; finite, and so must be the sum when it is added.</param>
    /// <param name="mode">What it does to the score that the member has.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The score now and before.</returns>
    /// <remarks>Round trips: one; while <see cref="ShardedLeaderboardsOptions.PreviousShards"/> is set three for a new
    /// member and four for one that must move. All but an increment may be repeated when the
    /// outcome is unknown.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The score, or the sum, is not finite.</exception>
    public async ValueTask<ShardedSubmission> SubmitAsync(
        string board,
        RedisValue member,
        double score,
        SubmitMode mode = SubmitMode.Best,
        CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.sharded.submit", board, cancellationToken);
        RequireMember(member);
        RequireFinite(score, nameof(score));
        (int home, int? old) = HomesOf(member);
        (RedisValue[] reply, bool hasArrived) = await SubmitHomeAsync(
            board, home, old, member, score + 0.0, NameOf(mode), cancellationToken).ConfigureAwait(false);
        if ((int)reply[0] < 0)
        {
            RequireFinite((double)reply[1], "score");
        }

        if (hasArrived)
        {
            await LeaveAsync(board, old!.Value, member, cancellationToken).ConfigureAwait(false);
        }

        var submission = new ShardedSubmission((double)reply[2], reply[1].IsNull ? null : (double)reply[1]);
        _observer.Submitted(1, submission.IsChanged ? 1 : 0);
        return submission;
    }

    /// <summary>Takes a member off the board.</summary>
    /// <param name="board">The name of the board.</param>
    /// <param name="member">The member; not empty.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Whether the member was there.</returns>
    /// <remarks>Round trips: one (ZREM); two for a member that may be in two shards.</remarks>
    public async ValueTask<bool> RemoveAsync(
        string board, RedisValue member, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.sharded.remove", board, cancellationToken);
        RequireMember(member);
        (int home, int? old) = HomesOf(member);
        if (old is not { } left)
        {
            return await LeaveAsync(board, home, member, cancellationToken).ConfigureAwait(false);
        }

        // In this order: who reads its score in the old shard before it is gone there is refused in the new one.
        bool wasThere = await LeaveAsync(board, left, member, cancellationToken).ConfigureAwait(false);
        return await RemoveForGoodAsync(board, home, member, cancellationToken).ConfigureAwait(false) || wasThere;
    }

    /// <summary>Deletes all shards of a board.</summary>
    /// <param name="board">The name of the board.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Whether there was such a board.</returns>
    /// <remarks>Round trips: one for each shard, all at once; in two steps while members move.</remarks>
    public async ValueTask<bool> DeleteAsync(string board, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.sharded.delete", board, cancellationToken);
        bool[] deleted = _shardsToLeave.Length == 0
            ? await AskAllAsync(
                board, "DEL", static (database, key, _) => database.KeyDeleteAsync(key), 0, cancellationToken)
                .ConfigureAwait(false)
            : await ForAllAsync(
                shard => RemoveForGoodAsync(board, shard, RedisValue.EmptyString, cancellationToken))
                .ConfigureAwait(false);
        _sketches.Forget(board);
        return deleted.Any(was => was);
    }

    private Task<TReply[]> AskAllAsync<TArguments, TReply>(
        string board,
        string command,
        Func<IDatabase, RedisKey, TArguments, Task<TReply>> send,
        TArguments arguments,
        CancellationToken cancellationToken)
        => ForAllAsync(shard => CallAsync(board, shard, command, send, arguments, cancellationToken));

    private Task<TReply> CallAsync<TArguments, TReply>(
        string board,
        int shard,
        string command,
        Func<IDatabase, RedisKey, TArguments, Task<TReply>> send,
        TArguments arguments,
        CancellationToken cancellationToken)
        => _store.CallAsync(
            board,
            command,
            static (database, call) => call.send(database, call.Key, call.arguments),
            (send, Key: _keys.Scores(board, shard), arguments),
            cancellationToken).AsTask();

    private static Activity? Begin(string operation, string board, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentException.ThrowIfNullOrEmpty(board);
        return LeaderboardInstruments.StartSpan(operation, board);
    }

    private static void RequireMember(RedisValue member)
    {
        if (member.IsNullOrEmpty)
        {
            throw new ArgumentException("A member is null or empty: name who the score belongs to.", nameof(member));
        }
    }

    private static void RequireFinite(double value, string name)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(
                name, value, $"The {name} {value} is not finite: a place on a board needs a number to compare.");
        }
    }

    private static RedisValue NameOf(SubmitMode mode) => mode switch
    {
        SubmitMode.Best => "best",
        SubmitMode.Set => "set",
        SubmitMode.Increment => "increment",
        _ => throw new ArgumentOutOfRangeException(
            nameof(mode), mode, $"The mode {mode} has no name: choose Best, Set or Increment."),
    };
}

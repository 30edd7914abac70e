using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Patterns.Core.Resilience;
using Patterns.Leaderboards.Telemetry;
using StackExchange.Redis;

namespace Patterns.Leaderboards;

/// <summary>Leaderboards on sorted sets of Redis, behind a timeout and a circuit breaker.</summary>
/// <remarks>Create one and keep it: its circuit lives in it. It holds no connection of its own and needs no
/// disposal.</remarks>
public sealed class RedisLeaderboards : ILeaderboards
{
    private const string ReadInPages = "read a larger part of the board in pages";

    private static readonly LeaderboardsOptionsValidator _validator = new();

    private readonly LeaderboardStore _store;
    private readonly LeaderboardObserver _observer;

    /// <summary>Creates leaderboards.</summary>
    /// <param name="database">The database that holds the boards.</param>
    /// <param name="options">The options; they are read now and never again.</param>
    /// <param name="logger">Where the leaderboards report; null means nowhere.</param>
    /// <param name="timeProvider">The clock of timeouts, circuit and durations; null means the system's.</param>
    /// <exception cref="OptionsValidationException">An option is out of bounds.</exception>
    public RedisLeaderboards(
        IDatabase database,
        LeaderboardsOptions options,
        ILogger<RedisLeaderboards>? logger = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(options);
        _validator.ThrowIfInvalid(options);
        string prefix = options.KeyPrefix;
        _observer = new LeaderboardObserver(prefix, logger ?? NullLogger<RedisLeaderboards>.Instance);
        var gate = new RedisGate(
            database,
            new RedisGateOptions(options.RedisTimeout, options.RedisCircuit, options.RedisPipeline),
            _observer,
            timeProvider ?? TimeProvider.System);
        _store = new LeaderboardStore(gate, new LeaderboardKeys(prefix), options.Order);
    }

    /// <inheritdoc/>
    public ValueTask<bool> SetAsync(
        string board, string member, double score, CancellationToken cancellationToken = default)
        => SubmitAsync("leaderboard.set", board, member, score, onlyIfBetter: false, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> SubmitBestAsync(
        string board, string member, double score, CancellationToken cancellationToken = default)
        => SubmitAsync("leaderboard.submit_best", board, member, score, onlyIfBetter: true, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<double> IncrementAsync(
        string board, string member, double delta, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.increment", board, cancellationToken);
        RequireFinite(delta, nameof(delta));
        ArgumentException.ThrowIfNullOrEmpty(member);
        double score = await _store.IncrementAsync(board, member, delta, cancellationToken).ConfigureAwait(false);
        _observer.Submitted(delta != 0);
        return score;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LeaderboardEntry>> GetTopAsync(
        string board, int count, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.top", board, cancellationToken);
        RequireWithin(count, 1, LeaderboardsOptions.MaxCount, nameof(count), ReadInPages);
        return await _store.ReadAsync(board, 0, count - 1, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LeaderboardEntry>> GetPageAsync(
        string board, int page, int pageSize, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.page", board, cancellationToken);
        RequireWithin(page, 1, int.MaxValue, nameof(page), "pages count from 1");
        RequireWithin(pageSize, 1, LeaderboardsOptions.MaxCount, nameof(pageSize), ReadInPages);
        long first = (page - 1L) * pageSize;
        return await _store.ReadAsync(board, first, first + pageSize - 1, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LeaderboardEntry>> GetAroundAsync(
        string board, string member, int neighbours, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.around", board, cancellationToken);
        ArgumentException.ThrowIfNullOrEmpty(member);
        RequireWithin(neighbours, 0, LeaderboardsOptions.MaxCount, nameof(neighbours), ReadInPages);
        if (await _store.FindAsync(board, member, cancellationToken).ConfigureAwait(false) is not { } place)
        {
            return [];
        }

        long first = Math.Max(0, place - neighbours);
        return await _store.ReadAsync(board, first, place + neighbours, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<long?> GetRankAsync(
        string board, string member, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.rank", board, cancellationToken);
        ArgumentException.ThrowIfNullOrEmpty(member);
        return await _store.FindAsync(board, member, cancellationToken).ConfigureAwait(false) + 1;
    }

    /// <inheritdoc/>
    public async ValueTask<double?> GetScoreAsync(
        string board, string member, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.score", board, cancellationToken);
        ArgumentException.ThrowIfNullOrEmpty(member);
        return await _store.GetScoreAsync(board, member, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<long> CountAsync(string board, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.count", board, cancellationToken);
        return await _store.CountAsync(board, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveAsync(
        string board, string member, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.remove", board, cancellationToken);
        ArgumentException.ThrowIfNullOrEmpty(member);
        return await _store.RemoveAsync(board, member, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteAsync(string board, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.delete", board, cancellationToken);
        return await _store.DeleteAsync(board, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> SubmitAsync(
        string operation,
        string board,
        string member,
        double score,
        bool onlyIfBetter,
        CancellationToken cancellationToken)
    {
        using Activity? span = Begin(operation, board, cancellationToken);
        ArgumentException.ThrowIfNullOrEmpty(member);
        RequireFinite(score, nameof(score));
        bool isChanged = await _store
            .SetAsync(board, member, score, onlyIfBetter, cancellationToken)
            .ConfigureAwait(false);
        _observer.Submitted(isChanged);
        return isChanged;
    }

    private static Activity? Begin(string operation, string board, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentException.ThrowIfNullOrEmpty(board);
        return LeaderboardInstruments.StartSpan(operation, board);
    }

    private static void RequireFinite(double value, string name)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(
                name, value, $"The {name} {value} is not finite: a place on a board needs a number to compare.");
        }
    }

    private static void RequireWithin(int value, int minimum, int maximum, string name, string remedy)
    {
        if (value < minimum || value > maximum)
        {
            throw new ArgumentOutOfRangeException(
                name, value, $"{name} is {value}, but must be between {minimum} and {maximum}: {remedy}.");
        }
    }
}

using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Patterns.Core;
using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using Patterns.Core.Time;
using Patterns.Leaderboards.Telemetry;
using StackExchange.Redis;

namespace Patterns.Leaderboards.Trending;

/// <summary>Boards of what is hit most now: every hit counts half after each half-life.</summary>
/// <remarks>
/// <para>Decay costs nothing. Numbers are kept relative to a time that lies still, so they need not change while time
/// passes: the origin moves, and not the scores. A board expires 64 half-lives after its last hit, when what is left of
/// a hit is less than 2 to the power of -63.</para>
/// <para>Every operation throws <see cref="LeaderboardUnavailableException"/> when Redis fails. A hit whose outcome is
/// unknown may have counted. Create one and keep it; it is safe for concurrent use.</para>
/// </remarks>
public sealed class RedisTrendingBoards
{
    private const int FormatVersion = 1;
    private const int KeptHalfLives = 64;
    private const double MaxWeight = 1e15;

    // 1 January 2025; the nearer it is, the more precise are the numbers.
    private const long Epoch = 1_735_689_600_000_000;

    private static readonly TrendingBoardsOptionsValidator _validator = new();
    private static readonly RedisScript _hit = Load("hit_trending");
    private static readonly RedisScript _read = Load("read_trending");
    private static readonly RedisScript _readMember = Load("read_trending_member");

    private readonly LeaderboardStore _store;
    private readonly LeaderboardObserver _observer;
    private readonly KeyBuilder _keys;
    private readonly RedisValue _halfLife;
    private readonly RedisValue _capacity;

    /// <summary>Creates trending boards.</summary>
    /// <param name="database">The database that holds the boards.</param>
    /// <param name="options">The options; they are read now and never again.</param>
    /// <param name="logger">Where the boards report; null means nowhere.</param>
    /// <param name="timeProvider">The clock of timeouts, circuit and durations; null means the system's. Hits are
    /// weighed by the clock of Redis.</param>
    /// <exception cref="OptionsValidationException">An option is out of bounds.</exception>
    public RedisTrendingBoards(
        IDatabase database,
        TrendingBoardsOptions options,
        ILogger<RedisTrendingBoards>? logger = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(options);
        _validator.ThrowIfInvalid(options);
        _observer = new LeaderboardObserver(options.KeyPrefix, logger ?? NullLogger<RedisTrendingBoards>.Instance);
        _store = new LeaderboardStore(new RedisGate(
            database,
            new RedisGateOptions(options.RedisTimeout, options.RedisCircuit, options.RedisPipeline),
            _observer,
            timeProvider ?? TimeProvider.System));
        _keys = new KeyBuilder(options.KeyPrefix, FormatVersion);
        _halfLife = UnixTime.ToMicroseconds(options.HalfLife);
        _capacity = options.Capacity;
    }

    /// <summary>Counts a hit.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="member">What was hit; not empty.</param>
    /// <param name="weight">How much the hit weighs: above 0, up to 10 to the power of 15.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The member's weight now.</returns>
    /// <remarks>Round trips: one. Time: O(log n), whatever the age of the board.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The weight is out of bounds.</exception>
    public async ValueTask<double> HitAsync(
        string board, RedisValue member, double weight = 1, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.trending.hit", board, cancellationToken);
        RequireMember(member);
        if (weight is not (> 0 and <= MaxWeight))
        {
            throw new ArgumentOutOfRangeException(
                nameof(weight),
                weight,
                $"weight is {weight}, but must be above 0 and at most {MaxWeight}: what was hit cannot be taken back, "
                + "only removed.");
        }

        RedisResult reply = await _store.RunAsync(
            board,
            _hit,
            [_keys.For(board)],
            [_halfLife, Epoch, member, weight, _capacity, KeptHalfLives],
            cancellationToken).ConfigureAwait(false);
        _observer.Submitted(1, 1);
        return (double)reply;
    }

    /// <summary>What weighs most now, heaviest first.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="count">How many: 1 to <see cref="TrendingBoardsOptions.MaxCount"/>.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The entries; fewer when the board has fewer members.</returns>
    /// <remarks>Round trips: one. Time: O(log n + entries).</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of bounds.</exception>
    public async ValueTask<IReadOnlyList<TrendingEntry>> TopAsync(
        string board, int count, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.trending.top", board, cancellationToken);
        if (count is < 1 or > TrendingBoardsOptions.MaxCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count),
                count,
                $"count is {count}, but must be between 1 and {TrendingBoardsOptions.MaxCount}: nobody looks further.");
        }

        RedisResult reply = await _store.RunAsync(
            board, _read, [_keys.For(board)], [_halfLife, Epoch, count], cancellationToken).ConfigureAwait(false);
        return [.. ((RedisValue[])reply!).Chunk(2)
            .Select((row, index) => new TrendingEntry(index + 1, row[0], (double)row[1]))];
    }

    /// <summary>A member's place.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="member">The member; not empty.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The entry; null when the member is not there.</returns>
    /// <remarks>Round trips: one. Time: O(log n).</remarks>
    public async ValueTask<TrendingEntry?> FindAsync(
        string board, RedisValue member, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.trending.find", board, cancellationToken);
        RequireMember(member);
        RedisResult reply = await _store.RunAsync(
            board,
            _readMember,
            [_keys.For(board)],
            [_halfLife, Epoch, member],
            cancellationToken).ConfigureAwait(false);
        return (RedisValue[])reply! is [var place, var weight]
            ? new TrendingEntry((long)place + 1, member, (double)weight)
            : null;
    }

    /// <summary>Takes a member off the board.</summary>
    /// <param name="board">The name of the board; not empty.</param>
    /// <param name="member">The member; not empty.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Whether the member was there.</returns>
    /// <remarks>Round trips: one (ZREM).</remarks>
    public async ValueTask<bool> RemoveAsync(
        string board, RedisValue member, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.trending.remove", board, cancellationToken);
        RequireMember(member);
        return await _store.CallAsync(
            board,
            "ZREM",
            static (database, call) => database.SortedSetRemoveAsync(call.Key, call.member),
            (Key: _keys.For(board), member),
            cancellationToken).ConfigureAwait(false);
    }

    private static RedisScript Load(string name)
        => RedisScript.FromResource(typeof(RedisTrendingBoards).Assembly, name);

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
            throw new ArgumentException("A member is null or empty: name what was hit.", nameof(member));
        }
    }
}

using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Patterns.Core.Resilience;
using Patterns.Leaderboards.Ranking;
using Patterns.Leaderboards.Telemetry;
using Patterns.Leaderboards.Windows;
using StackExchange.Redis;

namespace Patterns.Leaderboards;

/// <summary>Leaderboards on sorted sets of Redis, behind a timeout and a circuit breaker.</summary>
/// <remarks>Create one and keep it: its circuit lives in it. It holds no connection of its own and needs no
/// disposal.</remarks>
public sealed partial class RedisLeaderboards : ILeaderboards
{
    private const string ReadInPages = "read a larger part of the board in pages";

    private static readonly LeaderboardsOptionsValidator _validator = new();

    private readonly LeaderboardStore _store;
    private readonly LeaderboardObserver _observer;
    private readonly LeaderboardKeys _keys;
    private readonly BoardRules _rules;
    private readonly BoardClock _clock;
    private readonly PlacesReply _places;
    private readonly LeaderboardWindow[] _windows;
    private readonly LeaderboardEvents _events;

    /// <summary>Creates leaderboards.</summary>
    /// <param name="database">The database that holds the boards.</param>
    /// <param name="options">The options; they are read now and never again.</param>
    /// <param name="logger">Where the leaderboards report; null means nowhere.</param>
    /// <param name="timeProvider">The clock of timeouts, circuit and durations, and the first guess at the server's
    /// time; null means the system's. Periods and ties are decided by the clock of Redis.</param>
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
        timeProvider ??= TimeProvider.System;
        _observer = new LeaderboardObserver(prefix, logger ?? NullLogger<RedisLeaderboards>.Instance);
        _store = new LeaderboardStore(new RedisGate(
            database,
            new RedisGateOptions(options.RedisTimeout, options.RedisCircuit, options.RedisPipeline),
            _observer,
            timeProvider));
        _keys = new LeaderboardKeys(prefix);
        _rules = new BoardRules(options);
        _places = new PlacesReply(_rules);
        _windows = [.. options.Windows];
        _clock = new BoardClock(_windows, options.TimeZone, timeProvider);
        _events = options.Events;
    }

    /// <inheritdoc/>
    public LeaderboardPeriod PeriodOf(LeaderboardWindow window, DateTimeOffset? at = null)
    {
        ArgumentNullException.ThrowIfNull(window);
        return _clock.PeriodOf(window, at ?? _clock.Now);
    }

    /// <inheritdoc/>
    public IReadOnlyList<LeaderboardPeriod> PeriodsWithin(LeaderboardPeriod whole, LeaderboardWindow window)
    {
        ArgumentNullException.ThrowIfNull(whole);
        ArgumentNullException.ThrowIfNull(window);
        return whole.Window.Kind == WindowKind.AllTime
            ? throw new ArgumentException(
                "All time has no end, and so no list of periods within it: name a longer period, such as a year.",
                nameof(whole))
            : [.. _clock.Within(whole, window)];
    }

    /// <summary>What the keys of the viewed ranking call it.</summary>
    private string RankingOf(LeaderboardView? view)
        => view?.Snapshot is { } snapshot ? $"snapshot:{snapshot}"
            : view?.Period?.Name ?? _clock.PeriodOf(view?.Window ?? _windows[0], _clock.Now).Name;

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

    private static void RequireMembers(IReadOnlyCollection<RedisValue> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        RequireWithin(
            members.Count, 0, LeaderboardsOptions.MaxCount, "members.Count", "name more of them in several calls");
        foreach (RedisValue member in members)
        {
            RequireMember(member);
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

using Engine.Testing;
using Patterns.Fixtures;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Patterns.Leaderboards.Tests.Support;

/// <summary>What every case needs: a server, keys of its own, and a place for log lines.</summary>
public abstract class LeaderboardCases(RecipeServer server)
{
    private protected RecordingLogger<RedisLeaderboards> Logger { get; } = new();

    protected VirtualTimeProvider Clock => server.Clock;

    protected string Prefix { get; } = SingleRedis.NewKeyPrefix();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Leaderboards whose timeouts and circuit wait for <see cref="Clock"/>.</summary>
    protected async Task<RedisLeaderboards> CreateAsync(Action<LeaderboardsOptions>? configure = null)
    {
        var options = new LeaderboardsOptions { KeyPrefix = Prefix };
        configure?.Invoke(options);
        return new RedisLeaderboards(await DatabaseAsync(), options, Logger, Clock);
    }

    protected async Task<IDatabase> DatabaseAsync() => (await server.ConnectAsync()).GetDatabase();

    private protected async Task<CommandLog> LogCommandsAsync() => CommandLog.Of(await server.ConnectAsync());

    /// <summary>The key of a board; its layout is part of the contract with programs of other versions.</summary>
    protected RedisKey KeyOf(string board) => $"{Prefix}:1:{{{board}}}:scores";

    /// <summary>Entries as <c>1 ada 30</c>.</summary>
    protected static IEnumerable<string> Show(IEnumerable<LeaderboardEntry> entries)
        => entries.Select(entry => FormattableString.Invariant($"{entry.Rank} {entry.Member} {entry.Score}"));
}

using Engine.Testing;
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

    protected async Task<ConnectionMultiplexer> ConnectAsync() => await server.ConnectAsync();

    private protected async Task<CommandLog> LogCommandsAsync() => CommandLog.Of(await server.ConnectAsync());

    /// <summary>A key of a board; its layout is part of the contract with programs of other versions.</summary>
    protected RedisKey KeyOf(string board, string part = "scores:all") => $"{Prefix}:2:{{{board}}}:{part}";

    /// <summary>What the server's clock says.</summary>
    protected async Task<DateTimeOffset> ServerTimeAsync()
    {
        var time = (RedisValue[])(await (await DatabaseAsync()).ScriptEvaluateAsync(
            "return redis.call('TIME')", [KeyOf("time")]))!;
        return DateTimeOffset.FromUnixTimeSeconds((long)time[0]).AddMicroseconds((long)time[1]);
    }

    /// <summary>Entries as <c>1 ada 30</c>.</summary>
    protected static IEnumerable<string> Show(IEnumerable<LeaderboardEntry> entries)
        => entries.Select(entry => FormattableString.Invariant($"{entry.Rank} {entry.Member} {entry.Score}"));

    private protected static async Task FillAsync(
        RedisLeaderboards boards, string board, params (string Member, double Score)[] scores)
    {
        foreach ((string member, double score) in scores)
        {
            await boards.SubmitAsync(board, member, score, SubmitMode.Set, cancellationToken: Cancellation);
        }
    }

    private protected static async Task RefusedAsync<T>(ValueTask<T> call, string sentence)
    {
        ArgumentException error = await Assert.ThrowsAnyAsync<ArgumentException>(async () => await call);
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }
}

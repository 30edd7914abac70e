using System.Globalization;
using Engine.Server.Tests.Keyspace;
using Redis.Fixtures;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Journal;

/// <summary>
/// What the journal gets for a history of commands is what Redis writes to its append-only file for the same history.
/// </summary>
public abstract class PropagationComparison : IAsyncLifetime
{
    /// <summary>Before a command: another client sends it, and waits.</summary>
    protected const string Waits = "waits: ";

    private readonly List<RespClient> _waiting = [];
    private RedisServerProcess? _redis;
    private EngineServer? _engine;

    /// <summary>What the engine journalled.</summary>
    private protected EffectRecorder Effects { get; } = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private EngineServer Engine => _engine!;

    private RedisServerProcess Redis => _redis!;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServerProcess.StartAsync(["appendonly yes"], Cancellation);

        // With a clock that stands still no key expires but when a command comes upon it; redis-server has a switch for
        // that.
        var clock = new ManualClock();
        clock.Advance(DateTimeOffset.FromUnixTimeMilliseconds(Now()) - clock.GetUtcNow());
        _engine = await EngineServer.StartAsync(new EngineOptions { TimeProvider = clock });
        await Engine.RunAsync(() => Engine.Journal.Subscribe(Effects));
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (RespClient client in _waiting)
            await client.DisposeAsync();
        await Engine.DisposeAsync();
        await Redis.DisposeAsync();
    }

    protected async Task CompareAsync(IReadOnlyList<string> lines)
    {
        IReadOnlyList<IReadOnlyList<string[]>> expected = await RunAsync(lines);
        IReadOnlyList<IReadOnlyList<string[]>> actual = Effects.Units;
        Assert.True(expected.Count > lines.Count / 8, $"Only {expected.Count} units were written.");
        for (int i = 0; i < Math.Min(expected.Count, actual.Count); i++)
        {
            Assert.True(
                AreAlike(expected[i], actual[i]),
                $"Unit {i}: Redis wrote\n{Show(expected[i])}\nthe engine\n{Show(actual[i])}");
        }

        Assert.Equal(expected.Count, actual.Count);
    }

    /// <summary>Runs the commands on both servers; returns what Redis has written, and stops it.</summary>
    protected async Task<IReadOnlyList<IReadOnlyList<string[]>>> RunAsync(IReadOnlyList<string> lines)
    {
        await using RespClient redis = await Redis.ConnectAsync(Cancellation);
        await using RespClient engine = new(Engine.Connect());
        await redis.CallAsync("DEBUG", "SET-ACTIVE-EXPIRE", "0");
        foreach (string line in lines)
        {
            if (line.StartsWith(Waits, StringComparison.Ordinal))
            {
                await WaitAsync(await Redis.ConnectAsync(Cancellation), redis, line[Waits.Length..]);
                await WaitAsync(new RespClient(Engine.Connect()), engine, line[Waits.Length..]);
                continue;
            }

            ReadOnlyMemory<byte>[] command = [.. CommandLine.Split(line).Select(argument => argument.Bytes)];
            await redis.SendAsync(command, Cancellation);
            await engine.SendAsync(command, Cancellation);
            await redis.ReadAsync(Cancellation);
            await engine.ReadAsync(Cancellation);
        }

        await Redis.StopAsync(Cancellation);
        return await AppendOnlyFile.ReadAsync(Redis);
    }

    private async Task WaitAsync(RespClient client, RespClient observer, string command)
    {
        _waiting.Add(client);
        await client.SendAsync(command.Split(' '));
        await Poll.UntilAsync(
            async _ => (await observer.CallAsync("INFO", "clients")).Text.Contains("blocked_clients:1"),
            "a client waits",
            Cancellation);
    }

    private static bool AreAlike(IReadOnlyList<string[]> expected, IReadOnlyList<string[]> actual) =>
        expected.Count == actual.Count && expected.Zip(actual).All(pair => AreAlike(pair.First, pair.Second));

    /// <summary>Times are those of two clocks.</summary>
    private static bool AreAlike(string[] expected, string[] actual) => expected.Length == actual.Length
        && expected.Zip(actual).All(pair => pair.First == pair.Second || AreNear(pair.First, pair.Second));

    private static bool AreNear(string first, string second)
    {
        const long Tolerance = 10 * TimeSpan.MillisecondsPerMinute;
        return long.TryParse(first, CultureInfo.InvariantCulture, out long one)
            && long.TryParse(second, CultureInfo.InvariantCulture, out long other)
            && one > Now() - Tolerance && Math.Abs(one - other) < Tolerance;
    }

    private static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private static string Show(IReadOnlyList<string[]> unit) =>
        string.Join('\n', unit.Select(words => "  " + string.Join(' ', words)));
}

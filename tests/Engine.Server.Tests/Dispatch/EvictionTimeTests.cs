using Engine.Server.Tests.Keyspace;
using Redis.Fixtures;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Dispatch;

/// <summary>
/// How long eviction may take, and what LATENCY tells of it, on a clock that moves whenever it is read.
/// </summary>
public sealed class EvictionTimeTests : IAsyncLifetime
{
    private const int Keys = 400;

    private readonly ManualClock _clock = new();
    private EngineServer? _engine;
    private RespClient? _client;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private EngineServer Engine => _engine!;

    private RespClient Client => _client!;

    public async ValueTask InitializeAsync()
    {
        _engine = await EngineServer.StartAsync(new EngineOptions
        {
            Port = -1, TimeProvider = _clock, MaxMemoryPolicy = EvictionPolicy.AllKeysLru,
        });
        _client = new RespClient(Engine.Connect());
        for (int i = 0; i < Keys; i++)
            await Client.CallAsync("SET", $"key:{i}", "value");
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Engine.DisposeAsync();
    }

    [Theory]
    [InlineData(0, 1, 16)]
    [InlineData(10, 50, 16)]
    [InlineData(20, 100, 32)]
    [InlineData(100, 10_000, Keys)]
    public async Task Only_so_many_keys_go_before_a_command_as_time_allows(int tenacity, int microseconds, int evicted)
    {
        await Client.CallAsync("CONFIG", "SET", "maxmemory-eviction-tenacity", $"{tenacity}");

        // The clock is read once for each key, and every 16 keys to see whether time is over.
        _clock.TimestampStep = TimeSpan.FromMicroseconds(microseconds);
        await SendTogetherAsync(["CONFIG", "SET", "maxmemory", "1"], ["DBSIZE"], ["DBSIZE"]);

        Assert.Equal("OK", (await Client.ReadAsync(Cancellation)).Text);
        long after = (await Client.ReadAsync(Cancellation)).Number;
        Assert.Equal(Keys - evicted, after);
        Assert.Equal(Math.Max(0, after - evicted), (await Client.ReadAsync(Cancellation)).Number);
    }

    [Fact]
    public async Task What_time_has_not_allowed_goes_between_commands()
    {
        _clock.TimestampStep = TimeSpan.FromMilliseconds(1);
        await Client.CallAsync("CONFIG", "SET", "maxmemory", "1");

        await Poll.UntilAsync(
            async _ =>
            {
                long left = -1;
                await Engine.RunAsync(() => left = Engine.State.Keyspace[0].Count);
                return left == 0;
            },
            "all keys are gone",
            Cancellation);
    }

    [Fact]
    public async Task Latency_tells_of_evictions_and_expiries()
    {
        await Client.CallAsync("CONFIG", "SET", "latency-monitor-threshold", "1");
        await Client.CallAsync("SET", "short", "v", "PX", "10");
        _clock.TimestampStep = TimeSpan.FromMilliseconds(1);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Client.CallAsync("GET", "short");
        await Client.CallAsync("CONFIG", "SET", "maxmemory", "1");
        await Client.CallAsync("PING");

        await Poll.UntilAsync(
            async _ =>
            {
                RespValue latest = await Client.CallAsync("LATENCY", "LATEST");
                string[] events = [.. latest.Items.Select(item => item[0].Text)];
                string[] expected = ["eviction-cycle", "eviction-del", "expire-cycle", "expire-del"];
                return expected.All(events.Contains);
            },
            "all events are told",
            Cancellation);
    }

    /// <summary>So that they run in one turn of the loop, with nothing between them.</summary>
    private async Task SendTogetherAsync(params string[][] commands)
    {
        string requests = string.Concat(commands.Select(
            words => $"*{words.Length}\r\n" + string.Concat(words.Select(word => $"${word.Length}\r\n{word}\r\n"))));
        await Client.SendRawAsync(System.Text.Encoding.ASCII.GetBytes(requests), Cancellation);
    }
}

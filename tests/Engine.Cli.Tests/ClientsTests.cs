using System.Diagnostics;
using System.Globalization;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Engine.Cli.Tests;

/// <summary>Clients and tools that were written for Redis work against the executable.</summary>
public sealed class ClientsTests : IAsyncLifetime
{
    private EngineProcess _engine = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Port => _engine.Port.ToString(CultureInfo.InvariantCulture);

    public async ValueTask InitializeAsync() => _engine = await EngineProcess.StartAsync("--save", "");

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Redis_cli_reads_and_writes()
    {
        _ = RedisInstallation.ServerPath;
        Assert.Equal("OK\n", await RunAsync("redis-cli", "-p", Port, "SET", "k", "v"));
        Assert.Equal("v\n", await RunAsync("redis-cli", "-3", "-p", Port, "GET", "k"));
        Assert.Contains("k\n", await RunAsync("redis-cli", "-p", Port, "--scan"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redis_benchmark_runs_its_tests()
    {
        _ = RedisInstallation.ServerPath;
        string report = await RunAsync(
            "redis-benchmark",
            ["-p", Port, "-t", "ping,set,get,incr,mset", "-n", "2000", "-c", "10", "-P", "4", "--csv"]);

        // A line of headings, PING in two forms, and the others.
        Assert.Equal(7, report.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("error", report, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Python_client_works()
    {
        _ = RedisInstallation.ServerPath;
        const string Script = """
            import sys, redis
            client = redis.Redis(port=int(sys.argv[1]), decode_responses=True)
            assert client.ping()
            client.set("k", "v", ex=100)
            assert client.get("k") == "v" and 0 < client.ttl("k") <= 100
            with client.pipeline() as pipeline:
                pipeline.incr("n").incr("n")
                assert pipeline.execute() == [1, 2]
            listener = client.pubsub()
            listener.subscribe("c")
            assert listener.get_message(timeout=10)["type"] == "subscribe"
            assert client.publish("c", "hello") == 1
            assert listener.get_message(timeout=10)["data"] == "hello"
            assert sorted(client.scan_iter("*")) == ["k", "n"]
            assert client.info()["redis_version"] == "7.0.15"
            print("done")
            """;

        // Debian's python, which has Debian's package of the client.
        Assert.Equal("done\n", await RunAsync("/usr/bin/python3", "-c", Script, Port));
    }

    [Theory]
    [InlineData(RedisProtocol.Resp2)]
    [InlineData(RedisProtocol.Resp3)]
    public async Task StackExchange_Redis_connects_and_works(RedisProtocol protocol)
    {
        var options = new ConfigurationOptions
        {
            EndPoints = { { "127.0.0.1", _engine.Port } },
            Protocol = protocol,
            AllowAdmin = true,
        };
        await using ConnectionMultiplexer client = await ConnectionMultiplexer.ConnectAsync(options);

        Assert.True(await client.GetDatabase().StringSetAsync("k", "v", TimeSpan.FromMinutes(1)));
        Assert.Equal("v", await client.GetDatabase().StringGetAsync("k"));
        Assert.Equal(new Version(7, 0, 15), client.GetServers()[0].Version);
        await client.GetServers()[0].FlushAllDatabasesAsync();
        Assert.False(await client.GetDatabase().KeyExistsAsync("k"));
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start =
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(Cancellation);
        string output = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {await errors}");
        return output;
    }
}

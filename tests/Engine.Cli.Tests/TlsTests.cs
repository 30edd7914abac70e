using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Redis.Fixtures;
using Redis.Fixtures.Certificates;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Engine.Cli.Tests;

/// <summary>The executable with redis.conf's directives of TLS, and clients that were written for Redis.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private readonly CertificateFolder _files = new();
    private readonly int _port = EngineProcess.FreePort();
    private EngineProcess _engine = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _engine = await EngineProcess.StartAsync(
        "--tls-port", _port.ToString(CultureInfo.InvariantCulture),
        "--tls-cert-file", _files["server.crt"],
        "--tls-key-file", _files["encrypted.key"],
        "--tls-key-file-pass", CertificateFolder.Password,
        "--tls-ca-cert-file", _files["authority.crt"],
        "--save", "");

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _files.Dispose();
    }

    [Fact]
    public async Task Redis_cli_reads_and_writes()
    {
        string value = new('v', 100_000);
        Assert.Equal("OK\n", (await CliAsync("client", "SET", "k", value)).Output);
        Assert.Equal(value + "\n", (await CliAsync("client", "-3", "GET", "k")).Output);
        (int exitCode, string output) = await CliAsync(certificate: null, "GET", "k");
        Assert.NotEqual(0, exitCode);
        Assert.DoesNotContain(value, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redis_benchmark_runs_pipelines()
    {
        _ = RedisInstallation.ServerPath;
        string[] arguments =
        [
            "-p", $"{_port}", "--tls", "--cacert", _files["authority.crt"], "--cert", _files["client.crt"],
            "--key", _files["client.key"], "-t", "set,get", "-n", "4000", "-c", "10", "-P", "16", "-d", "1000", "--csv",
        ];
        (int exitCode, string output) = await RunAsync("redis-benchmark", arguments);
        Assert.Equal(0, exitCode);
        Assert.Equal(3, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData(RedisProtocol.Resp2)]
    [InlineData(RedisProtocol.Resp3)]
    public async Task StackExchange_Redis_connects_and_works(RedisProtocol protocol)
    {
        var options = new ConfigurationOptions
        {
            EndPoints = { { "localhost", _port } },
            Protocol = protocol,
            Ssl = true,
        };
        options.TrustIssuer(_files.Authority.Certificate);
        options.CertificateSelection += (_, _, _, _, _) => _files.Client;
        await using ConnectionMultiplexer client = await ConnectionMultiplexer.ConnectAsync(options);

        IDatabase database = client.GetDatabase();
        byte[] value = new byte[1_000_000];
        new Random(3).NextBytes(value);
        Task<bool>[] writing = [.. Enumerable.Range(0, 20).Select(i => database.StringSetAsync($"k{i}", value))];
        Assert.All(await Task.WhenAll(writing), Assert.True);
        Assert.Equal(value, (byte[]?)await database.StringGetAsync("k19"));

        var received = new TaskCompletionSource<RedisValue>();
        await client.GetSubscriber()
            .SubscribeAsync(RedisChannel.Literal("c"), (_, message) => received.TrySetResult(message));
        await client.GetSubscriber().PublishAsync(RedisChannel.Literal("c"), "hello");
        Assert.Equal("hello", await received.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
    }

    [Fact]
    public async Task Connections_that_fail_leave_no_handle_behind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lists the handles of a process as files.");
        await FailAsync(20);
        int before = Handles();

        await FailAsync(200);

        // Runtimes open and close handles of their own: what leaks grows with the connections.
        await Poll.UntilAsync(
            _ => Task.FromResult(Handles() < before + 20), "the handles are given back", Cancellation);
        Assert.Equal("PONG", await _files.Authority.PingAsync(_port, _files.Client));
    }

    [Fact]
    public async Task Files_that_are_missing_end_the_start()
    {
        (int exitCode, string output, _) = await EngineProcess.RunAsync("--port", "0", "--tls-port", "1");

        Assert.Equal(1, exitCode);
        Assert.Contains("tls-cert-file is not set", output, StringComparison.Ordinal);
    }

    /// <summary>Clients without a certificate, clients in the clear, and clients that say nothing.</summary>
    private async Task FailAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (i % 3 == 0)
            {
                Assert.Equal("closed", await _files.Authority.PingAsync(_port));
                continue;
            }

            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _port), Cancellation);
            if (i % 3 == 1)
                await socket.SendAsync("*1\r\n$4\r\nPING\r\n"u8.ToArray(), Cancellation);
        }
    }

    private int Handles() => Directory.GetFileSystemEntries($"/proc/{_engine.Id}/fd").Length;

    private Task<(int ExitCode, string Output)> CliAsync(string? certificate, params string[] command)
    {
        _ = RedisInstallation.ServerPath;
        string[] identity = certificate is null
            ? []
            : ["--cert", _files[$"{certificate}.crt"], "--key", _files[$"{certificate}.key"]];
        return RunAsync(
            "redis-cli", ["-p", $"{_port}", "--tls", "--cacert", _files["authority.crt"], .. identity, .. command]);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, string[] arguments)
    {
        var start =
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(Cancellation);
        string output = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        await errors;
        return (process.ExitCode, output);
    }
}

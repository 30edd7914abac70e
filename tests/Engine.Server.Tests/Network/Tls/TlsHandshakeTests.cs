using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Redis.Fixtures;
using Redis.Fixtures.Certificates;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Network.Tls;

/// <summary>Who is let in by TLS, and what becomes of the others.</summary>
public sealed class TlsHandshakeTests : IDisposable
{
    private readonly CertificateFolder _files = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_clients_are_let_in_as_by_redis_server()
    {
        await using RedisServerProcess redis = await RedisServerProcess.StartAsync(
            [
                $"tls-cert-file {_files["server.crt"]}",
                $"tls-key-file {_files["server.key"]}",
                $"tls-ca-cert-file {_files["authority.crt"]}",
            ],
            Cancellation);
        await using EngineServer engine = await StartAsync();
        await using RespClient redisControl = await redis.ConnectAsync(Cancellation);
        await using RespClient engineControl = new(engine.Connect());
        int redisPort = await OpenTlsPortAsync(redisControl);

        foreach (string wanted in new[] { "yes", "optional", "no" })
        {
            foreach (string versions in new[] { "", "TLSv1.2", "TLSv1.3" })
            {
                string[] configuration =
                    ["CONFIG", "SET", "tls-auth-clients", wanted, "tls-protocols", versions];
                Assert.Equal("OK", (await redisControl.CallAsync(configuration)).Text);
                Assert.Equal("OK", (await engineControl.CallAsync(configuration)).Text);
                Assert.Equal(
                    await DescribeAsync($"{wanted} {versions}", redisPort),
                    await DescribeAsync($"{wanted} {versions}", engine.TlsPort));
            }
        }
    }

    [Fact]
    public async Task Client_in_the_clear_is_closed_without_an_answer()
    {
        await using EngineServer engine = await StartAsync();
        await using RespClient client = await RespClient.ConnectAsync(
            new IPEndPoint(IPAddress.Loopback, engine.TlsPort), Cancellation);

        await client.SendRawAsync("*1\r\n$4\r\nPING\r\n"u8.ToArray(), Cancellation);

        // TLS has an alert for what it cannot read; it is no value of the protocol.
        byte[] answer = await ReadToEndAsync(client);
        Assert.DoesNotContain((byte)'+', answer);
        Assert.Equal("PONG", await _files.Authority.PingAsync(engine.TlsPort, _files.Client));
    }

    [Fact]
    public async Task Client_that_never_begins_keeps_nobody_waiting_and_is_closed_when_it_has_been_idle()
    {
        var time = new SteppingTimeProvider();
        await using EngineServer engine = await StartAsync(options =>
        {
            options.TimeProvider = time;
            options.IdleTimeout = 60;
        });
        await using RespClient silent = await RespClient.ConnectAsync(
            new IPEndPoint(IPAddress.Loopback, engine.TlsPort), Cancellation);
        await Poll.UntilAsync(
            async _ => await CountAsync(engine) == 1, "the engine knows of the client", Cancellation);

        Assert.Equal("PONG", await _files.Authority.PingAsync(engine.TlsPort, _files.Client));
        await Poll.UntilAsync(async _ => await CountAsync(engine) == 1, "the other client is gone", Cancellation);
        time.Step(TimeSpan.FromSeconds(62));

        Assert.Empty(await ReadToEndAsync(silent));
        Assert.Equal(0, await CountAsync(engine));
    }

    [Fact]
    public async Task Engine_ends_while_a_handshake_is_under_way()
    {
        EngineServer engine = await StartAsync();
        await using RespClient silent = await RespClient.ConnectAsync(
            new IPEndPoint(IPAddress.Loopback, engine.TlsPort), Cancellation);
        // The head of a record that never comes.
        await silent.SendRawAsync(new byte[] { 22, 3, 1, 1, 0 }, Cancellation);
        await Poll.UntilAsync(
            async _ => await CountAsync(engine) == 1, "the engine knows of the client", Cancellation);

        await engine.DisposeAsync();

        Assert.Empty(await ReadToEndAsync(silent));
        Assert.True(engine.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task One_client_too_many_is_closed()
    {
        await using EngineServer engine = await StartAsync(options => options.MaxClients = 1);
        await using RespClient first = new(await _files.Authority.ConnectAsync(engine.TlsPort, _files.Client));
        Assert.Equal("PONG", (await first.CallAsync("PING")).Text);

        Assert.Equal("closed", await _files.Authority.PingAsync(engine.TlsPort, _files.Client));
        Assert.Equal("PONG", (await first.CallAsync("PING")).Text);
    }

    [Fact]
    public async Task Client_that_quits_is_told_that_nothing_was_cut_off()
    {
        await using EngineServer engine = await StartAsync();
        await using RespClient client = new(await _files.Authority.ConnectAsync(engine.TlsPort, _files.Client));

        Assert.Equal("OK", (await client.CallAsync("QUIT")).Text);

        Assert.Empty(await client.ReadToEndAsync(Cancellation));
    }

    public void Dispose() => _files.Dispose();

    private static async Task<int> OpenTlsPortAsync(RespClient redis)
    {
        int port = 0;
        await Poll.UntilAsync(
            async _ =>
            {
                using Socket probe = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                port = ((IPEndPoint)probe.LocalEndPoint!).Port;
                probe.Close();
                return (await redis.CallAsync("CONFIG", "SET", "tls-port", $"{port}")).Text == "OK";
            },
            "redis-server listens by TLS",
            Cancellation);
        return port;
    }

    /// <summary>What becomes of each kind of client, a line for each.</summary>
    private async Task<string> DescribeAsync(string title, int port)
    {
        var lines = new List<string> { title };
        (string, X509Certificate2?)[] clients =
        [
            ("none", null), ("client", _files.Client), ("stranger", _files.Stranger), ("expired", _files.Expired),
        ];
        foreach ((string name, X509Certificate2? certificate) in clients)
        {
            foreach (SslProtocols version in new[] { SslProtocols.Tls12, SslProtocols.Tls13 })
                lines.Add($"{name} {version} {await _files.Authority.PingAsync(port, certificate, version)}");
        }

        return string.Join('\n', lines);
    }

    private static async Task<byte[]> ReadToEndAsync(RespClient client)
    {
        try
        {
            return await client.ReadToEndAsync(Cancellation);
        }
        catch (IOException)
        {
            // A socket that is closed with bytes unread says so by a reset.
            return [];
        }
    }

    private static async Task<int> CountAsync(EngineServer engine)
    {
        int count = 0;
        await engine.RunAsync(() => count = engine.State.Clients.Count);
        return count;
    }

    private Task<EngineServer> StartAsync(Action<EngineOptions>? configure = null)
    {
        var options = new EngineOptions { Port = -1 };
        options.Tls.Port = 0;
        options.Tls.CertificateFile = _files["server.crt"];
        options.Tls.KeyFile = _files["server.key"];
        options.Tls.AuthorityFile = _files["authority.crt"];
        configure?.Invoke(options);
        return EngineServer.StartAsync(options);
    }
}

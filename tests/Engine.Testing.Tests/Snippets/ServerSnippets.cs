using System.Net;
using System.Security.Cryptography.X509Certificates;
using Engine.Server;
using Redis.Fixtures.Certificates;
using StackExchange.Redis;

namespace Engine.Testing.Tests.Snippets;

/// <summary>The code of docs/engine/server.md, which runs as it stands there.</summary>
public sealed class ServerSnippets
{
    [Fact]
    public async Task Configure()
    {
        string folder = Directory.CreateTempSubdirectory("engine-").FullName;
        string socketPath = Path.Combine(folder, "engine.sock");

        #region configure
        var options = new EngineOptions
        {
            Port = 0,                                      // a free one, which engine.Port tells
            Bind = { IPAddress.IPv6Loopback },             // beside 127.0.0.1, which is the default
            UnixSocket = socketPath,
            RequirePassword = "open sesame",
            MaxClients = 500,
            IdleTimeout = 300,                             // seconds
            SubscriberOutputLimit = new OutputLimit(HardBytes: 8_000_000, SoftBytes: 1_000_000, SoftSeconds: 10),
        };
        await using var engine = await EngineServer.StartAsync(options);
        #endregion

        await using var redis = await ConnectionMultiplexer.ConnectAsync($"[::1]:{engine.Port},password=open sesame");
        Assert.True(await redis.GetDatabase().StringSetAsync("k", "v"));
        Assert.True(File.Exists(socketPath));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Encrypt()
    {
        using var certificates = new CertificateFolder();
        X509Certificate2 certificate = certificates.Server;
        X509Certificate2 authority = certificates.Authority.Certificate;

        #region tls
        var options = new EngineOptions { Port = -1 };     // nothing in the clear
        options.Tls.Port = 0;                              // a free one, which engine.TlsPort tells
        options.Tls.Certificate = certificate;             // or CertificateFile and KeyFile, in PEM
        options.Tls.Authorities.Add(authority);            // who has signed the certificates of clients
        await using var engine = await EngineServer.StartAsync(options);
        #endregion

        Assert.Equal("PONG", await certificates.Authority.PingAsync(engine.TlsPort, certificates.Client));
        Assert.Equal("closed", await certificates.Authority.PingAsync(engine.TlsPort));
    }

    [Fact]
    public async Task Limit_users()
    {
        #region users
        var options = new EngineOptions
        {
            RequirePassword = "open sesame",                   // of the default user, who may do all
            Users =
            {
                // Lists under jobs: and their channels. CLIENT KILL is @dangerous.
                "worker on >hush ~jobs:* &jobs:* +@connection -@dangerous +@list +publish",
                // Reads everything, writes nothing.
                "metrics on >still %R~* +@connection +@read -@dangerous +info",
            },
        };
        await using var engine = await EngineServer.StartAsync(options);
        #endregion

        await using var redis = await ConnectionMultiplexer.ConnectAsync(
            $"localhost:{engine.Port},user=metrics,password=still");
        Assert.False((await redis.GetDatabase().StringGetAsync("k")).HasValue);
        RedisServerException denied = await Assert.ThrowsAsync<RedisServerException>(
            () => redis.GetDatabase().StringSetAsync("k", "v"));
        Assert.StartsWith("NOPERM", denied.Message);
    }

    [Fact]
    public async Task Connect_in_memory()
    {
        #region memory
        await using var engine = await EngineServer.StartAsync(new EngineOptions { Port = -1 });
        await using var redis = await ConnectionMultiplexer.ConnectAsync(
            new ConfigurationOptions
            {
                EndPoints = { "engine" },                  // a name only: the tunnel leads to the engine
                Tunnel = new EngineTunnel(engine),
            });
        #endregion

        Assert.Equal(0, engine.Port);
        Assert.True(await redis.GetDatabase().StringSetAsync("k", "v"));
    }

    [Fact]
    public async Task Wait_for_the_end()
    {
        await using var engine = await EngineServer.StartAsync(EngineOptions.Parse(["--port", "0", "--hz", "100"]));

        #region end
        Task ending = engine.Completion.ContinueWith(
            ended => Console.WriteLine(ended.Exception?.InnerException?.Message ?? "The engine has ended."),
            TaskScheduler.Default);
        #endregion

        await engine.DisposeAsync();
        await ending;
        Assert.True(engine.Completion.IsCompletedSuccessfully);
    }
}

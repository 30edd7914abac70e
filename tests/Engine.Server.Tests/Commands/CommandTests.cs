using System.Net;
using Redis.Fixtures.Differential;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands;

/// <summary>
/// What tests of commands share: redis-server and an engine, each test class with a pair of its own, and the comparison
/// of their answers in both protocols.
/// </summary>
public abstract class CommandTests(ReferenceRedis reference) : IClassFixture<ReferenceRedis>, IAsyncLifetime
{
    private EngineServer? _engine;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected EngineServer Engine => _engine!;

    protected ReferenceRedis Reference => reference;

    protected RespTarget EngineTarget => new("engine", new IPEndPoint(IPAddress.Loopback, Engine.Port));

    /// <summary>The engine that is compared; a test class may want another one than the default.</summary>
    protected virtual EngineOptions EngineOptions => new();

    /// <summary>
    /// PATTERNS_NETWORK=sockets runs all tests of commands on the back end of other operating systems.
    /// </summary>
    private static NetworkBackend Network =>
        Enum.Parse<NetworkBackend>(
            Environment.GetEnvironmentVariable("PATTERNS_NETWORK") ?? "Automatic", ignoreCase: true);

    public async ValueTask InitializeAsync()
    {
        EngineOptions options = EngineOptions;
        options.Network = Network;
        _engine = await EngineServer.StartAsync(options);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Engine.DisposeAsync();
        await reference.RestoreConfigurationAsync();
    }

    /// <summary>
    /// Runs a script on both servers, in RESP2 and RESP3, and fails at the first answer that differs.
    /// </summary>
    protected Task CompareAsync(string script) =>
        new ServerComparison(reference.Target, EngineTarget).RunAsync(script, Cancellation);
}

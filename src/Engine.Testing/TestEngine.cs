using System.Net;
using Engine.Server;
using StackExchange.Redis;

namespace Engine.Testing;

/// <summary>
/// An engine for one test: in this process, without a socket, on a virtual clock, with its network in the test's hands.
/// Starting one takes about a millisecond, so each test has its own.
/// </summary>
public sealed class TestEngine : IAsyncDisposable
{
    private TestEngine(TimeProvider clock)
    {
        Clock = clock;
        Faults = new EngineFaults(this);
    }

    /// <summary>The engine itself.</summary>
    public EngineServer Server { get; private set; } = null!;

    /// <summary>What the engine takes its time from.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The clock to move, when the engine was started without one of the test's own.</summary>
    /// <exception cref="InvalidOperationException">The engine runs on another clock.</exception>
    public VirtualTimeProvider Time => Clock as VirtualTimeProvider
        ?? throw new InvalidOperationException($"The engine runs on a {Clock.GetType().Name}; move that one.");

    /// <summary>Faults between the engine and its clients.</summary>
    public EngineFaults Faults { get; }

    /// <summary>Starts an engine.</summary>
    /// <param name="configure">Changes to the options. Listening on no port is the default here.</param>
    /// <param name="clock">
    /// The clock to use: one <see cref="VirtualTimeProvider"/> for several engines and the code under test, or a <see
    /// cref="SkewedTimeProvider"/> over it. Without
    /// one the engine has a virtual clock of its own.
    /// </param>
    public static async Task<TestEngine> StartAsync(Action<EngineOptions>? configure = null, TimeProvider? clock = null)
    {
        var engine = new TestEngine(clock ?? new VirtualTimeProvider());
        var options = new EngineOptions { Port = -1, TimeProvider = engine.Clock };
        configure?.Invoke(options);
        options.Gate = engine.Faults;
        engine.Server = await EngineServer.StartAsync(options).ConfigureAwait(false);
        return engine;
    }

    /// <summary>Connects StackExchange.Redis within the process. Dispose the result before the engine.</summary>
    /// <param name="configure">
    /// Changes to the client's options, such as its name, by which a <see cref="FaultScope"/> can tell it.
    /// </param>
    public async Task<ConnectionMultiplexer> ConnectAsync(Action<ConfigurationOptions>? configure = null)
    {
        var options = new ConfigurationOptions
        {
            EndPoints = { new IPEndPoint(IPAddress.Loopback, 6379) },
            Tunnel = new EngineTunnel(Server),
            AllowAdmin = true,
            AbortOnConnectFail = true,
        };
        configure?.Invoke(options);
        return await ConnectionMultiplexer.ConnectAsync(options).ConfigureAwait(false);
    }

    /// <summary>Ends the engine.</summary>
    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

using System.Net;
using Engine.Server;
using StackExchange.Redis;

namespace Tour.Servers;

/// <summary>The server that the chapters run on, and the one connection that they share.</summary>
internal sealed class TourServer : IAsyncDisposable
{
    private readonly EngineServer? _engine;

    private TourServer(string description, ConnectionMultiplexer connection, EngineServer? engine)
    {
        Description = description;
        Connection = connection;
        _engine = engine;
    }

    /// <summary>What the server is, for the report.</summary>
    public string Description { get; }

    public IConnectionMultiplexer Connection { get; }

    /// <summary>Starts an engine in this process and connects to it.</summary>
    public static async Task<TourServer> StartEmbeddedAsync()
    {
        EngineServer engine = await EngineServer.StartAsync(new EngineOptions { Port = 0 });
        try
        {
            var configuration = new ConfigurationOptions { EndPoints = { { IPAddress.Loopback, engine.Port } } };
            return new TourServer("the embedded engine", await OpenAsync(configuration), engine);
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Connects to the Redis of a StackExchange.Redis configuration.</summary>
    /// <exception cref="TourException">The configuration is malformed, or nobody answers there.</exception>
    public static async Task<TourServer> ConnectAsync(string configuration)
    {
        ConfigurationOptions options;
        try
        {
            options = ConfigurationOptions.Parse(configuration);
        }
        catch (ArgumentException exception)
        {
            throw new TourException(
                $"--redis is no configuration of StackExchange.Redis: {exception.Message}", exception);
        }

        try
        {
            ConnectionMultiplexer connection = await OpenAsync(options);
            IServer server = connection.GetServers()[0];
            return new TourServer($"Redis {server.Version} at {server.EndPoint}", connection, engine: null);
        }
        catch (RedisException exception)
        {
            // The configuration may hold a password; its end points do not.
            string endPoints = string.Join(", ", options.EndPoints.Select(EndPointCollection.ToString));
            throw new TourException($"There is no usable Redis at {endPoints}: {exception.Message}", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }
    }

    private static Task<ConnectionMultiplexer> OpenAsync(ConfigurationOptions configuration)
    {
        // The client holds INFO to be an administrator's command. What it waits for is the recipes' business, which
        // measure it; it gives up late, lest a machine that stands still for a while ends the tour.
        configuration.AllowAdmin = true;
        configuration.AsyncTimeout = 60_000;
        return ConnectionMultiplexer.ConnectAsync(configuration);
    }
}

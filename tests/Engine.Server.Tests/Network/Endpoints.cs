using System.Net;
using System.Net.Sockets;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Network;

/// <summary>The ways to reach an engine: each back end, each kind of connection.</summary>
public enum Endpoint
{
    EpollTcp,
    EpollUnix,
    SocketsTcp,
    SocketsUnix,
    Memory,
}

/// <summary>Engines and clients for tests that hold for every <see cref="Endpoint"/>.</summary>
internal static class Endpoints
{
    public static TheoryData<Endpoint> All { get; } =
        [.. Enum.GetValues<Endpoint>()
            .Where(endpoint => OperatingSystem.IsLinux() || endpoint is not (Endpoint.EpollTcp or Endpoint.EpollUnix))];

    public static Task<EngineServer> StartAsync(this Endpoint endpoint, Action<EngineOptions>? configure = null)
    {
        var options = new EngineOptions
        {
            Network = endpoint is Endpoint.SocketsTcp or Endpoint.SocketsUnix ? NetworkBackend.Sockets
                : NetworkBackend.Automatic,
        };
        if (endpoint is Endpoint.EpollUnix or Endpoint.SocketsUnix)
            options.UnixSocket = Path.Combine(Path.GetTempPath(), $"engine-{Guid.NewGuid():N}.sock");
        configure?.Invoke(options);
        return EngineServer.StartAsync(options);
    }

    public static async Task<Stream> OpenAsync(this Endpoint endpoint, EngineServer engine)
    {
        if (endpoint == Endpoint.Memory)
            return engine.Connect();
        EndPoint address = endpoint is Endpoint.EpollUnix or Endpoint.SocketsUnix
            ? new UnixDomainSocketEndPoint(engine.State.Options.UnixSocket!)
            : new IPEndPoint(IPAddress.Loopback, engine.Port);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(address);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public static async Task<RespClient> ConnectAsync(this Endpoint endpoint, EngineServer engine) =>
        new(await endpoint.OpenAsync(engine));
}

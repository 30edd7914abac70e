using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Engine.Server.Network.Uring;
using Redis.Fixtures.Certificates;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Network;

/// <summary>The ways to reach an engine: each back end, each kind of connection.</summary>
public enum Endpoint
{
    IoUringTcp,
    IoUringUnix,
    EpollTcp,
    EpollUnix,
    SocketsTcp,
    SocketsUnix,
    Tls,
    Memory,
}

/// <summary>Engines and clients for tests that hold for every <see cref="Endpoint"/>.</summary>
internal static class Endpoints
{
    private static readonly CertificateAuthority Authority = new("tests");
    private static readonly X509Certificate2 Certificate = Authority.Issue("engine");

    /// <summary>All that this system has; containers often forbid io_uring.</summary>
    public static TheoryData<Endpoint> All { get; } = [.. Enum.GetValues<Endpoint>().Where(Exists)];

    public static Task<EngineServer> StartAsync(this Endpoint endpoint, Action<EngineOptions>? configure = null)
    {
        var options = new EngineOptions
        {
            Network = endpoint.Backend(),
        };
        if (endpoint == Endpoint.Tls)
        {
            options.Tls.Port = 0;
            options.Tls.Certificate = Certificate;
            options.Tls.ClientCertificates = TlsClientCertificates.Ignored;
        }

        if (endpoint.IsUnix())
            options.UnixSocket = Path.Combine(Path.GetTempPath(), $"engine-{Guid.NewGuid():N}.sock");
        configure?.Invoke(options);
        return EngineServer.StartAsync(options);
    }

    public static async Task<Stream> OpenAsync(this Endpoint endpoint, EngineServer engine)
    {
        if (endpoint == Endpoint.Memory)
            return engine.Connect();
        if (endpoint == Endpoint.Tls)
            return await Authority.ConnectAsync(engine.TlsPort);
        EndPoint address = endpoint.IsUnix()
            ? new UnixDomainSocketEndPoint(engine.State.Options.UnixSocket!)
            : new IPEndPoint(IPAddress.Loopback, engine.Port);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(address);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public static async Task<RespClient> ConnectAsync(this Endpoint endpoint, EngineServer engine) =>
        new(await endpoint.OpenAsync(engine));

    /// <summary>Tells the engine that no more requests will come; its replies can still be read.</summary>
    public static async Task FinishSendingAsync(this Stream stream)
    {
        if (stream is SslStream encrypted)
            await encrypted.ShutdownAsync();
        else
            ((NetworkStream)stream).Socket.Shutdown(SocketShutdown.Send);
    }

    private static bool IsUnix(this Endpoint endpoint) =>
        endpoint is Endpoint.IoUringUnix or Endpoint.EpollUnix or Endpoint.SocketsUnix;

    private static NetworkBackend Backend(this Endpoint endpoint) => endpoint switch
    {
        Endpoint.IoUringTcp or Endpoint.IoUringUnix => NetworkBackend.IoUring,
        Endpoint.EpollTcp or Endpoint.EpollUnix => NetworkBackend.Epoll,
        Endpoint.SocketsTcp or Endpoint.SocketsUnix => NetworkBackend.Sockets,
        _ => NetworkBackend.Automatic,
    };

    private static bool Exists(Endpoint endpoint)
    {
        if (endpoint.Backend() is NetworkBackend.Sockets or NetworkBackend.Automatic)
            return true;
        if (!OperatingSystem.IsLinux() || endpoint.Backend() == NetworkBackend.Epoll)
            return OperatingSystem.IsLinux();
        using UringPoller? poller = UringPoller.TryCreate();
        return poller is not null;
    }
}

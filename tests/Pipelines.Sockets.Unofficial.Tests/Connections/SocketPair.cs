using System.Net;
using System.Net.Sockets;

namespace Pipelines.Sockets.Unofficial.Tests.Connections;

/// <summary>Two connected loopback sockets: one for the connection under test, one to play the peer with.</summary>
internal sealed class SocketPair(Socket own, Socket peer) : IDisposable
{
    public Socket Own => own;

    public Socket Peer => peer;

    public static async Task<SocketPair> ConnectAsync(EndPoint? endPoint = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var listener = Create(endPoint);
        listener.Bind(endPoint ?? new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var own = Create(endPoint);
        await own.ConnectAsync(listener.LocalEndPoint!, cancellation);
        return new SocketPair(own, await listener.AcceptAsync(cancellation));
    }

    /// <summary>Closes the peer's socket with a reset instead of the regular end.</summary>
    public void ResetByPeer()
    {
        peer.LingerState = new LingerOption(enable: true, seconds: 0);
        peer.Dispose();
    }

    public void Dispose()
    {
        own.Dispose();
        peer.Dispose();
    }

    private static Socket Create(EndPoint? endPoint) => endPoint is UnixDomainSocketEndPoint
        ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
}

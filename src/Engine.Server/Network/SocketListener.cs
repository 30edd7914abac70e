using System.Net;
using System.Net.Sockets;

namespace Engine.Server.Network;

/// <summary>Accepts clients of one address by asynchronous sockets, on every operating system.</summary>
internal sealed class SocketListener(
    EventLoop loop, EndPoint endPoint, int backlog, Func<int> keepAliveSeconds, Action<Socket> accept) : IListener
{
    private static readonly TimeSpan UntilSomebodyLeaves = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket = ListeningSocket.Open(endPoint, backlog);

    public EndPoint EndPoint => _socket.LocalEndPoint!;

    public void Start() => _ = AcceptAsync();

    public void Stop() => ListeningSocket.Close(_socket);

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket peer;
            try
            {
                peer = await _socket.AcceptAsync().ConfigureAwait(false);
            }
            catch (SocketException failure) when (failure.SocketErrorCode == SocketError.TooManyOpenSockets)
            {
                await Task.Delay(UntilSomebodyLeaves, TimeProvider.System).ConfigureAwait(false);
                continue;
            }
            catch (SocketException)
            {
                // The peer gave up while it waited to be accepted: the next one may not have.
                continue;
            }
            catch (ObjectDisposedException)
            {
                return;
            }

            SetOptions(peer);
            loop.PostArrival(() => accept(peer));
        }
    }

    private void SetOptions(Socket peer)
    {
        if (peer.ProtocolType != ProtocolType.Tcp)
            return;
        peer.NoDelay = true;
        int seconds = keepAliveSeconds();
        if (seconds == 0)
            return;
        peer.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        peer.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, seconds);
        peer.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, Math.Max(1, seconds / 3));
        peer.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
    }
}

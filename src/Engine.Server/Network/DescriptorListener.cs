using System.Net;
using System.Net.Sockets;

namespace Engine.Server.Network;

/// <summary>Accepts clients of one address on a loop of Linux's.</summary>
internal sealed unsafe class DescriptorListener : IPollTarget, IListener
{
    private const int AcceptsPerTurn = 1000;

    private readonly IDescriptorPoller _poller;
    private readonly Socket _socket;
    private readonly Action<Transport> _accept;
    private readonly Func<int> _keepAliveSeconds;
    private readonly string? _unixPath;

    public DescriptorListener(
        IDescriptorPoller poller, EndPoint endPoint, int backlog, Func<int> keepAliveSeconds, Action<Transport> accept)
    {
        _poller = poller;
        _accept = accept;
        _keepAliveSeconds = keepAliveSeconds;
        _unixPath = (endPoint as UnixDomainSocketEndPoint)?.ToString();
        _socket = ListeningSocket.Open(endPoint, backlog);
        _socket.Blocking = false;
    }

    public EndPoint EndPoint => _socket.LocalEndPoint!;

    private int Descriptor => (int)_socket.Handle;

    public void Start() => _poller.AddListener(Descriptor, this);

    public void OnReadable()
    {
        int flags = Linux.CloseOnExec | (_poller.NeedsNonBlocking ? Linux.NonBlocking : 0);
        for (int i = 0; i < AcceptsPerTurn; i++)
        {
            int descriptor = Linux.Accept(Descriptor, null, null, flags);
            if (descriptor < 0)
                return;
            if (_unixPath is null)
                SetTcpOptions(descriptor);
            _accept(_poller.CreateTransport(descriptor, _unixPath));
        }
    }

    public void OnWritable()
    {
    }

    public void Stop()
    {
        _poller.RemoveListener(Descriptor);
        ListeningSocket.Close(_socket);
    }

    private void SetTcpOptions(int descriptor)
    {
        Set(descriptor, Linux.ProtocolTcp, Linux.TcpNoDelay, 1);
        int seconds = _keepAliveSeconds();
        if (seconds == 0)
            return;
        Set(descriptor, Linux.SocketLevel, Linux.KeepAlive, 1);
        Set(descriptor, Linux.ProtocolTcp, Linux.TcpKeepIdle, seconds);
        Set(descriptor, Linux.ProtocolTcp, Linux.TcpKeepInterval, Math.Max(1, seconds / 3));
        Set(descriptor, Linux.ProtocolTcp, Linux.TcpKeepCount, 3);
    }

    private static void Set(int descriptor, int level, int option, int value) =>
        Linux.SetOption(descriptor, level, option, &value, sizeof(int));
}

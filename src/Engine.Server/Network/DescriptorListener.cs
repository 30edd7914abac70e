using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Engine.Server.Network;

/// <summary>Accepts clients of one address on a loop of Linux's.</summary>
internal sealed unsafe class DescriptorListener : IPollTarget, IListener
{
    private const int AcceptsPerTurn = 1000;

    private readonly IDescriptorPoller _poller;
    private readonly Socket _socket;
    private readonly Action<Transport> _accept;
    private readonly Action<Transport> _turnAway;
    private readonly Func<int> _keepAliveSeconds;
    private readonly string? _unixPath;

    /// <summary>
    /// Given up for whoever comes when no other is left, to turn him away: he would wait for ever, and the loop would
    /// be told of him in every turn.
    /// </summary>
    private int _spare = -1;

    public DescriptorListener(
        IDescriptorPoller poller,
        EndPoint endPoint,
        int backlog,
        Func<int> keepAliveSeconds,
        Action<Transport> accept,
        Action<Transport> turnAway)
    {
        _poller = poller;
        _accept = accept;
        _turnAway = turnAway;
        _keepAliveSeconds = keepAliveSeconds;
        _unixPath = (endPoint as UnixDomainSocketEndPoint)?.ToString();
        _socket = ListeningSocket.Open(endPoint, backlog);
        _socket.Blocking = false;
    }

    public EndPoint EndPoint => _socket.LocalEndPoint!;

    private int Descriptor => (int)_socket.Handle;

    public void Start()
    {
        KeepSpare();
        _poller.AddListener(Descriptor, this);
    }

    public void OnReadable()
    {
        for (int i = 0; i < AcceptsPerTurn; i++)
        {
            int descriptor = Accept();
            if (descriptor >= 0)
                TakeOn(descriptor);
            else if (!HasNoDescriptor || !TryTurnAway())
                return;
        }
    }

    public void OnWritable()
    {
    }

    public void Stop()
    {
        _poller.RemoveListener(Descriptor);
        ListeningSocket.Close(_socket);
        GiveSpare();
    }

    private static bool HasNoDescriptor =>
        Marshal.GetLastPInvokeError() is Linux.NoDescriptorOfProcess or Linux.NoDescriptorOfSystem;

    private int Accept() => Linux.Accept(
        Descriptor, null, null, Linux.CloseOnExec | (_poller.NeedsNonBlocking ? Linux.NonBlocking : 0));

    private void TakeOn(int descriptor)
    {
        if (_unixPath is null)
            SetTcpOptions(descriptor);
        _accept(_poller.CreateTransport(descriptor, _unixPath));
    }

    private bool TryTurnAway()
    {
        GiveSpare();
        int descriptor = Accept();
        if (descriptor >= 0)
            _turnAway(_poller.CreateTransport(descriptor, _unixPath));
        KeepSpare();
        return descriptor >= 0;
    }

    private void KeepSpare()
    {
        if (_spare < 0)
            _spare = Linux.EventDescriptor(0, Linux.CloseOnExec);
    }

    private void GiveSpare()
    {
        if (_spare >= 0)
            Linux.Close(_spare);
        _spare = -1;
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

using System.Runtime.InteropServices;

namespace Engine.Server.Network;

/// <summary>A TCP or Unix socket on the epoll loop.</summary>
/// <param name="unixPath">The path of the Unix socket, null for TCP. Its clients have no address of their own.</param>
internal sealed unsafe class EpollTransport(EpollPoller poller, int descriptor, string? unixPath) : Transport
{
    private string? _remoteAddress;
    private string? _localAddress;
    private bool _isReceiving = true;
    private bool _isWaitingToSend;

    public override string RemoteAddress =>
        _remoteAddress ??= IsUnixSocket ? SocketAddressText.Unix(unixPath!) : SocketAddressText.Peer(descriptor);

    public override string LocalAddress =>
        _localAddress ??= IsUnixSocket ? SocketAddressText.Unix(unixPath!) : SocketAddressText.Local(descriptor);

    public override bool IsUnixSocket => unixPath is not null;

    public override int Descriptor => descriptor;

    public override void Attach(IPollTarget target) => poller.AddConnection(descriptor, target);

    public override int Receive(Span<byte> buffer)
    {
        int received;
        fixed (byte* pointer = buffer)
            received = Result(Linux.Receive(descriptor, pointer, (nuint)buffer.Length, 0));
        if (received == buffer.Length)
            poller.TellAgain(descriptor);
        return received;
    }

    public override int Send(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* pointer = bytes)
        {
            int sent = Result(Linux.Send(descriptor, pointer, (nuint)bytes.Length, Linux.NoSignal));
            if (sent > 0 && _isWaitingToSend)
                SetWaitingToSend(false);
            return sent;
        }
    }

    /// <summary>Asks again each time: a connection that can be written to is told so once.</summary>
    public override void NotifyWhenWritable() => SetWaitingToSend(true);

    public override void StopReceiving()
    {
        _isReceiving = false;
        poller.Watch(descriptor, readable: false, _isWaitingToSend);
    }

    public override void Close()
    {
        poller.Remove(descriptor);
        Linux.Close(descriptor);
    }

    private void SetWaitingToSend(bool isWaiting)
    {
        _isWaitingToSend = isWaiting;
        poller.Watch(descriptor, _isReceiving, isWaiting);
    }

    private static int Result(nint result)
    {
        if (result >= 0)
            return (int)result;
        int error = Marshal.GetLastSystemError();
        return error is Linux.WouldBlock or Linux.Interrupted ? TryLater : Broken;
    }
}

namespace Engine.Server.Network;

/// <summary>A TCP or Unix socket on the epoll loop.</summary>
internal sealed unsafe class EpollTransport(EpollPoller poller, int descriptor, string? unixPath)
    : DescriptorTransport(descriptor, unixPath)
{
    private bool _isReceiving = true;
    private bool _isWaitingToSend;

    public override void Attach(IPollTarget target) => poller.AddConnection(Descriptor, target);

    public override int Receive(Span<byte> buffer)
    {
        int received;
        fixed (byte* pointer = buffer)
            received = Result(Linux.Receive(Descriptor, pointer, (nuint)buffer.Length, 0));
        if (received == buffer.Length)
            poller.TellAgain(Descriptor);
        return received;
    }

    public override int Send(ReadOnlySpan<byte> bytes)
    {
        int sent = SendNow(bytes, Linux.NoSignal);
        if (sent > 0 && _isWaitingToSend)
            SetWaitingToSend(false);
        return sent;
    }

    /// <summary>Asks again each time: a connection that can be written to is told so once.</summary>
    public override void NotifyWhenWritable() => SetWaitingToSend(true);

    public override void StopReceiving()
    {
        _isReceiving = false;
        poller.Watch(Descriptor, readable: false, _isWaitingToSend);
    }

    public override void Close()
    {
        poller.Remove(Descriptor);
        Linux.Close(Descriptor);
    }

    private void SetWaitingToSend(bool isWaiting)
    {
        _isWaitingToSend = isWaiting;
        poller.Watch(Descriptor, _isReceiving, isWaiting);
    }
}

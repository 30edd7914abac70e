namespace Engine.Server.Network.Uring;

/// <summary>
/// A socket on the io_uring loop: what arrives has been received before it is told, what is sent goes out at the end of
/// the turn.
/// </summary>
internal sealed class UringTransport(UringPoller poller, int descriptor, string? unixPath)
    : DescriptorTransport(descriptor, unixPath)
{
    /// <summary>A peer that sends more than that while nobody listens is not received from for a while.</summary>
    private const int MostKept = 256 * 1024;

    private readonly KeptBytes _kept = new();
    private IPollTarget? _target;
    private int _index = -1;
    private int _buffer = -1;
    private int _bufferStart;
    private int _bufferEnd;

    /// <summary>What <see cref="Receive"/> answers when nothing is left.</summary>
    private int _state = TryLater;

    /// <summary>What the kernel had no room for.</summary>
    private byte[] _unsent = [];
    private bool _isReceiving;
    private bool _isSending;
    private bool _isWaitingForRoom;
    private bool _isWriterWaiting;
    private bool _isClosed;

    public override bool HasUnsent => _isSending || _unsent.Length > 0;

    public override void Attach(IPollTarget target)
    {
        _target = target;
        _index = poller.Add(this);
        StartReceiving();
    }

    public override int Receive(Span<byte> buffer)
    {
        if (_kept.Length > 0)
            return ReceiveKept(buffer);
        int count = Math.Min(_bufferEnd - _bufferStart, buffer.Length);
        if (count == 0)
            return _state;
        poller.Read(_buffer, _bufferStart, count).CopyTo(buffer);
        _bufferStart += count;
        return count;
    }

    public override int Send(ReadOnlySpan<byte> bytes)
    {
        // One send at a time, or one that falls short would be overtaken.
        if (_isSending)
            poller.Submit();
        if (_state == Broken)
            return Broken;
        if (_unsent.Length > 0)
            return TryLater;
        if (bytes.Length > SendBatch.LargestPiece)
            return SendNow(bytes);
        _isSending = true;
        poller.Send(this, bytes);
        return bytes.Length;
    }

    public override void NotifyWhenWritable()
    {
        _isWriterWaiting = true;
        if (!_isSending)
            AskForRoom();
    }

    /// <summary>Nothing to do: after the peer's last byte the kernel has ended receiving by itself.</summary>
    public override void StopReceiving()
    {
    }

    public override void Close()
    {
        if (_isSending)
            poller.Submit();
        _isClosed = true;
        // The kernel's own part in the socket ends when it has told so; the peer hears of it now.
        Linux.Shutdown(Descriptor, Linux.BothDirections);
        Linux.Close(Descriptor);
        ForgetIfOver();
    }

    /// <summary>Bytes stand in a buffer, which goes back to the kernel afterwards.</summary>
    internal void Received(int buffer, int length, bool hasMore)
    {
        _isReceiving = hasMore;
        if (!_isClosed)
            Deliver(buffer, length);
        if (_isClosed)
            ForgetIfOver();
        else if (!_isReceiving)
            ReceiveOn();
        else if (_kept.Length > MostKept)
            poller.CancelBytes(_index);
    }

    /// <summary>The kernel receives no more, because of that result.</summary>
    internal void ReceiveEnded(int result)
    {
        _isReceiving = false;
        if (_isClosed)
        {
            ForgetIfOver();
        }
        else if (result is -Linux.NoBuffers or -Linux.Canceled)
        {
            ReceiveOn();
        }
        else
        {
            _state = result == 0 && _state != Broken ? 0 : Broken;
            _target!.OnReadable();
        }
    }

    internal void RoomIsThere()
    {
        _isWaitingForRoom = false;
        if (_isClosed)
            ForgetIfOver();
        else if (_unsent.Length == 0)
            NotifyWriter();
        else
            SendRest();
    }

    internal void SendFellShort(ReadOnlySpan<byte> rest)
    {
        _unsent = rest.ToArray();
        AskForRoom();
    }

    internal void SendFailed()
    {
        _state = Broken;
        poller.Signal(this);
    }

    /// <summary>The last send was submitted, and what it left behind is known.</summary>
    internal void SendIsOver()
    {
        _isSending = false;
        if (_isWriterWaiting && _unsent.Length == 0)
            poller.Signal(this);
    }

    /// <summary>Tells the target what it has not heard, or not to its end.</summary>
    internal void Notify()
    {
        if (!_isClosed && (_kept.Length > 0 || _state != TryLater))
            _target?.OnReadable();
        if (!_isClosed && !HasUnsent)
            NotifyWriter();
    }

    private void Deliver(int buffer, int length)
    {
        if (_kept.Length > 0)
        {
            _kept.Add(poller.Read(buffer, 0, length));
            return;
        }

        (_buffer, _bufferStart, _bufferEnd) = (buffer, 0, length);
        int start = -1;
        while (!_isClosed && _bufferStart < _bufferEnd && _bufferStart > start)
        {
            start = _bufferStart;
            _target!.OnReadable();
        }

        if (!_isClosed && _bufferStart < _bufferEnd)
            _kept.Add(poller.Read(buffer, _bufferStart, _bufferEnd - _bufferStart));
        (_buffer, _bufferStart, _bufferEnd) = (-1, 0, 0);
    }

    private int ReceiveKept(Span<byte> buffer)
    {
        int count = _kept.Take(buffer);
        if (_kept.Length > 0 || _state != TryLater)
            poller.Signal(this);
        else if (!_isReceiving)
            StartReceiving();
        return count;
    }

    /// <summary>After an end that was not the peer's, unless there is enough to do already.</summary>
    private void ReceiveOn()
    {
        if (_kept.Length == 0 && _state == TryLater)
            StartReceiving();
    }

    private void StartReceiving()
    {
        _isReceiving = true;
        poller.AskForBytes(_index, Descriptor);
    }

    private int SendNow(ReadOnlySpan<byte> bytes) => SendNow(bytes, Linux.NoSignal | Linux.DoNotWait);

    private void SendRest()
    {
        int sent = SendNow(_unsent);
        if (sent == Broken)
        {
            _unsent = [];
            SendFailed();
            return;
        }

        _unsent = _unsent[Math.Max(sent, 0)..];
        if (_unsent.Length > 0)
            AskForRoom();
        else
            NotifyWriter();
    }

    private void NotifyWriter()
    {
        if (!_isWriterWaiting)
            return;
        _isWriterWaiting = false;
        _target!.OnWritable();
    }

    private void AskForRoom()
    {
        if (_isWaitingForRoom || _index < 0)
            return;
        _isWaitingForRoom = true;
        poller.AskForRoom(_index, Descriptor);
    }

    private void ForgetIfOver()
    {
        if (_isReceiving || _isWaitingForRoom || _index < 0)
            return;
        poller.Remove(_index);
        _index = -1;
    }
}

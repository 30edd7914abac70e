using Engine.Server.Protocol;
using Engine.Server.Sessions;

namespace Engine.Server.Network;

/// <summary>
/// One client's connection: brings what arrives to dispatch, and sends what the session's output holds.
/// </summary>
internal sealed class Connection : IPollTarget, IClientLink
{
    private const int SmallestInput = ChunkPool.ChunkLength;

    /// <summary>A client that reads as fast as we send must not keep the others waiting.</summary>
    private const int BytesPerFlush = 4 * 1024 * 1024;

    private readonly ConnectionHost _host;
    private readonly Transport _transport;
    private byte[] _input = [];
    private int _inputLength;
    private bool _isFlushScheduled;
    private bool _isWaitingToSend;
    private bool _hasPeerFinished;
    private bool _isProcessing;
    private bool _hasMissedArrival;
    private bool _isAborted;
    private bool _isClosed;

    public Connection(ConnectionHost host, Transport transport, long id, long now)
    {
        _host = host;
        _transport = transport;
        Session = new Session(id, this, host.Chunks, now);
        Session.Output.Grown = _host.Limits.WatchOutput(Session);
    }

    public Session Session { get; }

    public string RemoteAddress => _transport.RemoteAddress;

    public string LocalAddress => _transport.LocalAddress;

    public int Descriptor => _transport.Descriptor;

    public bool IsUnixSocket => _transport.IsUnixSocket;

    public bool IsLocal => _transport.IsLocal;

    public int PendingInput => _inputLength;

    public int InputCapacity => _input.Length;

    public bool IsWaitingToSend => _isWaitingToSend;

    public void Start() => _transport.Attach(this);

    public void OnReadable()
    {
        if (_isClosed || _hasPeerFinished)
            return;
        if (_isProcessing)
        {
            // Its own script keeps the engine busy: what it sends meanwhile waits.
            _hasMissedArrival = true;
            return;
        }

        byte[] buffer = _inputLength == 0 ? _host.Loop.ReceiveBuffer : RoomForMore();
        int received = _transport.Receive(buffer.AsSpan(_inputLength));
        if (received > 0)
            Process(buffer, _inputLength + received, received);
        else if (received == 0)
            FinishPeer();
        else if (received == Transport.Broken)
            Close();
    }

    public void OnWritable()
    {
        if (_isClosed)
            return;
        _isWaitingToSend = false;
        Flush();
    }

    public void ScheduleFlush()
    {
        if (_isFlushScheduled || _isWaitingToSend || _isClosed)
            return;
        _isFlushScheduled = true;
        _host.Loop.ScheduleFlush(this);
    }

    /// <summary>The requests behind the one that waited run in the next turn, as if they arrived now.</summary>
    public void Resume() => _host.Loop.Post(ProcessPending);

    public void Abort()
    {
        _isAborted = true;
        Session.CloseAfterReplies();
        ScheduleClose();
    }

    /// <summary>Sends what waits, as far as the peer takes it.</summary>
    public void Flush()
    {
        _isFlushScheduled = false;
        if (_isAborted)
        {
            Close();
            return;
        }

        if (_isClosed)
            return;
        int budget = BytesPerFlush;
        while (Session.Sendable is { IsEmpty: false } next)
        {
            int sent = budget > 0 ? _transport.Send(next) : Transport.TryLater;
            if (sent == Transport.Broken)
            {
                Close();
                return;
            }

            if (sent == Transport.TryLater)
            {
                _isWaitingToSend = true;
                _transport.NotifyWhenWritable();
                return;
            }

            _host.Statistics.NetOutputBytes += sent;
            Session.LastInteraction = _host.Now;
            Session.Output.Consume(sent);
            Session.SentBytes += sent;
            budget -= sent;
        }

        if (Session.IsOutputHeld)
            return;
        _host.Statistics.WritesProcessed++;
        Session.SoftLimitReachedAt = 0;
        if (!Session.ClosesAfterReplies)
            return;
        if (_transport.HasUnsent)
            _transport.NotifyWhenWritable();
        else
            Close();
    }

    /// <summary>Ends the connection now, whatever waits.</summary>
    public void Close()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        _transport.Close();
        Session.CloseAfterReplies();
        if (!_isProcessing)
            ReleaseBuffers();
        _host.Closed(Session);
    }

    private void Process(byte[] buffer, int length, int received)
    {
        _host.Statistics.ReadsProcessed++;
        _host.Statistics.NetInputBytes += received;
        Consume(buffer, length);
        if (_inputLength + Session.Transaction.QueuedBytes > _host.Options.QueryBufferLimit)
            _host.Limits.CloseForInput(this);
    }

    /// <summary>Runs the requests in the buffer and keeps the bytes of one that is incomplete.</summary>
    private void Consume(byte[] buffer, int length)
    {
        int consumed = length;
        _isProcessing = true;
        if (!Session.ClosesAfterReplies)
            consumed = _host.Dispatcher.Process(Session, buffer.AsSpan(0, length));
        _isProcessing = false;
        if (_isClosed)
        {
            ReleaseBuffers();
            return;
        }

        if (_hasMissedArrival)
        {
            _hasMissedArrival = false;
            _host.Loop.Post(OnReadable);
        }

        Keep(buffer, consumed, length - consumed);
        if (Session.Output.Length > 0 || Session.ClosesAfterReplies)
            ScheduleFlush();
    }

    private void ReleaseBuffers()
    {
        Session.Output.Clear();
        _host.Chunks.Return(_input);
        _input = [];
        _inputLength = 0;
    }

    private void Keep(byte[] buffer, int start, int length)
    {
        if (length == 0)
        {
            _host.Chunks.Return(_input);
            _input = [];
        }
        else
        {
            if (_input.Length < length)
                _input = _host.Chunks.Rent(Math.Max(length * 2, SmallestInput));
            if (start > 0 || !ReferenceEquals(buffer, _input))
                buffer.AsSpan(start, length).CopyTo(_input);
        }

        _inputLength = length;
    }

    /// <summary>Grows with what has arrived, not with what a client declared to be on its way.</summary>
    private byte[] RoomForMore()
    {
        if (_input.Length - _inputLength < SmallestInput / 2)
        {
            byte[] larger = _host.Chunks.Rent(_input.Length * 2);
            _input.AsSpan(0, _inputLength).CopyTo(larger);
            _host.Chunks.Return(_input);
            _input = larger;
        }

        return _input;
    }

    private void ProcessPending()
    {
        if (_isClosed || Session.IsWaiting)
            return;
        Consume(_input, _inputLength);
        if (_hasPeerFinished && !Session.IsWaiting)
            CloseAfterReplies();
    }

    /// <summary>
    /// The peer sends no more; what it asked for is still answered, unless the request would have to wait.
    /// </summary>
    private void FinishPeer()
    {
        if (Session.Waiting is WaitReason.Paused or WaitReason.Blocked)
        {
            Close();
            return;
        }

        _hasPeerFinished = true;
        _transport.StopReceiving();
        if (!Session.IsWaiting)
            CloseAfterReplies();
    }

    private void CloseAfterReplies()
    {
        Session.CloseAfterReplies();
        ScheduleClose();
    }

    private void ScheduleClose()
    {
        if (!_isFlushScheduled && !_isClosed)
        {
            _isFlushScheduled = true;
            _host.Loop.ScheduleFlush(this);
        }
    }
}

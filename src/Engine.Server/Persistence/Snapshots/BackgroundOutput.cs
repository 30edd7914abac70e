using System.Buffers;
using Engine.Server.Files;

namespace Engine.Server.Persistence.Snapshots;

/// <summary>
/// Writes a snapshot on a thread of its own. The engine thread hands it pieces and looks at <see cref="PendingBytes"/>
/// before it makes more of them.
/// </summary>
internal sealed class BackgroundOutput : ISnapshotOutput
{
    private readonly SnapshotFile _file;
    private readonly Action _wake;
    private readonly Action<Exception?> _ended;
    private readonly Queue<(byte[] Bytes, int Length)> _pieces = new();
    private readonly Thread _thread;
    private SnapshotChecksum _checksum;
    private long _pendingBytes;
    private Exception? _refusal;
    private bool _isComplete;
    private volatile bool _isAbandoned;
    private volatile bool _hasFailed;

    /// <param name="file">The file, which this object owns from now on.</param>
    /// <param name="wake">Called on the thread whenever a piece has been written.</param>
    /// <param name="ended">Called on the thread at the end, with what failed, or null; not when it was
    /// abandoned.</param>
    public BackgroundOutput(SnapshotFile file, Action wake, Action<Exception?> ended)
    {
        _file = file;
        _wake = wake;
        _ended = ended;
        _thread = new Thread(Run) { IsBackground = true, Name = "engine snapshot" };
        _thread.Start();
    }

    /// <summary>Bytes that wait to be written.</summary>
    public long PendingBytes => Interlocked.Read(ref _pendingBytes);

    /// <summary>Nothing that is handed in from now on is of use.</summary>
    public bool HasFailed => _hasFailed;

    private bool IsUseless => _isAbandoned || _refusal is not null;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (_hasFailed)
            return;
        byte[] piece = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(piece);
        Interlocked.Add(ref _pendingBytes, bytes.Length);
        lock (_pieces)
        {
            _pieces.Enqueue((piece, bytes.Length));
            Monitor.Pulse(_pieces);
        }
    }

    /// <summary>All has been handed in: when it is written, the file gets its name.</summary>
    public void Complete(SnapshotChecksum checksum)
    {
        lock (_pieces)
        {
            _checksum = checksum;
            _isComplete = true;
            Monitor.Pulse(_pieces);
        }
    }

    /// <summary>What should be handed in cannot be: the snapshot fails.</summary>
    public void Refuse(Exception reason)
    {
        lock (_pieces)
        {
            _refusal ??= reason;
            _hasFailed = true;
            Monitor.Pulse(_pieces);
        }
    }

    /// <summary>The file is not wanted any more. Returns when it is gone, or has got its name just now.</summary>
    public void Abandon()
    {
        lock (_pieces)
        {
            _isAbandoned = true;
            Monitor.Pulse(_pieces);
        }

        _thread.Join();
    }

    private void Run()
    {
        Exception? failure = null;
        bool isSafe = false;
        try
        {
            while (TryTake(out byte[] bytes, out int length))
                Write(bytes, length);
            failure = _refusal;
            isSafe = failure is null && !_isAbandoned;
            if (isSafe)
                _file.Complete(_checksum);
        }
        catch (Exception exception) when (FileFailure.Is(exception))
        {
            failure = exception;
            isSafe = false;
            _hasFailed = true;
        }

        if (!isSafe)
            _file.Abandon();
        if (!_isAbandoned)
            _ended(failure);
    }

    /// <summary>Waits for the next piece. Returns false when there will be none.</summary>
    private bool TryTake(out byte[] bytes, out int length)
    {
        lock (_pieces)
        {
            while (_pieces.Count == 0 && !_isComplete && !IsUseless)
                Monitor.Wait(_pieces);
            bool isTaken = _pieces.TryDequeue(out (byte[] Bytes, int Length) piece) && !IsUseless;
            (bytes, length) = piece;
            return isTaken;
        }
    }

    private void Write(byte[] bytes, int length)
    {
        _file.Write(bytes.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(bytes);
        Interlocked.Add(ref _pendingBytes, -length);
        _wake();
    }
}

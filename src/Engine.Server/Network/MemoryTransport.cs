using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;

namespace Engine.Server.Network;

/// <summary>The engine's end of a connection within the process: two pipes instead of a socket.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The client owns its end of the connection.")]
internal sealed class MemoryTransport : Transport
{
    private readonly EventLoop _loop;
    private readonly Pipe _toEngine = new();
    private readonly Pipe _toClient = new();
    private readonly MemoryDuplexStream _clientStream;
    private IPollTarget? _target;
    private ValueTask<FlushResult> _flush;
    private bool _isFlushing;

    public MemoryTransport(EventLoop loop)
    {
        _loop = loop;
        _clientStream = new MemoryDuplexStream(_toClient.Reader, _toEngine.Writer, SignalArrival);
    }

    /// <summary>The other end, for the client.</summary>
    public Stream ClientStream => _clientStream;

    public override string RemoteAddress => "memory:0";

    public override string LocalAddress => "memory:0";

    public override bool IsLocal => true;

    public override void Attach(IPollTarget target)
    {
        _target = target;
        SignalArrival();
    }

    public override int Receive(Span<byte> buffer)
    {
        if (!_toEngine.Reader.TryRead(out ReadResult result))
            return TryLater;
        if (result.Buffer.IsEmpty)
            return result.IsCompleted ? 0 : TryLater;

        int count = (int)Math.Min(result.Buffer.Length, buffer.Length);
        var taken = result.Buffer.Slice(0, count);
        int copied = 0;
        foreach (ReadOnlyMemory<byte> segment in taken)
        {
            segment.Span.CopyTo(buffer[copied..]);
            copied += segment.Length;
        }

        _toEngine.Reader.AdvanceTo(taken.End);
        SignalArrival();
        return count;
    }

    public override int Send(ReadOnlySpan<byte> bytes)
    {
        if (_isFlushing)
            return TryLater;
        const int LargestPiece = 64 * 1024;
        ReadOnlySpan<byte> piece = bytes.Length > LargestPiece ? bytes[..LargestPiece] : bytes;
        piece.CopyTo(_toClient.Writer.GetSpan(piece.Length));
        _toClient.Writer.Advance(piece.Length);
        ValueTask<FlushResult> flush = _toClient.Writer.FlushAsync();
        if (flush.IsCompletedSuccessfully)
            return flush.Result.IsCompleted ? Broken : piece.Length;
        _isFlushing = true;
        _flush = flush;
        return piece.Length;
    }

    public override void NotifyWhenWritable()
    {
        if (_isFlushing)
            _ = SignalWhenFlushedAsync(_flush);
        else
            _loop.Signal(_target!, isWritable: true);
    }

    public override void StopReceiving()
    {
    }

    public override void Close()
    {
        _toEngine.Reader.Complete();
        _toClient.Writer.Complete();
    }

    private void SignalArrival()
    {
        if (_target is not null)
            _loop.Signal(_target, isWritable: false);
    }

    private async Task SignalWhenFlushedAsync(ValueTask<FlushResult> flush)
    {
        await flush.ConfigureAwait(false);
        _loop.Post(() =>
        {
            _isFlushing = false;
            _target!.OnWritable();
        });
    }
}

using System.IO.Pipelines;

namespace Pipelines.Sockets.Unofficial;

/// <summary>
/// Moves bytes between a transport and two pipes: one loop receives, one sends, and each honours the thresholds of its
/// pipe. The directions end independently; the transport is closed when both have ended.
/// </summary>
internal sealed class DuplexPump : IDisposable
{
    private const int SmallReceiveBytes = 2 * 1024;
    private const int LargeReceiveBytes = 64 * 1024;
    private const int Receiving = 1;
    private const int Sending = 2;

    private readonly Transport _transport;
    private readonly Pipe _receivePipe;
    private readonly Pipe _sendPipe;
    private readonly InputReader _input;
    private readonly OutputWriter _output;
    private int _lastReceivedBytes;
    private long _receivedBytes;
    private long _sentBytes;
    private int _endedDirections;
    private volatile bool _closed;
    private volatile Exception? _abortCause;

    public DuplexPump(Transport transport, PipeOptions? sendOptions, PipeOptions? receiveOptions)
    {
        sendOptions ??= PipeOptions.Default;
        receiveOptions ??= PipeOptions.Default;
        _transport = transport;
        _receivePipe = new Pipe(receiveOptions);
        _sendPipe = new Pipe(sendOptions);
        _input = new InputReader(_receivePipe.Reader, OnInputCompleted);
        _output = new OutputWriter(_sendPipe.Writer, OnOutputCompleted);
        receiveOptions.WriterScheduler.Schedule(static pump => _ = ((DuplexPump)pump!).ReceiveAsync(), this);
        sendOptions.ReaderScheduler.Schedule(static pump => _ = ((DuplexPump)pump!).SendAsync(), this);
    }

    public PipeReader Input => _input;

    public PipeWriter Output => _output;

    public ShutdownCause Cause { get; } = new();

    public int LastReceivedBytes => Volatile.Read(ref _lastReceivedBytes);

    public long ReceivedBytes => Volatile.Read(ref _receivedBytes);

    public long SentBytes => Volatile.Read(ref _sentBytes);

    public long BytesWaitingToBeRead => Math.Max(0, ReceivedBytes - _input.ConsumedBytes);

    public long BytesWaitingToBeSent => Math.Max(0, _output.WrittenBytes - SentBytes);

    /// <summary>
    /// Closes the transport, which ends both loops: at once, or when the user takes what a paused one waits with.
    /// </summary>
    public void Dispose()
    {
        Cause.TrySet(PipeShutdownKind.PipeDisposed);
        Close();
        AbortSending(Closed());
    }

    private static ObjectDisposedException Closed() =>
        new(null, "The connection was closed by this side while it was in use.");

    private void OnInputCompleted()
    {
        Cause.TrySet(PipeShutdownKind.InputReaderCompleted);
        End(Receiving);
    }

    private void OnOutputCompleted(Exception? exception)
    {
        Cause.TrySet(PipeShutdownKind.OutputWriterCompleted);
        if (exception is not null)
        {
            // The peer must not take a failure half-way for the regular end of the stream.
            _closed = true;
            _transport.Abort();
            Dispose();
        }
    }

    private async Task ReceiveAsync()
    {
        Exception? fault = null;
        try
        {
            Cause.TrySet(await ReceiveUntilEndAsync().ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            fault = _closed ? Closed() : Cause.Explain(exception, receiving: true);
            AbortSending(fault);
        }

        await _receivePipe.Writer.CompleteAsync(fault).ConfigureAwait(false);
        End(Receiving);
    }

    private async Task<PipeShutdownKind> ReceiveUntilEndAsync()
    {
        var writer = _receivePipe.Writer;
        var sizeHint = SmallReceiveBytes;
        while (true)
        {
            await _transport.WaitForDataAsync().ConfigureAwait(false);
            var buffer = writer.GetMemory(sizeHint);
            var bytes = await _transport.ReceiveAsync(buffer).ConfigureAwait(false);
            Volatile.Write(ref _lastReceivedBytes, bytes);
            if (bytes == 0)
            {
                // Closing the transport from this side may show as an end of the stream, too.
                return _closed ? throw Closed() : PipeShutdownKind.ReadEndOfStream;
            }

            // Large replies fill buffer after buffer, and larger ones make fewer trips to the kernel.
            sizeHint = bytes == buffer.Length ? Math.Min(2 * sizeHint, LargeReceiveBytes) : SmallReceiveBytes;
            Volatile.Write(ref _receivedBytes, _receivedBytes + bytes);
            writer.Advance(bytes);
            var flush = await writer.FlushAsync().ConfigureAwait(false);
            if (flush.IsCompleted)
            {
                return PipeShutdownKind.ReadFlushCompleted;
            }
        }
    }

    private async Task SendAsync()
    {
        Exception? fault;
        try
        {
            fault = await SendUntilEndAsync().ConfigureAwait(false);
            if (fault is null)
            {
                await _transport.CompleteSendingAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            fault = _closed ? Closed() : Cause.Explain(exception, receiving: false);
        }

        await _sendPipe.Reader.CompleteAsync(fault).ConfigureAwait(false);
        End(Sending);
    }

    /// <summary>Returns null when everything was sent, otherwise why this loop was asked to give up.</summary>
    private async Task<Exception?> SendUntilEndAsync()
    {
        var reader = _sendPipe.Reader;
        while (true)
        {
            var read = await reader.ReadAsync().ConfigureAwait(false);
            if (read.IsCanceled)
            {
                return _abortCause;
            }

            var bytes = read.Buffer;
            if (!bytes.IsEmpty)
            {
                await _transport.SendAsync(bytes).ConfigureAwait(false);
                Volatile.Write(ref _sentBytes, _sentBytes + bytes.Length);
            }

            reader.AdvanceTo(bytes.End);
            if (read.IsCompleted)
            {
                return null;
            }
        }
    }

    /// <summary>
    /// A sending loop that waits for the user's next bytes would not notice that the connection is gone.
    /// </summary>
    private void AbortSending(Exception cause)
    {
        _abortCause = cause;
        _sendPipe.Reader.CancelPendingRead();
    }

    /// <summary>Closes the transport after the second direction.</summary>
    private void End(int direction)
    {
        if ((Interlocked.Or(ref _endedDirections, direction) | direction) == (Receiving | Sending))
        {
            Close();
        }
    }

    private void Close()
    {
        _closed = true;
        _transport.Dispose();
    }
}

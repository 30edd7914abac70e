using System.IO.Pipelines;
using System.Net.Sockets;

namespace Pipelines.Sockets.Unofficial;

/// <summary>
/// Moves bytes between a transport and two pipes: one loop receives, one sends, and each honours the thresholds of its
/// pipe. The directions end independently; the transport is closed when both have ended.
/// </summary>
internal sealed class DuplexPump : IDisposable
{
    private const int SmallReceiveBytes = 2 * 1024;
    private const int LargeReceiveBytes = 64 * 1024;

    private readonly Transport _transport;
    private readonly Pipe _receivePipe;
    private readonly Pipe _sendPipe;
    private readonly InputReader _input;
    private readonly OutputWriter _output;
    private int _shutdownKind;
    private int _socketError;
    private int _lastReceivedBytes;
    private long _receivedBytes;
    private long _sentBytes;
    private volatile bool _receiveEnded;
    private volatile bool _sendEnded;
    private volatile bool _disposed;
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

    public PipeShutdownKind ShutdownKind => (PipeShutdownKind)Volatile.Read(ref _shutdownKind);

    public SocketError SocketError => (SocketError)Volatile.Read(ref _socketError);

    public int LastReceivedBytes => Volatile.Read(ref _lastReceivedBytes);

    public long ReceivedBytes => Volatile.Read(ref _receivedBytes);

    public long SentBytes => Volatile.Read(ref _sentBytes);

    public long BytesWaitingToBeRead => Math.Max(0, ReceivedBytes - _input.ConsumedBytes);

    public long BytesWaitingToBeSent => Math.Max(0, _output.WrittenBytes - SentBytes);

    /// <summary>Records why the connection ends, unless an earlier cause is known.</summary>
    public bool TrySetShutdown(PipeShutdownKind kind) =>
        Interlocked.CompareExchange(ref _shutdownKind, (int)kind, (int)PipeShutdownKind.None) == (int)PipeShutdownKind.None;

    public void Dispose()
    {
        TrySetShutdown(PipeShutdownKind.PipeDisposed);
        _disposed = true;
        _transport.Dispose();
        _receivePipe.Writer.CancelPendingFlush();
        AbortSending(Disposed());
    }

    private static ObjectDisposedException Disposed() =>
        new(null, "The connection was disposed while it was in use. Complete its output and drain its input first.");

    private void OnInputCompleted()
    {
        TrySetShutdown(PipeShutdownKind.InputReaderCompleted);
        _receiveEnded = true;
        CloseWhenBothEnded();
    }

    private void OnOutputCompleted() => TrySetShutdown(PipeShutdownKind.OutputWriterCompleted);

    private async Task ReceiveAsync()
    {
        Exception? fault = null;
        try
        {
            TrySetShutdown(await ReceiveUntilEndAsync().ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            fault = Explain(exception, receiving: true);
            AbortSending(fault);
        }

        await _receivePipe.Writer.CompleteAsync(fault).ConfigureAwait(false);
        _receiveEnded = true;
        CloseWhenBothEnded();
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
                return PipeShutdownKind.ReadEndOfStream;
            }

            // Large replies fill buffer after buffer, and larger ones make fewer trips to the kernel.
            sizeHint = bytes == buffer.Length ? Math.Min(2 * sizeHint, LargeReceiveBytes) : SmallReceiveBytes;
            Volatile.Write(ref _receivedBytes, _receivedBytes + bytes);
            writer.Advance(bytes);
            var flush = await writer.FlushAsync().ConfigureAwait(false);
            if (flush.IsCanceled)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                return PipeShutdownKind.ReadFlushCanceled;
            }

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
                TrySetShutdown(PipeShutdownKind.WriteEndOfStream);
                await _transport.CompleteSendingAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            fault = Explain(exception, receiving: false);
        }

        await _sendPipe.Reader.CompleteAsync(fault).ConfigureAwait(false);
        _sendEnded = true;
        CloseWhenBothEnded();
    }

    /// <summary>Returns null when all was sent, otherwise what made the other direction give up.</summary>
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

    /// <summary>A sending loop that waits for the user's next bytes would not notice that the connection is gone.</summary>
    private void AbortSending(Exception cause)
    {
        _abortCause = cause;
        _sendPipe.Reader.CancelPendingRead();
    }

    private void CloseWhenBothEnded()
    {
        if (_receiveEnded && _sendEnded)
        {
            _transport.Dispose();
        }
    }

    /// <summary>Turns what the transport threw into what the user sees, and records it.</summary>
    private Exception Explain(Exception exception, bool receiving)
    {
        if (_disposed)
        {
            return Disposed();
        }

        var socketException = exception as SocketException ?? exception.InnerException as SocketException;
        if (socketException is not null)
        {
            Interlocked.CompareExchange(ref _socketError, (int)socketException.SocketErrorCode, (int)SocketError.Success);
            TrySetShutdown(receiving ? PipeShutdownKind.ReadSocketError : PipeShutdownKind.WriteSocketError);
            return IsReset(socketException.SocketErrorCode)
                ? new ConnectionResetException("The peer reset the connection.", exception)
                : new IOException(exception.Message, exception);
        }

        TrySetShutdown(exception switch
        {
            ObjectDisposedException => receiving ? PipeShutdownKind.ReadDisposed : PipeShutdownKind.WriteDisposed,
            IOException => receiving ? PipeShutdownKind.ReadIOException : PipeShutdownKind.WriteIOException,
            _ => receiving ? PipeShutdownKind.ReadException : PipeShutdownKind.WriteException,
        });
        return exception;
    }

    /// <summary>A send on a connection that the peer has closed reports Shutdown on Unix and ConnectionAborted on Windows.</summary>
    private static bool IsReset(SocketError error) =>
        error is SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown;
}

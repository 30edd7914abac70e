using System.Net.Sockets;

namespace Pipelines.Sockets.Unofficial;

/// <summary>Why a connection ended: of several causes, the first one that was noticed.</summary>
internal sealed class ShutdownCause
{
    private int _kind;
    private int _socketError;

    public PipeShutdownKind Kind => (PipeShutdownKind)Volatile.Read(ref _kind);

    public SocketError SocketError => (SocketError)Volatile.Read(ref _socketError);

    /// <summary>Records a cause, unless an earlier one is known.</summary>
    public bool TrySet(PipeShutdownKind kind) => Interlocked.CompareExchange(ref _kind, (int)kind, 0) == 0;

    /// <summary>Records what the transport threw, and returns what the user sees of it.</summary>
    public Exception Explain(Exception exception, bool receiving)
    {
        var socketException = exception as SocketException ?? exception.InnerException as SocketException;
        TrySet((exception, socketException) switch
        {
            (_, not null) => receiving ? PipeShutdownKind.ReadSocketError : PipeShutdownKind.WriteSocketError,
            (ObjectDisposedException, _) => receiving ? PipeShutdownKind.ReadDisposed : PipeShutdownKind.WriteDisposed,
            (IOException, _) => receiving ? PipeShutdownKind.ReadIOException : PipeShutdownKind.WriteIOException,
            _ => receiving ? PipeShutdownKind.ReadException : PipeShutdownKind.WriteException,
        });

        if (socketException is null)
        {
            return exception;
        }

        Interlocked.CompareExchange(ref _socketError, (int)socketException.SocketErrorCode, 0);
        return IsReset(socketException.SocketErrorCode)
            ? new ConnectionResetException("The connection was reset by the peer.", exception)
            : exception as IOException ?? new IOException(exception.Message, exception);
    }

    /// <summary>A send to a peer that has closed reports Shutdown on Unix and ConnectionAborted on Windows.</summary>
    private static bool IsReset(SocketError error) =>
        error is SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown;
}

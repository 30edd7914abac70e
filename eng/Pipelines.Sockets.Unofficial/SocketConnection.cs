using System.IO.Pipelines;
using System.Net.Sockets;

namespace Pipelines.Sockets.Unofficial;

/// <summary>
/// A connected socket as a pair of pipes. <see cref="Input"/> completes when the peer ends its sending side, and
/// <see cref="Output"/> stays usable then; completing <see cref="Output"/> ends ours. The connection owns the socket
/// and closes it once both directions have ended.
/// </summary>
/// <remarks>
/// A reset that is met while receiving reaches both ends as a <see cref="ConnectionResetException"/>. One that is met
/// while sending reaches the writer; the operating system reports a reset once, so the reader may see no more than the
/// end then.
/// </remarks>
public sealed class SocketConnection : IMeasuredDuplexPipe, IDisposable
{
    private readonly Socket _socket;
    private readonly DuplexPump _pump;
    private readonly string _name;

    private SocketConnection(Socket socket, DuplexPump pump, string? name)
    {
        _socket = socket;
        _pump = pump;
        _name = name ?? nameof(SocketConnection);
    }

    /// <inheritdoc/>
    public PipeReader Input => _pump.Input;

    /// <inheritdoc/>
    public PipeWriter Output => _pump.Output;

    /// <summary>
    /// What ended the connection, or its first direction to end; <see cref="PipeShutdownKind.None"/> while both are
    /// open.
    /// </summary>
    public PipeShutdownKind ShutdownKind => _pump.Cause.Kind;

    /// <summary>
    /// The first error that the socket reported; <see cref="SocketError.Success"/> if there was none.
    /// </summary>
    public SocketError SocketError => _pump.Cause.SocketError;

    /// <summary>Bytes received from the socket.</summary>
    public long BytesRead => _pump.ReceivedBytes;

    /// <summary>Bytes sent to the socket.</summary>
    public long BytesSent => _pump.SentBytes;

    /// <summary>
    /// Bytes that the latest receive returned; 0 before the first one and after the peer's end of stream.
    /// </summary>
    public int LastReceived => _pump.LastReceivedBytes;

    long IMeasuredDuplexPipe.TotalBytesSent => _pump.SentBytes;

    long IMeasuredDuplexPipe.TotalBytesReceived => _pump.ReceivedBytes;

    /// <summary>Wraps a connected socket and starts to receive.</summary>
    /// <param name="socket">A connected stream socket, which the connection owns from now on.</param>
    /// <param name="sendPipeOptions">
    /// The pipe behind <see cref="Output"/>; a flush waits above its pause threshold.
    /// </param>
    /// <param name="receivePipeOptions">
    /// The pipe behind <see cref="Input"/>; receiving waits above its pause threshold.
    /// </param>
    /// <param name="connectionOptions">How the socket is driven.</param>
    /// <param name="name">What <see cref="ToString"/> returns.</param>
    public static SocketConnection Create(
        Socket socket,
        PipeOptions? sendPipeOptions,
        PipeOptions? receivePipeOptions,
        SocketConnectionOptions connectionOptions = SocketConnectionOptions.None,
        string? name = null)
    {
        ArgumentNullException.ThrowIfNull(socket);
        var transport = new SocketTransport(socket, connectionOptions.HasFlag(SocketConnectionOptions.ZeroLengthReads));
        return new SocketConnection(socket, new DuplexPump(transport, sendPipeOptions, receivePipeOptions), name);
    }

    /// <summary>
    /// Loads System.IO.Pipelines, so that a deployment without it fails here and not at the first connection.
    /// </summary>
    public static void AssertDependencies() => GC.KeepAlive(PipeOptions.Default);

    /// <summary>Sends small messages at once (TCP_NODELAY), where the socket has that option.</summary>
    public static void SetRecommendedClientOptions(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        if (socket.AddressFamily != AddressFamily.Unix)
        {
            socket.NoDelay = true;
        }
    }

    /// <summary>
    /// Records that the protocol above ends the connection. False if another cause is known already, or if
    /// <paramref name="kind"/> is none of the two protocol exits.
    /// </summary>
    public bool TrySetProtocolShutdown(PipeShutdownKind kind) =>
        kind is PipeShutdownKind.ProtocolExitClient or PipeShutdownKind.ProtocolExitServer && _pump.Cause.TrySet(kind);

    /// <summary>Counts the bytes that are on their way, each by itself and not at one instant.</summary>
    public Counters GetCounters()
    {
        long available;
        try
        {
            available = _socket.Available;
        }
        catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
        {
            available = -1;
        }

        return new Counters(available, _pump.BytesWaitingToBeSent, _pump.BytesWaitingToBeRead);
    }

    /// <summary>
    /// Closes the socket at once. Bytes that wait to be sent are lost; those that the socket has are delivered.
    /// </summary>
    public void Dispose() => _pump.Dispose();

    /// <inheritdoc/>
    public override string ToString() => _name;

    /// <summary>Bytes on their way through a connection.</summary>
    public readonly struct Counters
    {
        internal Counters(long available, long waitingToBeSent, long waitingToBeRead)
        {
            BytesAvailableOnSocket = available;
            BytesWaitingToBeSent = waitingToBeSent;
            BytesWaitingToBeRead = waitingToBeRead;
        }

        /// <summary>Bytes that arrived and were not received yet; -1 if the socket is closed.</summary>
        public long BytesAvailableOnSocket { get; }

        /// <summary>Bytes written to the output and not sent yet.</summary>
        public long BytesWaitingToBeSent { get; }

        /// <summary>Bytes received and not consumed from the input yet.</summary>
        public long BytesWaitingToBeRead { get; }
    }
}

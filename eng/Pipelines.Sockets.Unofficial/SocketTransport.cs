using System.Buffers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Pipelines.Sockets.Unofficial;

/// <summary>
/// A connected socket. The socket caches what its operations need, so none of them allocates per call.
/// </summary>
internal sealed class SocketTransport(Socket socket, bool zeroLengthReads) : Transport
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WaitForDataAsync()
    {
        if (zeroLengthReads)
        {
            await socket.ReceiveAsync(Memory<byte>.Empty).ConfigureAwait(false);
        }
    }

    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer) => socket.ReceiveAsync(buffer);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask SendAsync(ReadOnlySequence<byte> bytes)
    {
        foreach (var segment in bytes)
        {
            var unsent = segment;
            while (!unsent.IsEmpty)
            {
                unsent = unsent[await socket.SendAsync(unsent).ConfigureAwait(false)..];
            }
        }
    }

    public override ValueTask CompleteSendingAsync()
    {
        socket.Shutdown(SocketShutdown.Send);
        return ValueTask.CompletedTask;
    }

    public override void Abort()
    {
        // A close that does not linger resets the connection.
        Ignoring(static socket => socket.LingerState = new LingerOption(enable: true, seconds: 0));
        socket.Dispose();
    }

    public override void Dispose()
    {
        // A socket that is disposed under a pending operation would reset the connection, and what was sent could be
        // lost.
        Ignoring(static socket => socket.Shutdown(SocketShutdown.Both));
        socket.Dispose();
    }

    /// <summary>These are the last words on a connection, and it does not matter if the peer is gone already.</summary>
    private void Ignoring(Action<Socket> lastWords)
    {
        try
        {
            lastWords(socket);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
        }
    }
}

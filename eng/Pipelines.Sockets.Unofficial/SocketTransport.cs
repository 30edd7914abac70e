using System.Buffers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Pipelines.Sockets.Unofficial;

/// <summary>A connected socket. The socket caches what its operations need, so none of them allocates per call.</summary>
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

    public override void Dispose() => socket.Dispose();
}

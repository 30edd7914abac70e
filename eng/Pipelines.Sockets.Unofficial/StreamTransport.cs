using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Pipelines.Sockets.Unofficial;

/// <summary>A stream that reads and writes independently, such as a TLS stream.</summary>
internal sealed class StreamTransport(Stream stream) : Transport
{
    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer) => stream.ReadAsync(buffer);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask SendAsync(ReadOnlySequence<byte> bytes)
    {
        foreach (var segment in bytes)
        {
            await stream.WriteAsync(segment).ConfigureAwait(false);
        }

        await stream.FlushAsync().ConfigureAwait(false);
    }

    /// <summary>A stream in general has no way to say this; these two have.</summary>
    public override ValueTask CompleteSendingAsync()
    {
        switch (stream)
        {
            case SslStream tls:
                return new ValueTask(tls.ShutdownAsync());
            case NetworkStream network:
                network.Socket.Shutdown(SocketShutdown.Send);
                return ValueTask.CompletedTask;
            default:
                return ValueTask.CompletedTask;
        }
    }

    public override void Dispose() => stream.Dispose();
}

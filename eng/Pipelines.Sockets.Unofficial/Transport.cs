using System.Buffers;

namespace Pipelines.Sockets.Unofficial;

/// <summary>What a <see cref="DuplexPump"/> moves bytes from and to.</summary>
internal abstract class Transport : IDisposable
{
    /// <summary>
    /// Completes when a receive would not wait for long; a transport that cannot tell completes at once.
    /// </summary>
    public virtual ValueTask WaitForDataAsync() => ValueTask.CompletedTask;

    /// <summary>Receives at least one byte; zero is the end of the peer's stream.</summary>
    public abstract ValueTask<int> ReceiveAsync(Memory<byte> buffer);

    /// <summary>Sends all the bytes.</summary>
    public abstract ValueTask SendAsync(ReadOnlySequence<byte> bytes);

    /// <summary>Tells the peer that nothing more will be sent, as far as the transport can say so.</summary>
    public abstract ValueTask CompleteSendingAsync();

    /// <summary>
    /// Closes both directions such that the peer does not take it for a regular end, as far as that is possible.
    /// </summary>
    public virtual void Abort() => Dispose();

    /// <summary>Closes both directions; pending operations end, and a second call does nothing.</summary>
    public abstract void Dispose();
}

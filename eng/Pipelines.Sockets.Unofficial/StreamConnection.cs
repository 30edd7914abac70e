using System.IO.Pipelines;

namespace Pipelines.Sockets.Unofficial;

/// <summary>Streams as pipes.</summary>
public static class StreamConnection
{
    /// <summary>
    /// A stream that reads and writes independently as a pair of pipes. They behave as those of
    /// <see cref="SocketConnection"/> do; the pipe owns the stream, is disposable and is an
    /// <see cref="IMeasuredDuplexPipe"/>.
    /// </summary>
    /// <param name="stream">The stream, readable and writable.</param>
    /// <param name="sendPipeOptions">The pipe behind the output; a flush waits above its pause threshold.</param>
    /// <param name="receivePipeOptions">
    /// The pipe behind the input; reading ahead stops above its pause threshold.
    /// </param>
    /// <param name="name">What the pipe's ToString returns.</param>
    public static IDuplexPipe GetDuplex(
        Stream stream,
        PipeOptions? sendPipeOptions = null,
        PipeOptions? receivePipeOptions = null,
        string? name = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead || !stream.CanWrite)
        {
            throw new ArgumentException("A duplex pipe needs a stream that can be read and written.", nameof(stream));
        }

        var transport = new StreamTransport(stream);
        return new StreamDuplexPipe(new DuplexPump(transport, sendPipeOptions, receivePipeOptions), name);
    }

    /// <summary>A stream as a pipe reader, which reads only when it is asked to.</summary>
    /// <param name="stream">The stream, readable; completing the reader closes it.</param>
    /// <param name="pipeOptions">
    /// The pool and the segment size; the thresholds have no effect, as nothing is read ahead.
    /// </param>
    /// <param name="name">Accepted for its callers; a reader does not show it.</param>
    public static PipeReader GetReader(Stream stream, PipeOptions? pipeOptions = null, string? name = null)
    {
        pipeOptions ??= PipeOptions.Default;
        return PipeReader.Create(stream, new StreamPipeReaderOptions(pipeOptions.Pool, pipeOptions.MinimumSegmentSize));
    }

    private sealed class StreamDuplexPipe(DuplexPump pump, string? name) : IMeasuredDuplexPipe, IDisposable
    {
        public PipeReader Input => pump.Input;

        public PipeWriter Output => pump.Output;

        public long TotalBytesSent => pump.SentBytes;

        public long TotalBytesReceived => pump.ReceivedBytes;

        public void Dispose() => pump.Dispose();

        public override string ToString() => name ?? nameof(StreamConnection);
    }
}

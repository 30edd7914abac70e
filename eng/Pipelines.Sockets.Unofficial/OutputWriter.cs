using System.IO.Pipelines;

namespace Pipelines.Sockets.Unofficial;

/// <summary>
/// The user's end of the sending pipe: counts the bytes that the user has written, and tells of its completion.
/// </summary>
internal sealed class OutputWriter(PipeWriter writer, Action<Exception?> onCompleted) : PipeWriter
{
    private long _writtenBytes;

    public long WrittenBytes => Volatile.Read(ref _writtenBytes);

    public override bool CanGetUnflushedBytes => writer.CanGetUnflushedBytes;

    public override long UnflushedBytes => writer.UnflushedBytes;

    public override Memory<byte> GetMemory(int sizeHint = 0) => writer.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => writer.GetSpan(sizeHint);

    public override void Advance(int bytes)
    {
        writer.Advance(bytes);
        Volatile.Write(ref _writtenBytes, _writtenBytes + bytes);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        writer.FlushAsync(cancellationToken);

    public override void CancelPendingFlush() => writer.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        onCompleted(exception);
        writer.Complete(exception);
    }
}

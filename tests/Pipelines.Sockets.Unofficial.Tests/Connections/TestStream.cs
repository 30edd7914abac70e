namespace Pipelines.Sockets.Unofficial.Tests.Connections;

/// <summary>A stream whose reads and writes are the test's to answer.</summary>
internal sealed class TestStream : Stream
{
    public Func<Memory<byte>, ValueTask<int>> OnRead { get; init; } =
        static _ => new(new TaskCompletionSource<int>().Task);

    public Func<ReadOnlyMemory<byte>, ValueTask> OnWrite { get; init; } = static _ => ValueTask.CompletedTask;

    public bool Writable { get; init; } = true;

    public bool IsDisposed { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => Writable;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        OnRead(buffer);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        OnWrite(buffer);

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}

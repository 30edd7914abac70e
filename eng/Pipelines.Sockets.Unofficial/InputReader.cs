using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Pipelines.Sockets.Unofficial;

/// <summary>
/// The user's end of the receiving pipe: counts the bytes that the user has consumed, and tells of its completion.
/// </summary>
internal sealed class InputReader(PipeReader reader, Action onCompleted) : PipeReader
{
    private ReadOnlySequence<byte> _current;
    private long _consumedBytes;

    public long ConsumedBytes => Volatile.Read(ref _consumedBytes);

    public override bool TryRead(out ReadResult result)
    {
        var available = reader.TryRead(out result);
        _current = result.Buffer;
        return available;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var pending = reader.ReadAsync(cancellationToken);
        return pending.IsCompletedSuccessfully ? new(Remember(pending.Result)) : RememberAsync(pending);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        var current = _current;
        if (!current.IsEmpty)
        {
            var bytes = current.GetOffset(consumed) - current.GetOffset(current.Start);
            Volatile.Write(ref _consumedBytes, _consumedBytes + bytes);
            _current = default;
        }

        reader.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => reader.CancelPendingRead();

    public override void Complete(Exception? exception = null)
    {
        reader.Complete(exception);
        onCompleted();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> RememberAsync(ValueTask<ReadResult> pending) =>
        Remember(await pending.ConfigureAwait(false));

    private ReadResult Remember(ReadResult result)
    {
        _current = result.Buffer;
        return result;
    }
}

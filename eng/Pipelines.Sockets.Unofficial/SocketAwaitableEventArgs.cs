using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Pipelines.Sockets.Unofficial;

/// <summary>
/// Socket arguments that can be awaited, one operation at a time and as often as wanted: start an operation, call
/// <see cref="Complete"/> if it finished at once, then await the arguments for the number of bytes.
/// </summary>
/// <param name="ioScheduler">
/// Where the awaiting code continues; null continues on the thread that completed the operation.
/// </param>
public sealed class SocketAwaitableEventArgs(PipeScheduler? ioScheduler = null)
    : SocketAsyncEventArgs(true), ICriticalNotifyCompletion
{
    private static readonly Action s_completed = static () => { };

    private Action? _continuation;
    private int _abortError;

    /// <summary>Whether an await would go on without waiting.</summary>
    public bool IsCompleted => ReferenceEquals(Volatile.Read(ref _continuation), s_completed);

    /// <summary>The arguments are their own awaiter.</summary>
    public SocketAwaitableEventArgs GetAwaiter() => this;

    /// <summary>
    /// The number of bytes that the operation moved; makes the arguments ready for the next operation.
    /// </summary>
    /// <exception cref="SocketException">The operation failed or was aborted.</exception>
    public int GetResult()
    {
        Volatile.Write(ref _continuation, null);
        var error = Volatile.Read(ref _abortError) is var abort and not 0 ? (SocketError)abort : SocketError;
        return error == SocketError.Success ? BytesTransferred : throw new SocketException((int)error);
    }

    /// <summary>Records that the operation is over; an awaiting method goes on.</summary>
    public void Complete() => OnCompleted(this);

    /// <summary>
    /// Gives up: whoever awaits the arguments, now or later, gets this error whatever the operation comes to.
    /// </summary>
    public void Abort(SocketError error = SocketError.OperationAborted)
    {
        Interlocked.CompareExchange(ref _abortError, (int)error, 0);
        Complete();
    }

    /// <inheritdoc/>
    public void OnCompleted(Action continuation)
    {
        if (ReferenceEquals(Interlocked.CompareExchange(ref _continuation, continuation, null), s_completed))
        {
            Continue(continuation);
        }
    }

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => OnCompleted(continuation);

    /// <inheritdoc/>
    protected override void OnCompleted(SocketAsyncEventArgs e)
    {
        var continuation = Interlocked.Exchange(ref _continuation, s_completed);
        if (continuation is not null && !ReferenceEquals(continuation, s_completed))
        {
            Continue(continuation);
        }
    }

    private void Continue(Action continuation)
    {
        if (ioScheduler is null)
        {
            continuation();
        }
        else
        {
            ioScheduler.Schedule(static state => ((Action)state!)(), continuation);
        }
    }
}

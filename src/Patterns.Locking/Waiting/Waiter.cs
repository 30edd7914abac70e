namespace Patterns.Locking.Waiting;

/// <summary>A caller that waits for its turn.</summary>
internal sealed class Waiter
{
    // The client calls back for each message on a thread of the pool by itself, so that whoever waited may go on there.
    private readonly TaskCompletionSource<Grant> _granted = new();

    /// <summary>Its turn.</summary>
    public Task<Grant> Granted => _granted.Task;

    public void Tell(Grant grant) => _granted.TrySetResult(grant);

    /// <summary>Waits for its turn, but not for ever.</summary>
    public async ValueTask<bool> IsGrantedAsync(
        TimeSpan time, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        // Most waits end by the message, and none of the others is worth an exception.
        await ((Task)Granted)
            .WaitAsync(time, timeProvider, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return Granted.IsCompleted;
    }
}

namespace Patterns.Locking.Waiting;

/// <summary>A caller that waits for its turn.</summary>
internal sealed class Waiter
{
    private readonly TaskCompletionSource<Grant> _granted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Its turn.</summary>
    public Task<Grant> Granted => _granted.Task;

    public void Tell(Grant grant) => _granted.TrySetResult(grant);

    /// <summary>Waits for its turn, but not for ever.</summary>
    public async ValueTask<bool> IsGrantedAsync(
        TimeSpan time, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task first = await Task
            .WhenAny(Granted, Task.Delay(time, timeProvider, over.Token))
            .ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return first == Granted;
    }
}

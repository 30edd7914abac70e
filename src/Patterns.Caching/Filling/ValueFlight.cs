namespace Patterns.Caching.Filling;

/// <summary>A flight and the value that it brings.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
internal sealed class ValueFlight<T> : Flight
{
    // Continuations run on their own, so that no caller runs in the time of another.
    private readonly TaskCompletionSource<T> _landing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override Task Landing => _landing.Task;

    public void Succeed(T value) => _landing.SetResult(value);

    public void Fail(Exception exception)
    {
        _landing.SetException(exception);

        // Every caller may have left; the exception then has no reader and is nobody's unobserved fault.
        _ = _landing.Task.Exception;
    }

    /// <summary>The result for one caller, who leaves when its token is cancelled.</summary>
    public async Task<T> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _landing.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Leave();
            throw;
        }
    }

    /// <summary>Waits for a while. A caller whose time is over has not left: the flight goes on for it.</summary>
    /// <returns>Whether the flight has ended, well or not.</returns>
    public async Task<bool> HasLandedAsync(
        TimeSpan limit, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        await ((Task)_landing.Task).WaitAsync(limit, timeProvider, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_landing.Task.IsCompleted && cancellationToken.IsCancellationRequested)
        {
            Leave();
            cancellationToken.ThrowIfCancellationRequested();
        }

        return _landing.Task.IsCompleted;
    }
}

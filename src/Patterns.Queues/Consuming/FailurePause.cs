namespace Patterns.Queues.Consuming;

/// <summary>How long to wait before asking a failing Redis again: longer each time, up to a second.</summary>
internal sealed class FailurePause(TimeProvider timeProvider)
{
    private static readonly TimeSpan _first = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(1);

    private TimeSpan _next = _first;

    public void Reset() => _next = _first;

    /// <summary>Waits; a cancellation ends it without an exception.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan pause = _next;
        _next = pause * 2 < _longest ? pause * 2 : _longest;
        await Task.Delay(pause, timeProvider, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

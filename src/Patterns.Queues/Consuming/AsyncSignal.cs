using System.Threading.Channels;

namespace Patterns.Queues.Consuming;

/// <summary>Wakes one waiter. A signal that comes while nobody waits is kept; a second one adds nothing.</summary>
internal sealed class AsyncSignal(TimeProvider timeProvider)
{
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _signals.Writer.TryWrite(true);

    /// <summary>Waits for a signal.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
        => _signals.Reader.ReadAsync(cancellationToken);

    /// <summary>Waits for a signal, until the time is over.</summary>
    public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            await _signals.Reader.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over, which is one of the two ends of the waiting.
        }
    }
}

using System.Collections.Concurrent;

namespace EmailQueue;

/// <summary>A mail server that knows no addresses without an @, and is busy every fifth time.</summary>
public sealed class Outbox
{
    private int _calls;

    public ConcurrentQueue<Email> Sent { get; } = new();

    /// <exception cref="TimeoutException">The server is busy.</exception>
    public Task SendAsync(Email email, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Interlocked.Increment(ref _calls) % 5 == 0)
        {
            throw new TimeoutException("The mail server is busy.");
        }

        Sent.Enqueue(email);
        return Task.CompletedTask;
    }
}

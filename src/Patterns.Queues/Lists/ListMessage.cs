using StackExchange.Redis;

namespace Patterns.Queues.Lists;

/// <summary>A message in the hands of a worker.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public sealed class ListMessage<T>
{
    private readonly ListConsumer<T> _consumer;
    private readonly RedisValue _payload;

    internal ListMessage(ListConsumer<T> consumer, RedisValue payload, T body)
    {
        _consumer = consumer;
        _payload = payload;
        Body = body;
    }

    /// <summary>What was sent.</summary>
    public T Body { get; }

    /// <summary>The message is handled. One round trip.</summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>False if the worker counted as dead meanwhile and the message went back.</returns>
    /// <exception cref="QueueUnavailableException">Redis failed; the message may come again.</exception>
    public Task<bool> CompleteAsync(CancellationToken cancellationToken = default)
        => _consumer.CompleteAsync(_payload, cancellationToken);

    /// <summary>Gives the message to the next worker, before all others. One round trip.</summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>False if the worker counted as dead meanwhile and the message went back by itself.</returns>
    /// <exception cref="QueueUnavailableException">Redis failed; the message may stay with this worker until it
    /// ends.</exception>
    public Task<bool> HandBackAsync(CancellationToken cancellationToken = default)
        => _consumer.HandBackAsync(_payload, cancellationToken);
}

using Patterns.Queues.Consuming;

namespace Patterns.Queues;

public sealed partial class StreamQueue<T>
{
    /// <summary>Handles messages, <see cref="ConsumerOptions.Concurrency"/> at a time, until it is cancelled; then lets
    /// handlers end for <see cref="ConsumerOptions.DrainTimeout"/>, and hands back the rest.</summary>
    /// <param name="handler">Handles a message, as <see cref="IMessageHandler{T}.HandleAsync"/> does.</param>
    /// <param name="options">How; null means the defaults.</param>
    /// <param name="cancellationToken">Stops the worker, without an exception.</param>
    /// <returns>When the worker has stopped.</returns>
    public Task ProcessAsync(
        Func<QueueMessage<T>, CancellationToken, Task> handler,
        ConsumerOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new MessageProcessor<T>(Runtime, OpenConsumer(options)).RunAsync(handler, cancellationToken);
    }

    /// <summary>Handles messages in batches, <see cref="ConsumerOptions.Concurrency"/> batches at a time, until it is
    /// cancelled; then lets handlers end, and hands back the rest.</summary>
    /// <param name="handler">Handles a batch, as <see cref="IBatchHandler{T}.HandleAsync"/> does.</param>
    /// <param name="options">How; null means the defaults.</param>
    /// <param name="cancellationToken">Stops the worker, without an exception.</param>
    /// <returns>When the worker has stopped.</returns>
    public Task ProcessBatchesAsync(
        Func<IReadOnlyList<QueueMessage<T>>, CancellationToken, Task> handler,
        ConsumerOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        options ??= new ConsumerOptions();
        ConsumerOptionsValidator.Instance.ThrowIfInvalid(options);
        int capacity = options.Concurrency * options.BatchSize;
        var consumer = new QueueConsumer<T>(Runtime, _serializer, Storage.MessageWriter<T>.Type, options, capacity);
        return new MessageProcessor<T>(Runtime, consumer).RunBatchesAsync(handler, cancellationToken);
    }
}

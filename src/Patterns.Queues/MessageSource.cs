using Patterns.Queues.Consuming;
using Patterns.Queues.DeadLetters;
using Patterns.Queues.Serialization;
using Patterns.Queues.Storage;

namespace Patterns.Queues;

/// <summary>Where workers take messages from: a queue, or a subscription of a topic.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public abstract class MessageSource<T>
{
    private readonly IMessageSerializer<T> _serializer;

    private protected MessageSource(QueueRuntime runtime, IMessageSerializer<T> serializer)
    {
        Runtime = runtime;
        _serializer = serializer;
        DeadLetters = new DeadLetterQueue<T>(runtime, serializer);
    }

    /// <summary>The name in logs, metrics and keys.</summary>
    public string Name => Runtime.Name;

    /// <summary>Messages that were given up.</summary>
    public DeadLetterQueue<T> DeadLetters { get; }

    internal QueueRuntime Runtime { get; }

    /// <summary>Begins to take messages. Each worker that is open holds a connection of its own, if the queue wakes by
    /// <see cref="QueueWakeUp.BlockingConnection"/>.</summary>
    /// <param name="options">How; null means the defaults.</param>
    /// <returns>The worker, to be disposed of.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of
    /// bounds.</exception>
    public QueueConsumer<T> OpenConsumer(ConsumerOptions? options = null)
        => Open(options, static options => options.Concurrency);

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
        QueueConsumer<T> consumer = Open(options, static options => options.Concurrency * options.BatchSize);
        return new MessageProcessor<T>(Runtime, consumer).RunBatchesAsync(handler, cancellationToken);
    }

    /// <summary>Counts what is there. One round trip.</summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The counts.</returns>
    /// <exception cref="QueueUnavailableException">Redis failed.</exception>
    public Task<QueueStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default)
        => Runtime.CountAsync(cancellationToken);

    private QueueConsumer<T> Open(ConsumerOptions? options, Func<ConsumerOptions, int> capacity)
    {
        options ??= new ConsumerOptions();
        ConsumerOptionsValidator.Instance.ThrowIfInvalid(options);
        return new QueueConsumer<T>(Runtime, _serializer, MessageWriter<T>.Type, options, capacity(options));
    }
}

using System.Runtime.CompilerServices;
using Patterns.Queues.Consuming;
using Patterns.Queues.Serialization;
using Patterns.Queues.Storage;

namespace Patterns.Queues;

/// <summary>A worker that takes messages. Disposing of it hands back what it still holds.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public sealed class QueueConsumer<T> : IAsyncDisposable
{
    private readonly QueueRuntime _runtime;
    private readonly IMessageSerializer<T> _serializer;
    private readonly string _type;
    private readonly QueuePump _pump;

    internal QueueConsumer(
        QueueRuntime runtime, IMessageSerializer<T> serializer, string type, ConsumerOptions options, int capacity)
    {
        _runtime = runtime;
        _serializer = serializer;
        _type = type;
        Options = options;
        _pump = new QueuePump(runtime, capacity);
    }

    internal ConsumerOptions Options { get; }

    /// <summary>Takes messages one by one, each to be ended by the caller. What cannot be read becomes a dead letter
    /// and is not returned. One round trip for as many messages as there is room for.</summary>
    /// <param name="cancellationToken">Ends the enumeration, without an exception.</param>
    /// <returns>The messages.</returns>
    public async IAsyncEnumerable<QueueMessage<T>> ReadAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await NextAsync(cancellationToken).ConfigureAwait(false) is { } message)
        {
            yield return message;
        }
    }

    /// <summary>Takes messages in batches of up to <see cref="ConsumerOptions.BatchSize"/>, each message to be ended by
    /// the caller.</summary>
    /// <param name="cancellationToken">Ends the enumeration, without an exception.</param>
    /// <returns>The batches; none is empty.</returns>
    public async IAsyncEnumerable<IReadOnlyList<QueueMessage<T>>> ReadBatchesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await NextAsync(cancellationToken).ConfigureAwait(false) is { } first)
        {
            var batch = new List<QueueMessage<T>> { first };
            using var linger = new CancellationTokenSource(Options.BatchLinger, _runtime.TimeProvider);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(linger.Token, cancellationToken);
            while (batch.Count < Options.BatchSize
                && await NextAsync(either.Token).ConfigureAwait(false) is { } message)
            {
                batch.Add(message);
            }

            yield return batch;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _pump.DisposeAsync();

    internal Task StopFetchingAsync() => _pump.StopFetchingAsync();

    /// <summary>Completes a message without waiting for the confirmation.</summary>
    internal void Complete(QueueMessage<T> message) => _pump.Complete(message.Delivery);

    /// <summary>Waits for the confirmation of what was completed.</summary>
    internal Task FlushAsync() => _pump.FlushAsync();

    /// <summary>The next message; null at the end.</summary>
    internal async ValueTask<QueueMessage<T>?> NextAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            if (!_pump.Ready.TryRead(out Delivery? delivery))
            {
                try
                {
                    if (!await _pump.Ready.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
                    {
                        return null;
                    }
                }
                catch (OperationCanceledException)
                {
                    return null;
                }

                continue;
            }

            if (delivery.IsHeld && await TryReadAsync(delivery).ConfigureAwait(false) is { } message)
            {
                _runtime.Metrics.Began(message.Age);
                return message;
            }
        }

        return null;
    }

    private async ValueTask<QueueMessage<T>?> TryReadAsync(Delivery delivery)
    {
        FailureCause cause;
        Exception? fault = null;
        if (delivery.Data is not { } data)
        {
            cause = new FailureCause(
                "malformed", $"The entry has no field '{MessageFields.Data}': something else wrote it.");
        }
        else if (delivery.Malformed is { } name)
        {
            cause = new FailureCause(
                "malformed", $"The entry's field '{name}' is no number that fits: something else wrote it.");
        }
        else if (delivery.Type is { } type && type != _type)
        {
            cause = new FailureCause("unknown_type", $"The message is a '{type}', and the worker handles '{_type}'.");
        }
        else
        {
            try
            {
                return new QueueMessage<T>(_pump, _runtime, delivery, _serializer.Deserialize(data));
            }
            catch (Exception exception)
            {
                // Whatever the serializer throws, it will throw again at the next attempt.
                cause = new FailureCause("unreadable", exception.Message);
                fault = exception;
            }
        }

        await _pump.FailAsync(delivery, pause: null, cause, fault).ConfigureAwait(false);
        return null;
    }
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Patterns.Core.Resilience;
using Patterns.Queues.Serialization;
using Patterns.Queues.Storage;
using Patterns.Queues.Telemetry;
using StackExchange.Redis;

namespace Patterns.Queues.Lists;

/// <summary>The classical reliable queue: LPUSH, BLMOVE into a list of the worker's own, LREM when done. At least once,
/// in order, and nothing more: no attempts, delays or dead letters, for which there is
/// <see cref="StreamQueue{T}"/>.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public sealed class ListQueue<T>
{
    private readonly ListQueueOptions _options;
    private readonly IMessageSerializer<T> _serializer;
    private readonly QueueKeys _keys;

    /// <summary>Creates a queue; nothing is sent to Redis yet.</summary>
    /// <param name="database">The database that holds the queue.</param>
    /// <param name="name">Its name: 1 to 200 characters without braces and control characters.</param>
    /// <param name="options">The options; they are read now and never again. Null means the defaults.</param>
    /// <param name="serializer">Reads and writes messages; null means JSON with the default options.</param>
    /// <param name="logger">Where the queue reports; null means nowhere.</param>
    /// <param name="timeProvider">The clock of timeouts and renewals; null means the system's.</param>
    /// <exception cref="ArgumentException">The name is not usable.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of
    /// bounds.</exception>
    public ListQueue(
        IDatabase database,
        string name,
        ListQueueOptions? options = null,
        IMessageSerializer<T>? serializer = null,
        ILogger<ListQueue<T>>? logger = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        QueueKeys.Check(name, nameof(name));
        _options = QueueOptions.OwnOf(options);
        _serializer = serializer ?? new JsonMessageSerializer<T>();
        _keys = new QueueKeys(_options.KeyPrefix);
        Name = name;
        Database = database.Database;
        Logger = logger ?? NullLogger<ListQueue<T>>.Instance;
        Time = timeProvider ?? TimeProvider.System;
        Metrics = new QueueMetrics(_options.KeyPrefix, name, Logger);
        Gate = new RedisGate(
            database,
            new RedisGateOptions(_options.RedisTimeout, _options.RedisCircuit, _options.RedisPipeline),
            Metrics,
            Time);
    }

    /// <summary>The queue's name.</summary>
    public string Name { get; }

    internal RedisGate Gate { get; }

    internal int Database { get; }

    internal QueueMetrics Metrics { get; }

    internal ILogger Logger { get; }

    internal TimeProvider Time { get; }

    internal RedisKey List => _keys.For(Name, "list");

    internal RedisKey Workers => _keys.For(Name, "workers");

    /// <summary>Sends a message. One round trip: an LPUSH.</summary>
    /// <param name="message">What to send.</param>
    /// <param name="cancellationToken">Stops the waiting; the message may be sent nevertheless.</param>
    /// <returns>How many messages wait now.</returns>
    /// <exception cref="ArgumentException">The message is too large.</exception>
    /// <exception cref="QueueUnavailableException">Redis failed; the message may be in the queue.</exception>
    public async Task<long> EnqueueAsync(T message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        ReadOnlyMemory<byte> payload = _serializer.Serialize(message);
        if (payload.Length > _options.MaxPayloadBytes)
        {
            throw new ArgumentException(
                $"The message has {payload.Length} bytes, but at most {_options.MaxPayloadBytes} are allowed: store "
                + "what is large elsewhere and send where it is, or raise MaxPayloadBytes.",
                nameof(message));
        }

        RedisReply<long> reply = await Gate.CallAsync(
            "LPUSH",
            static (database, state) => database.ListLeftPushAsync(state.List, state.Payload),
            (List, Payload: (RedisValue)payload),
            cancellationToken).ConfigureAwait(false);
        ThrowIfFailed("The message was perhaps not added to", reply.Failure, reply.Exception);
        Metrics.Enqueued(EnqueueOutcome.Added);
        return reply.Value;
    }

    /// <summary>Counts the messages that no worker has taken. One round trip.</summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The count.</returns>
    /// <exception cref="QueueUnavailableException">Redis failed.</exception>
    public async Task<long> CountAsync(CancellationToken cancellationToken = default)
    {
        RedisReply<long> reply = await Gate.CallAsync(
            "LLEN", static (database, list) => database.ListLengthAsync(list), List, cancellationToken)
            .ConfigureAwait(false);
        ThrowIfFailed("Messages could not be counted in", reply.Failure, reply.Exception);
        return reply.Value;
    }

    /// <summary>Begins to take messages, with a connection of its own.</summary>
    /// <returns>The worker, to be disposed of.</returns>
    public ListConsumer<T> OpenConsumer() => new(this, _serializer, _options);

    internal RedisKey Processing(string worker) => _keys.For(Name, $"processing:{worker}");

    internal void ThrowIfFailed(string what, RedisFailure failure, Exception? exception)
    {
        if (failure != RedisFailure.None)
        {
            throw new QueueUnavailableException(
                $"{what} the queue '{Name}', because Redis failed ({failure}): try again.", exception);
        }
    }
}

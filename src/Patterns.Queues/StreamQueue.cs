using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Patterns.Core.Resilience;
using Patterns.Queues.Consuming;
using Patterns.Queues.DeadLetters;
using Patterns.Queues.Serialization;
using Patterns.Queues.Storage;
using Patterns.Queues.Telemetry;
using StackExchange.Redis;

namespace Patterns.Queues;

/// <summary>A queue on Redis streams: each message is handled at least once, and by one living worker at a time.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public sealed partial class StreamQueue<T> : IStreamQueue<T>
{
    private const string WorkersGroup = "workers";

    private readonly StreamQueueOptions _options;
    private readonly IMessageSerializer<T> _serializer;
    private readonly QueueKeys _keys;
    private readonly MessageWriter<T> _writer;

    /// <summary>Creates a queue; nothing is sent to Redis yet.</summary>
    /// <param name="database">The database that holds the queue.</param>
    /// <param name="name">Its name: 1 to 200 characters without braces and control characters.</param>
    /// <param name="options">The options; they are read now and never again. Null means the defaults.</param>
    /// <param name="serializer">Reads and writes messages; null means JSON with the default options.</param>
    /// <param name="logger">Where the queue reports; null means nowhere.</param>
    /// <param name="timeProvider">The clock of timeouts, circuits and leases in this process; null means the system's.
    /// Delays and takeovers go by the clock of Redis.</param>
    /// <param name="random">Where the jitter of retries comes from; null means <see cref="Random.Shared"/>.</param>
    /// <exception cref="ArgumentException">The name is not usable.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of
    /// bounds.</exception>
    public StreamQueue(
        IDatabase database,
        string name,
        StreamQueueOptions? options = null,
        IMessageSerializer<T>? serializer = null,
        ILogger<StreamQueue<T>>? logger = null,
        TimeProvider? timeProvider = null,
        Random? random = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        QueueKeys.Check(name, nameof(name));
        _options = options ?? new StreamQueueOptions();
        QueueOptionsValidator<StreamQueueOptions>.Instance.ThrowIfInvalid(_options);
        _serializer = serializer ?? new JsonMessageSerializer<T>();
        _keys = new QueueKeys(_options.KeyPrefix);
        Name = name;
        ILogger log = logger ?? NullLogger<StreamQueue<T>>.Instance;
        TimeProvider time = timeProvider ?? TimeProvider.System;
        var metrics = new QueueMetrics(_options.KeyPrefix, name, log);
        var gate = new RedisGate(
            database,
            new RedisGateOptions(_options.RedisTimeout, _options.RedisCircuit, _options.RedisPipeline),
            metrics,
            time);
        var identity = new QueueIdentity(name, WorkersGroup, IsShared: false);
        var store = new QueueStore(gate, identity, _keys.Queue(name), _options);
        Runtime = new QueueRuntime(
            store,
            _options,
            metrics,
            log,
            time,
            random ?? Random.Shared,
            RedisChannel.Literal((string)_keys.For(name, "wake")!));
        _writer = new MessageWriter<T>(_serializer, _options.MaxPayloadBytes);
        DeadLetters = new DeadLetterQueue<T>(Runtime, _serializer);
    }

    /// <summary>The queue's name.</summary>
    public string Name { get; }

    /// <summary>Messages that were given up.</summary>
    public DeadLetterQueue<T> DeadLetters { get; }

    internal QueueRuntime Runtime { get; }

    internal RedisKey Schedules => _keys.Schedules(Name);

    /// <inheritdoc/>
    public async ValueTask<EnqueueResult> EnqueueAsync(
        T message, EnqueueOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= EnqueueOptions.None;
        options.ThrowIfInvalid();
        using Activity? span = QueueInstruments.Spans.StartActivity(QueueInstruments.EnqueueSpan, ActivityKind.Producer);
        span?.SetTag(QueueInstruments.QueueTag, Name);
        EnqueueResult result =
            await SendAsync(_writer.Write(message, options), options, cancellationToken).ConfigureAwait(false);
        span?.SetTag(QueueInstruments.MessageTag, result.Id);
        return result;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EnqueueResult>> EnqueueManyAsync(
        IEnumerable<T> messages, EnqueueOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        options ??= EnqueueOptions.None;
        options.ThrowIfInvalid();
        NameValueEntry[][] all = [.. messages.Select(message => _writer.Write(message, options))];
        var sent = new Task<EnqueueResult>[all.Length];
        for (int i = 0; i < all.Length; i++)
        {
            sent[i] = SendAsync(all[i], options, cancellationToken).AsTask();
        }

        return await Task.WhenAll(sent).ConfigureAwait(false);
    }

    /// <summary>Begins to take messages. Each worker that is open holds a connection of its own, if the queue wakes by
    /// <see cref="QueueWakeUp.BlockingConnection"/>.</summary>
    /// <param name="options">How; null means the defaults.</param>
    /// <returns>The worker, to be disposed of.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of
    /// bounds.</exception>
    public QueueConsumer<T> OpenConsumer(ConsumerOptions? options = null)
    {
        options ??= new ConsumerOptions();
        ConsumerOptionsValidator.Instance.ThrowIfInvalid(options);
        return new QueueConsumer<T>(Runtime, _serializer, MessageWriter<T>.Type, options, options.Concurrency);
    }

    /// <inheritdoc/>
    public Task<QueueStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default)
        => Runtime.CountAsync(cancellationToken);

    /// <summary>The fields of a message.</summary>
    internal NameValueEntry[] Write(T message, EnqueueOptions options) => _writer.Write(message, options);

    private async ValueTask<EnqueueResult> SendAsync(
        NameValueEntry[] fields, EnqueueOptions options, CancellationToken cancellationToken)
    {
        EnqueueResult result;
        if (Runtime.Store.IsPlain(options))
        {
            RedisReply<RedisValue> reply =
                await Runtime.Store.AddAsync(options.Priority, fields, cancellationToken).ConfigureAwait(false);
            ThrowIfFailed(reply.Failure, reply.Exception);
            result = new EnqueueResult(EnqueueOutcome.Added, reply.Value);
        }
        else
        {
            RedisReply<RedisResult> reply = await Runtime.Store
                .EnqueueAsync(options, _keys.Throttle(Name, options.DeduplicationId ?? "-"), fields, cancellationToken)
                .ConfigureAwait(false);
            ThrowIfFailed(reply.Failure, reply.Exception);
            var row = (RedisResult[])reply.Value!;
            EnqueueOutcome outcome = (int)row[0] switch
            {
                1 => EnqueueOutcome.Added,
                2 => EnqueueOutcome.Delayed,
                3 => EnqueueOutcome.WaitingForGroup,
                4 => EnqueueOutcome.Replaced,
                0 => EnqueueOutcome.Duplicate,
                _ => EnqueueOutcome.Full,
            };
            result = new EnqueueResult(outcome, outcome == EnqueueOutcome.Full ? null : (string?)row[1]);
        }

        Runtime.Metrics.Enqueued(result.Outcome);
        if (result.IsAccepted)
        {
            Runtime.Wake();
        }

        return result;
    }

    private void ThrowIfFailed(RedisFailure failure, Exception? exception)
    {
        if (failure != RedisFailure.None)
        {
            Runtime.Metrics.Enqueued("unavailable");
            throw new QueueUnavailableException(
                $"The message was perhaps not added to the queue '{Name}', because Redis failed ({failure}): send it "
                + "again, with a DeduplicationId if it must not be there twice.",
                exception);
        }
    }
}

using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Patterns.Core.Resilience;
using Patterns.Queues.Consuming;
using Patterns.Queues.Serialization;
using Patterns.Queues.Storage;
using Patterns.Queues.Telemetry;
using StackExchange.Redis;

namespace Patterns.Queues;

/// <summary>
/// A queue on Redis streams: each message is handled at least once, and by one living worker at a time.
/// </summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public sealed class StreamQueue<T> : MessageSource<T>, IStreamQueue<T>
{
    private const string WorkersGroup = "workers";

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
        : this(
            database,
            name,
            Checked(name, options),
            serializer ?? new JsonMessageSerializer<T>(),
            new QueueServices(logger ?? NullLogger<StreamQueue<T>>.Instance, timeProvider, random))
    {
    }

    private StreamQueue(
        IDatabase database,
        string name,
        StreamQueueOptions options,
        IMessageSerializer<T> serializer,
        QueueServices services)
        : base(
            QueueRuntime.Create(
                database,
                new QueueIdentity(name, WorkersGroup, IsShared: false),
                new QueueKeys(options.KeyPrefix).Queue(name),
                options,
                services),
            serializer)
    {
        _keys = new QueueKeys(options.KeyPrefix);
        _writer = new MessageWriter<T>(serializer, options.MaxPayloadBytes);
    }

    internal RedisKey Schedules => _keys.Schedules(Name);

    /// <inheritdoc/>
    public ValueTask<EnqueueResult> EnqueueAsync(
        T message, EnqueueOptions? options = null, CancellationToken cancellationToken = default)
    {
        options?.ThrowIfInvalid();
        options ??= EnqueueOptions.None;
        return QueueInstruments.Spans.HasListeners()
            ? TraceAsync(message, options, cancellationToken)
            : SendAsync(_writer.Write(message, options), options, cancellationToken);
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

    /// <summary>The fields of a message.</summary>
    internal NameValueEntry[] Write(T message, EnqueueOptions options) => _writer.Write(message, options);

    private static StreamQueueOptions Checked(string name, StreamQueueOptions? options)
    {
        QueueKeys.Check(name, nameof(name));
        return QueueOptions.OwnOf(options);
    }

    private async ValueTask<EnqueueResult> TraceAsync(
        T message, EnqueueOptions options, CancellationToken cancellationToken)
    {
        using Activity? span =
            QueueInstruments.Spans.StartActivity(QueueInstruments.EnqueueSpan, ActivityKind.Producer);
        span?.SetTag(QueueInstruments.QueueTag, Name);
        EnqueueResult result =
            await SendAsync(_writer.Write(message, options), options, cancellationToken).ConfigureAwait(false);
        span?.SetTag(QueueInstruments.MessageTag, result.Id);
        return result;
    }

    private ValueTask<EnqueueResult> SendAsync(
        NameValueEntry[] fields, EnqueueOptions options, CancellationToken cancellationToken)
        => Runtime.Store.IsPlain(options)
            ? AddAsync(fields, options.Priority, cancellationToken)
            : SendAsync(Runtime.Store.Enqueue(options, ThrottleOf(options), fields), cancellationToken);

    private RedisKey? ThrottleOf(EnqueueOptions options)
        => options is { DeduplicationId: { } id, DeduplicationMode: DeduplicationMode.Throttle }
            ? _keys.Throttle(Name, id)
            : (RedisKey?)null;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<EnqueueResult> AddAsync(
        NameValueEntry[] fields, QueuePriority priority, CancellationToken cancellationToken)
    {
        RedisReply<RedisValue> reply =
            await Runtime.Store.AddAsync(priority, fields, cancellationToken).ConfigureAwait(false);
        ThrowIfFailed(reply.Failure, reply.Exception);
        return Sent(new EnqueueResult(EnqueueOutcome.Added, reply.Value));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<EnqueueResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        RedisReply<RedisResult> reply = await message.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        ThrowIfFailed(reply.Failure, reply.Exception);
        return Sent(message.Read(reply.Value!));
    }

    private EnqueueResult Sent(EnqueueResult result)
    {
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

using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using Patterns.Queues.Consuming;
using Patterns.Queues.Serialization;
using Patterns.Queues.Storage;
using Patterns.Queues.Telemetry;
using StackExchange.Redis;

namespace Patterns.Queues.Topics;

/// <summary>A log that several subscriptions read, each at its own pace: every subscription handles every message at
/// least once, with retries and dead letters of its own.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public sealed class StreamTopic<T>
{
    private readonly StreamTopicOptions _options;
    private readonly IDatabase _database;
    private readonly IMessageSerializer<T> _serializer;
    private readonly QueueServices _services;
    private readonly QueueKeys _keys;
    private readonly QueueMetrics _metrics;
    private readonly RedisGate _gate;
    private readonly MessageWriter<T> _writer;
    private readonly WakeChannel _wakeChannel;

    /// <summary>Creates a topic; nothing is sent to Redis yet.</summary>
    /// <param name="database">The database that holds the log.</param>
    /// <param name="name">Its name: 1 to 200 characters without braces and control characters.</param>
    /// <param name="options">The options; they are read now and never again. Null means the defaults.</param>
    /// <param name="serializer">Reads and writes messages; null means JSON with the default options.</param>
    /// <param name="logger">Where the topic reports; null means nowhere.</param>
    /// <param name="timeProvider">The clock of timeouts, circuits and leases in this process; null means the
    /// system's.</param>
    /// <exception cref="ArgumentException">The name is not usable.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of
    /// bounds.</exception>
    public StreamTopic(
        IDatabase database,
        string name,
        StreamTopicOptions? options = null,
        IMessageSerializer<T>? serializer = null,
        ILogger<StreamTopic<T>>? logger = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        QueueKeys.Check(name, nameof(name));
        _options = QueueOptions.OwnOf(options);
        _database = database;
        _serializer = serializer ?? new JsonMessageSerializer<T>();
        _services = new QueueServices(logger ?? NullLogger<StreamTopic<T>>.Instance, timeProvider);
        _keys = new QueueKeys(_options.KeyPrefix);
        _metrics = new QueueMetrics(_options.KeyPrefix, name, _services.Logger);
        _gate = new RedisGate(
            database,
            new RedisGateOptions(_options.RedisTimeout, _options.RedisCircuit, _options.RedisPipeline),
            _metrics,
            _services.TimeProvider);
        _writer = new MessageWriter<T>(_serializer, _options.MaxPayloadBytes);
        Name = name;
        _wakeChannel = new WakeChannel(_options, database.Multiplexer, Log);
    }

    /// <summary>The topic's name.</summary>
    public string Name { get; }

    private RedisKey Log => _keys.Log(Name);

    /// <summary>Publishes a message. One round trip: an XADD.</summary>
    /// <param name="message">What to publish.</param>
    /// <param name="headers">What travels with it; null means nothing.</param>
    /// <param name="cancellationToken">Stops the waiting; the message may be published nevertheless.</param>
    /// <returns>The message's id; ids ascend in the order of the log.</returns>
    /// <exception cref="ArgumentException">The message is too large.</exception>
    /// <exception cref="QueueUnavailableException">Redis failed; the message may be in the log.</exception>
    public async ValueTask<string> PublishAsync(
        T message,
        IReadOnlyDictionary<string, string>? headers = null,
        CancellationToken cancellationToken = default)
    {
        using Activity? span =
            QueueInstruments.Spans.StartActivity(QueueInstruments.EnqueueSpan, ActivityKind.Producer);
        span?.SetTag(QueueInstruments.QueueTag, Name);
        var options = headers is null ? EnqueueOptions.None : new EnqueueOptions { Headers = headers };
        RedisReply<RedisValue> reply = await _gate.CallAsync(
            "XADD",
            static (database, state) => database.StreamAddAsync(
                state.Log, state.Fields, maxLength: state.MaxLength, useApproximateMaxLength: true),
            (Log, Fields: _writer.Write(message, options), _options.MaxLength),
            cancellationToken).ConfigureAwait(false);
        if (reply.Failure != RedisFailure.None)
        {
            _metrics.Enqueued("unavailable");
            throw Unavailable("The message was perhaps not published on", reply.Failure, reply.Exception);
        }

        _metrics.Enqueued(EnqueueOutcome.Added);
        _wakeChannel.Publish();
        return reply.Value!;
    }

    /// <summary>Gives a subscription. It exists in Redis from the first look of its first worker, and begins with the
    /// oldest message that the log still has.</summary>
    /// <param name="subscription">Its name: 1 to 200 characters without braces and control characters.</param>
    /// <returns>Where its workers take messages from.</returns>
    /// <exception cref="ArgumentException">The name is not usable.</exception>
    public TopicSubscription<T> Subscribe(string subscription)
    {
        QueueKeys.Check(subscription, nameof(subscription));
        QueueRuntime runtime = QueueRuntime.Create(
            _database,
            new QueueIdentity($"{Name}/{subscription}", subscription, IsShared: true),
            _keys.Subscription(Name, subscription),
            _options,
            _services);
        return new TopicSubscription<T>(runtime with { Maintain = TrimSilentlyAsync }, _serializer);
    }

    /// <summary>Ends a subscription: its place in the log, its retries and its dead letters are deleted. Stop its
    /// workers first, because a worker founds its subscription anew. One round trip.</summary>
    /// <param name="subscription">Its name.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="QueueUnavailableException">Redis failed; the subscription may be gone.</exception>
    public async Task<bool> UnsubscribeAsync(string subscription, CancellationToken cancellationToken = default)
    {
        QueueKeys.Check(subscription, nameof(subscription));
        RedisReply<RedisResult> reply = await _gate.EvaluateAsync(
            new ScriptCall(TopicScripts.Unsubscribe, _keys.Subscription(Name, subscription), [subscription]),
            cancellationToken).ConfigureAwait(false);
        return reply.Failure == RedisFailure.None
            ? (int)reply.Value! == 1
            : throw Unavailable("The subscription was perhaps not ended of", reply.Failure, reply.Exception);
    }

    /// <summary>Deletes from the log what every subscription has handled. Workers do so once a minute. One round
    /// trip.</summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>How many messages were deleted.</returns>
    /// <exception cref="QueueUnavailableException">Redis failed.</exception>
    public async Task<long> TrimAsync(CancellationToken cancellationToken = default)
    {
        RedisReply<RedisResult> reply = await _gate
            .EvaluateAsync(new ScriptCall(TopicScripts.Trim, [Log], []), cancellationToken)
            .ConfigureAwait(false);
        return reply.Failure == RedisFailure.None
            ? (long)reply.Value!
            : throw Unavailable("Nothing was trimmed of", reply.Failure, reply.Exception);
    }

    // A failure is counted and logged by the gate, and the next minute tries again.
    private async ValueTask TrimSilentlyAsync(CancellationToken cancellationToken)
        => await _gate
            .EvaluateAsync(new ScriptCall(TopicScripts.Trim, [Log], []), cancellationToken)
            .ConfigureAwait(false);

    private QueueUnavailableException Unavailable(string what, RedisFailure failure, Exception? exception)
        => new($"{what} the topic '{Name}', because Redis failed ({failure}): try again.", exception);
}

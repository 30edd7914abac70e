using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Patterns.Core.Resilience;
using Patterns.Queues.Serialization;
using Patterns.Queues.Storage;
using Patterns.Queues.Telemetry;
using StackExchange.Redis;

namespace Patterns.Queues.Channels;

/// <summary>Typed publish and subscribe. At most once: whoever is not connected at the moment, or reads too slowly,
/// misses the message, and nobody can tell. For what must arrive use a topic or a queue.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public sealed class MessageChannel<T>
{
    private readonly RedisGate _gate;
    private readonly QueueMetrics _metrics;
    private readonly IMessageSerializer<T> _serializer;
    private readonly MessageChannelOptions _options;
    private readonly RedisChannel _channel;

    /// <summary>Creates a channel; nothing is sent to Redis yet.</summary>
    /// <param name="database">Its connection publishes and subscribes.</param>
    /// <param name="name">Its name: 1 to 200 characters without braces and control characters.</param>
    /// <param name="options">The options; they are read now and never again. Null means the defaults.</param>
    /// <param name="serializer">Reads and writes messages; null means JSON with the default options.</param>
    /// <param name="logger">Where the channel reports; null means nowhere.</param>
    /// <param name="timeProvider">The clock of timeouts and circuits; null means the system's.</param>
    /// <exception cref="ArgumentException">The name is not usable.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of
    /// bounds.</exception>
    public MessageChannel(
        IDatabase database,
        string name,
        MessageChannelOptions? options = null,
        IMessageSerializer<T>? serializer = null,
        ILogger<MessageChannel<T>>? logger = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        QueueKeys.Check(name, nameof(name));
        _options = QueueOptions.OwnOf(options);
        _serializer = serializer ?? new JsonMessageSerializer<T>();
        _metrics = new QueueMetrics(_options.KeyPrefix, name, logger ?? NullLogger<MessageChannel<T>>.Instance);
        _gate = new RedisGate(
            database,
            new RedisGateOptions(_options.RedisTimeout, _options.RedisCircuit, _options.RedisPipeline),
            _metrics,
            timeProvider ?? TimeProvider.System);
        _channel = RedisChannel.Literal((string)new QueueKeys(_options.KeyPrefix).For(name, "channel")!);
        Name = name;
    }

    /// <summary>The channel's name.</summary>
    public string Name { get; }

    /// <summary>Publishes a message. One round trip.</summary>
    /// <param name="message">What to publish.</param>
    /// <param name="cancellationToken">Stops the waiting; the message may be published nevertheless.</param>
    /// <returns>How many subscribers the server that was asked had; on Redis Cluster others may have more.</returns>
    /// <exception cref="ArgumentException">The message is too large.</exception>
    /// <exception cref="QueueUnavailableException">Redis failed; the message may have been published.</exception>
    public async Task<long> PublishAsync(T message, CancellationToken cancellationToken = default)
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

        RedisReply<long> reply = await _gate.CallAsync(
            "PUBLISH",
            static (database, state) => database.PublishAsync(state.Channel, state.Payload),
            (Channel: _channel, Payload: (RedisValue)payload),
            cancellationToken).ConfigureAwait(false);
        return reply.Failure == RedisFailure.None
            ? reply.Value
            : throw new QueueUnavailableException(
                $"The message was perhaps not published on the channel '{Name}', because Redis failed "
                + $"({reply.Failure}): whoever must get it needs a topic or a queue.",
                reply.Exception);
    }

    /// <summary>Reads messages from now on. What cannot be read is counted and skipped.</summary>
    /// <param name="cancellationToken">Ends the enumeration, without an exception.</param>
    /// <returns>The messages, in the order in which this connection received them.</returns>
    /// <exception cref="QueueUnavailableException">Redis failed when the subscription began. Later failures interrupt
    /// it, and the client subscribes again; what is published meanwhile is missed.</exception>
    public async IAsyncEnumerable<T> ReadAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var buffer = Channel.CreateBounded<RedisValue>(
            new BoundedChannelOptions(_options.Buffer) { FullMode = BoundedChannelFullMode.DropOldest },
            _ => _metrics.Settled("dropped", 1));
        // The client calls a plain handler on any thread, so that two messages may change places; its queue does not.
        ChannelMessageQueue subscription = await SubscribeAsync().ConfigureAwait(false);
        subscription.OnMessage(received => buffer.Writer.TryWrite(received.Message));
        try
        {
            while (await CanReadAsync(buffer.Reader, cancellationToken).ConfigureAwait(false))
            {
                while (buffer.Reader.TryRead(out RedisValue payload))
                {
                    if (TryRead(payload, out T? message))
                    {
                        yield return message!;
                    }
                }
            }
        }
        finally
        {
            await subscription.UnsubscribeAsync(CommandFlags.FireAndForget).ConfigureAwait(false);
        }
    }

    private static async ValueTask<bool> CanReadAsync(ChannelReader<RedisValue> reader, CancellationToken stop)
    {
        try
        {
            return await reader.WaitToReadAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<ChannelMessageQueue> SubscribeAsync()
    {
        try
        {
            return await _gate.Multiplexer.GetSubscriber().SubscribeAsync(_channel).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            throw new QueueUnavailableException(
                $"The subscription to the channel '{Name}' could not begin, because Redis failed: try again.",
                exception);
        }
    }

    private bool TryRead(RedisValue payload, out T? message)
    {
        try
        {
            message = _serializer.Deserialize((byte[])payload!);
            return true;
        }
        catch (Exception)
        {
            // Whatever the serializer throws, the next message may be readable; the metric tells.
            _metrics.Settled("unreadable", 1);
            message = default;
            return false;
        }
    }
}

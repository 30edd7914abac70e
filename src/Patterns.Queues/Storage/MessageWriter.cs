using System.Diagnostics;
using Patterns.Queues.Serialization;
using StackExchange.Redis;

namespace Patterns.Queues.Storage;

/// <summary>Turns messages into the fields of a stream's entry.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
internal sealed class MessageWriter<T>(IMessageSerializer<T> serializer, int maxPayloadBytes)
{
    /// <summary>What tells messages of this type from others.</summary>
    public static string Type { get; } = typeof(T).Name;

    /// <exception cref="ArgumentException">The message is too large, or a header has no value.</exception>
    public NameValueEntry[] Write(T message, EnqueueOptions options)
    {
        if (message is null)
        {
            throw new ArgumentNullException(nameof(message));
        }

        ReadOnlyMemory<byte> payload = serializer.Serialize(message);
        byte[]? headers = options.Headers is { Count: > 0 } given ? MessageFields.WriteHeaders(given) : null;
        long length = payload.Length + (headers?.LongLength ?? 0);
        if (length > maxPayloadBytes)
        {
            string what = headers is null ? "bytes" : "bytes with its headers";
            throw new ArgumentException(
                $"The message has {length} {what}, but at most {maxPayloadBytes} are allowed: store what is large "
                + "elsewhere and send where it is, or raise MaxPayloadBytes.",
                nameof(message));
        }

        return MessageFields.Write(payload, Type, options, headers, Activity.Current?.Id);
    }
}

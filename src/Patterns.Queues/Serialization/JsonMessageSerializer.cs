using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Patterns.Queues.Serialization;

/// <summary>Messages as UTF-8 JSON through System.Text.Json.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <param name="typeInfo">How the type is written, such as <c>MyJsonContext.Default.OrderPlaced</c>.</param>
public sealed class JsonMessageSerializer<T>(JsonTypeInfo<T> typeInfo) : IMessageSerializer<T>
{
    /// <summary>Uses the default options of System.Text.Json, which rely on reflection. Trimmed and ahead-of-time
    /// compiled programs hand in metadata instead.</summary>
    /// <exception cref="InvalidOperationException">The program was built without reflection for JSON.</exception>
    public JsonMessageSerializer()
        : this(Reflect())
    {
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Serialize(T message) => JsonSerializer.SerializeToUtf8Bytes(message, typeInfo);

    /// <inheritdoc/>
    public T Deserialize(ReadOnlyMemory<byte> payload)
        => JsonSerializer.Deserialize(payload.Span, typeInfo)
            ?? throw new JsonException("The message is the JSON null, which is never sent.");

    [UnconditionalSuppressMessage(
        "Trimming", "IL2026", Justification = "Used only where the feature switch allows it; trimming turns it off.")]
    [UnconditionalSuppressMessage(
        "AOT", "IL3050", Justification = "Used only where the feature switch allows it; AOT turns it off.")]
    private static JsonTypeInfo<T> Reflect()
    {
        if (!JsonSerializer.IsReflectionEnabledByDefault)
        {
            throw new InvalidOperationException(
                $"There is no reflection for JSON in this program: give the queue of {typeof(T).Name} a "
                + "JsonMessageSerializer with the metadata of a JsonSerializerContext.");
        }

        var options = new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        return (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
    }
}

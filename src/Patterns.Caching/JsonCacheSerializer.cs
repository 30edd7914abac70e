using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Patterns.Caching;

/// <summary>Stores values as UTF-8 JSON through System.Text.Json.</summary>
/// <remarks>Trimmed and ahead-of-time compiled programs hand in a
/// <see cref="System.Text.Json.Serialization.JsonSerializerContext"/>; others may rely on reflection.</remarks>
public sealed class JsonCacheSerializer : ICacheSerializer
{
    private readonly JsonSerializerOptions _options;

    /// <summary>Uses source-generated metadata, such as <c>MyJsonContext.Default</c>.</summary>
    /// <param name="resolver">Knows every type that is cached.</param>
    public JsonCacheSerializer(IJsonTypeInfoResolver resolver)
        : this(new JsonSerializerOptions { TypeInfoResolver = resolver })
    {
    }

    /// <summary>Uses the caller's options.</summary>
    /// <param name="options">The options; from here on they are read-only. If they have no resolver, reflection is used
    /// where the program allows it.</param>
    public JsonCacheSerializer(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.TypeInfoResolver is null
            ? new JsonSerializerOptions(options) { TypeInfoResolver = DefaultResolver() }
            : options;
        _options.MakeReadOnly();
    }

    /// <summary>The serializer with the default options of System.Text.Json.</summary>
    public static JsonCacheSerializer Default { get; } = new(new JsonSerializerOptions());

    /// <inheritdoc/>
    public void Serialize<T>(IBufferWriter<byte> destination, T value)
    {
        using var writer = new Utf8JsonWriter(destination);
        JsonSerializer.Serialize(writer, value, TypeInfo<T>());
    }

    /// <inheritdoc/>
    public T Deserialize<T>(ReadOnlyMemory<byte> source)
        => JsonSerializer.Deserialize(source.Span, TypeInfo<T>())
            ?? throw new JsonException("The entry holds the JSON null, which the cache never stores as JSON.");

    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2026",
        Justification = "Reflection is used only where the feature switch allows it; trimming turns it off.")]
    [UnconditionalSuppressMessage(
        "AOT",
        "IL3050",
        Justification = "Reflection is used only where the feature switch allows it; AOT turns it off.")]
    private static IJsonTypeInfoResolver DefaultResolver()
        => JsonSerializer.IsReflectionEnabledByDefault
            ? new DefaultJsonTypeInfoResolver()
            : JsonTypeInfoResolver.Combine();

    private JsonTypeInfo<T> TypeInfo<T>()
        => _options.TryGetTypeInfo(typeof(T), out JsonTypeInfo? typeInfo)
            ? (JsonTypeInfo<T>)typeInfo
            : throw new NotSupportedException(
                $"There is no JSON metadata for {typeof(T)}: add [JsonSerializable(typeof({typeof(T).Name}))] to the "
                + "JsonSerializerContext that the cache's serializer was given.");
}

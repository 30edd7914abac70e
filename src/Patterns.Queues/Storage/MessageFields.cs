using System.Globalization;
using System.Text.Json;
using StackExchange.Redis;

namespace Patterns.Queues.Storage;

/// <summary>The fields of a message in a stream. Released names stay.</summary>
internal static class MessageFields
{
    public const string Data = "d";
    public const string Type = "t";
    public const string Headers = "h";
    public const string TraceParent = "p";
    public const string Id = "i";
    public const string Group = "g";
    public const string Unique = "u";
    public const string Attempts = "a";
    public const string MaxAttempts = "m";
    public const string EnqueuedAt = "e";
    public const string Lane = "l";
    public const string Reason = "r";
    public const string Error = "x";

    private static readonly string[] _asciiNames = [.. Enumerable.Range(0, 128).Select(code => $"{(char)code}")];

    /// <summary>Puts a message into fields.</summary>
    public static NameValueEntry[] Write(
        ReadOnlyMemory<byte> data, string type, EnqueueOptions options, byte[]? headers, string? traceParent)
    {
        int count = 2;
        Span<bool> has = [options.GroupKey is not null, options.MaxAttempts is not null,
            headers is not null, traceParent is not null];
        foreach (bool present in has)
        {
            count += present ? 1 : 0;
        }

        var fields = new NameValueEntry[count];
        fields[0] = new NameValueEntry(Data, data);
        fields[1] = new NameValueEntry(Type, type);
        int next = 2;
        if (options.GroupKey is { } group)
        {
            fields[next++] = new NameValueEntry(Group, group);
        }

        if (options.MaxAttempts is { } attempts)
        {
            fields[next++] = new NameValueEntry(MaxAttempts, attempts);
        }

        if (headers is not null)
        {
            fields[next++] = new NameValueEntry(Headers, headers);
        }

        if (traceParent is not null)
        {
            fields[next] = new NameValueEntry(TraceParent, traceParent);
        }

        return fields;
    }

    /// <summary>Appends fields to the arguments of a script.</summary>
    public static void AppendTo(List<RedisValue> arguments, NameValueEntry[] fields)
    {
        foreach (NameValueEntry field in fields)
        {
            arguments.Add(field.Name);
            arguments.Add(field.Value);
        }
    }

    /// <summary>The name of a field; one of this package is not copied.</summary>
    public static string? NameOf(RedisResult name)
    {
        ReadOnlySpan<byte> text = ((ReadOnlyMemory<byte>)(RedisValue)name).Span;
        return text.Length == 1 && text[0] < _asciiNames.Length ? _asciiNames[text[0]] : (string?)name;
    }

    /// <summary>Reads headers.</summary>
    /// <exception cref="JsonException">They are no JSON object of texts.</exception>
    public static Dictionary<string, string> ReadHeaders(ReadOnlyMemory<byte> json)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        using JsonDocument document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("The headers are no JSON object.");
        }

        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            headers[property.Name] = property.Value.ValueKind == JsonValueKind.String
                ? property.Value.GetString()!
                : throw new JsonException($"The header '{property.Name}' is no text.");
        }

        return headers;
    }

    /// <summary>The time in the first part of the id of a stream's entry.</summary>
    public static long MillisecondsOf(string entry)
        => long.TryParse(
            entry.AsSpan(0, Math.Max(0, entry.IndexOf('-', StringComparison.Ordinal))),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out long milliseconds)
            ? milliseconds
            : 0;

    /// <summary>Puts headers into one field.</summary>
    /// <exception cref="ArgumentException">One has no value.</exception>
    public static byte[] WriteHeaders(IReadOnlyDictionary<string, string> headers)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach ((string name, string value) in headers)
            {
                writer.WriteString(name, value ?? throw new ArgumentException(
                    $"The header '{name}' is null, but must be a text: leave it out.", nameof(headers)));
            }

            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}

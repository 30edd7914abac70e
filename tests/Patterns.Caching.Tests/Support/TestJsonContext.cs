using System.Text.Json.Serialization;

namespace Patterns.Caching.Tests.Support;

internal sealed record Known(int Id);

[JsonSerializable(typeof(Known))]
internal sealed partial class TestJsonContext : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace Patterns.Locking.Tests.Support;

[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(string))]
internal sealed partial class TestJsonContext : JsonSerializerContext;

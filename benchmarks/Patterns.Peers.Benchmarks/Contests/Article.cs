using System.Text.Json.Serialization;

namespace Patterns.Peers.Benchmarks.Contests;

/// <summary>What is cached and sent: about 150 bytes of JSON.</summary>
internal sealed record Article(int Id, string Name, string Description, decimal Price, string[] Tags)
{
    public static Article Sample { get; } = new(
        42, "kettle", "A kettle of one litre and a half, in stainless steel.", 39.90m, ["kitchen", "steel"]);
}

[JsonSerializable(typeof(Article))]
internal sealed partial class ArticleJson : JsonSerializerContext;

using Patterns.Core.Scripting;

namespace Patterns.Queues.Topics;

/// <summary>The scripts of topics.</summary>
internal static class TopicScripts
{
    public static RedisScript Trim { get; } = Read("trim");

    public static RedisScript Unsubscribe { get; } = Read("unsubscribe", "queue");

    private static RedisScript Read(string name, params ReadOnlySpan<string> parts)
        => RedisScript.FromResource(typeof(TopicScripts).Assembly, name, parts);
}

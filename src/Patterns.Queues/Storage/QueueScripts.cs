using Patterns.Core.Scripting;

namespace Patterns.Queues.Storage;

/// <summary>The scripts of queues on streams: every change of a message's place is one of them.</summary>
internal static class QueueScripts
{
    public static RedisScript Enqueue { get; } = Read("enqueue", "queue", "admission");

    public static RedisScript Fetch { get; } = Read("fetch", "queue", "admission", "pending", "deliveries");

    public static RedisScript Complete { get; } = Read("complete", "pending");

    public static RedisScript CompleteHolding { get; } =
        Read("complete_holding", "queue", "admission", "pending", "deliveries");

    public static RedisScript Fail { get; } = Read("fail", "queue", "admission", "pending", "deliveries");

    public static RedisScript Extend { get; } = Read("extend", "queue", "pending");

    public static RedisScript HandBack { get; } = Read("hand_back", "queue", "pending");

    public static RedisScript Reserve { get; } = Read("reserve", "queue");

    public static RedisScript Renew { get; } = Read("renew_all", "queue");

    public static RedisScript Statistics { get; } = Read("queue_statistics", "queue");

    public static RedisScript Replay { get; } = Read("replay", "queue", "admission");

    public static RedisScript Schedule { get; } = Read("schedule", "queue", "admission");

    public static RedisScript Names { get; } = Read("names_of_keys");

    private static RedisScript Read(string name, params ReadOnlySpan<string> parts)
        => RedisScript.FromResource(typeof(QueueScripts).Assembly, name, parts);
}

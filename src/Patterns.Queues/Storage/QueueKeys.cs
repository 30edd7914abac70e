using Patterns.Core;
using StackExchange.Redis;

namespace Patterns.Queues.Storage;

/// <summary>All keys of the package. What stands in braces decides the slot, so that the keys of one queue share
/// it.</summary>
/// <param name="prefix">The prefix of the options.</param>
internal sealed class QueueKeys(string prefix)
{
    /// <summary>The longest name of a queue, in characters.</summary>
    public const int MaxNameLength = 200;

    private const int FormatVersion = 1;

    private readonly KeyBuilder _keys = new(prefix, FormatVersion);

    /// <summary>The keys of a queue on streams, in the order of <c>open_queue</c> in queue.lua.</summary>
    public RedisKey[] Queue(string name) =>
    [
        For(name, "high"), For(name, "normal"), For(name, "low"), For(name, "wake"), .. Holds(name, scope: ""),
    ];

    /// <summary>The keys of a topic's subscription: the log of the topic in place of the first lane.</summary>
    public RedisKey[] Subscription(string topic, string subscription) =>
    [
        Log(topic),
        For(topic, $"{subscription}:normal"),
        For(topic, $"{subscription}:low"),
        For(topic, $"{subscription}:wake"),
        .. Holds(topic, $"{subscription}:"),
    ];

    /// <summary>The stream of a topic.</summary>
    public RedisKey Log(string topic) => For(topic, "log");

    /// <summary>Exists while a throttled id may not be sent again.</summary>
    public RedisKey Throttle(string queue, string id) => For(queue, $"throttle:{id}");

    /// <summary>When recurring messages are next due.</summary>
    public RedisKey Schedules(string queue) => For(queue, "schedules");

    /// <summary>A key with the slot of the queue.</summary>
    public RedisKey For(string name, string suffix) => _keys.For($"{{{name}}}:{suffix}");

    /// <exception cref="ArgumentException">The name is empty, too long, or would change the slot.</exception>
    public static void Check(string name, string role)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, role);
        if (name.Length > MaxNameLength)
        {
            throw new ArgumentException(
                $"The {role} has {name.Length} characters, but at most {MaxNameLength} are allowed: shorten it.", role);
        }

        foreach (char character in name)
        {
            if (character is '{' or '}' || char.IsControl(character))
            {
                throw new ArgumentException(
                    $"The {role} '{name}' contains the character U+{(int)character:X4}, but braces, which decide the "
                    + "slot on Redis Cluster, and control characters are not allowed: remove it.",
                    role);
            }
        }
    }

    private IEnumerable<RedisKey> Holds(string name, string scope) =>
        from suffix in (string[])["delayed", "debounced", "waiting", "groups", "unique", "dead", "rates", "state"]
        select For(name, scope + suffix);
}

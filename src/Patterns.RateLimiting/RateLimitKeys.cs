using Patterns.Core;
using StackExchange.Redis;

namespace Patterns.RateLimiting;

/// <summary>All keys of the package, and the bounds of partition names. What stands in braces decides the slot, so that
/// the keys of one call share it. The kind of a key stands before the names, which callers choose: whatever they
/// contain, no key of one kind is one of another.</summary>
/// <param name="prefix">The limiter's prefix.</param>
internal sealed class RateLimitKeys(string prefix)
{
    /// <summary>The longest name of a partition, in characters.</summary>
    public const int MaxPartitionLength = 512;

    private const int FormatVersion = 3;

    private readonly KeyBuilder _states = new(prefix, FormatVersion, "s");
    private readonly KeyBuilder _blocks = new(prefix, FormatVersion, "b");

    /// <summary>What all of them begin with.</summary>
    public string Prefix { get; } = prefix;

    /// <summary>Where the algorithm's state stands.</summary>
    /// <param name="partition">Whose permits are counted.</param>
    /// <param name="tag">What decides the slot; the partition itself unless it is counted together with others.</param>
    public RedisKey State(string partition, string tag)
        => _states.For(NameOf(partition, tag));

    /// <summary>Exists while the partition is blocked.</summary>
    public RedisKey Block(string partition, string tag)
        => _blocks.For(NameOf(partition, tag));

    // Neither contains a brace, so no other pair gives the same name.
    private static string NameOf(string partition, string tag)
    {
        Check(partition, nameof(partition));
        Check(tag, nameof(tag));
        return partition == tag ? $"{{{tag}}}" : $"{{{tag}}}:{partition}";
    }

    /// <exception cref="ArgumentException">The name is empty, too long, or would change the slot.</exception>
    private static void Check(string name, string role)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, role);
        if (name.Length > MaxPartitionLength)
        {
            throw new ArgumentException(
                $"The {role} has {name.Length} characters, but at most {MaxPartitionLength} are allowed: "
                + "use an identifier, or the hash of what is longer.",
                role);
        }

        if (name.AsSpan().IndexOfAny('{', '}') is var brace and >= 0)
        {
            throw new ArgumentException(
                $"The {role} '{name}' contains '{name[brace]}', but braces are not allowed, because they "
                + "decide the slot on Redis Cluster: remove or encode them.",
                role);
        }
    }
}

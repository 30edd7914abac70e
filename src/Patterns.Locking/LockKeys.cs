using Patterns.Core;
using Patterns.Locking.Leases;
using StackExchange.Redis;

namespace Patterns.Locking;

/// <summary>All keys of the package. The name is the hash tag, so that the keys of one lock share their slot.</summary>
/// <param name="prefix">The prefix of this instance.</param>
internal sealed class LockKeys(string prefix)
{
    public const string Mutex = "";
    public const string ReadWrite = "::read-write";
    public const string Semaphore = "::semaphore";
    public const string Idempotency = "::idempotency";
    public const string Fenced = "::fenced";
    public const string Result = "::result";

    private const int FormatVersion = 2;

    private readonly KeyBuilder _keys = new(prefix, FormatVersion);

    /// <summary>What the ids of one instance's requests begin with: 64 bits that no other instance has drawn, because
    /// ids travel with every call.</summary>
    public static string NewOwner() => $"{Guid.NewGuid().ToString("N")[..16]}.";

    /// <summary>The lock with the first who waits for it, the queue behind that one, and what those in it ask
    /// for.</summary>
    /// <param name="name">What is locked.</param>
    /// <param name="kind">The kind of the lock; locks of different kinds have nothing to do with each other.</param>
    public RedisKey[] Of(string name, string kind)
    {
        LeaseBounds.CheckName(name);
        string key = $"{{{name}}}{kind}";
        return [_keys.For(key), _keys.For(key + "::queue"), _keys.For(key + "::waiters")];
    }

    /// <summary>A key beside a lock.</summary>
    public RedisKey Beside(string name, string suffix)
    {
        LeaseBounds.CheckName(name);
        return _keys.For($"{{{name}}}{suffix}");
    }

    /// <summary>The channel of one process.</summary>
    public string Channel(string owner) => _keys.For($"granted:{owner}").ToString();
}

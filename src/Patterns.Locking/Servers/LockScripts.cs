using Patterns.Core.Scripting;

namespace Patterns.Locking.Servers;

/// <summary>The scripts of all locks.</summary>
internal sealed record LockScripts
{
    public static LockScripts Default { get; } = new();

    public RedisScript Acquire { get; init; } = Read("acquire_lock");

    public RedisScript Renew { get; init; } = Read("renew_locks");

    public RedisScript Release { get; init; } = Read("release_lock");

    private static RedisScript Read(string name)
        => RedisScript.FromResource(typeof(LockScripts).Assembly, name, "lock_state");
}

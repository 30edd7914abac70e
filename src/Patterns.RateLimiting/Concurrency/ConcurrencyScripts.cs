using Patterns.Core.Scripting;

namespace Patterns.RateLimiting.Concurrency;

/// <summary>The scripts of the concurrency limiter.</summary>
internal static class ConcurrencyScripts
{
    public static RedisScript Acquire { get; } = Read("acquire_concurrency");

    public static RedisScript Renew { get; } = Read("renew_concurrency");

    public static RedisScript Release { get; } = Read("release_concurrency");

    private static RedisScript Read(string name)
        => RedisScript.FromResource(typeof(ConcurrencyScripts).Assembly, name, "leases");
}

namespace Engine.Server.Keyspace.Eviction;

/// <summary>What follows from a policy.</summary>
internal static class EvictionPolicyTraits
{
    /// <summary>The access bits of keys are a frequency and a time in minutes, rather than a time in seconds.</summary>
    public static bool CountsUses(this EvictionPolicy policy) =>
        policy is EvictionPolicy.AllKeysLfu or EvictionPolicy.VolatileLfu;

    public static bool LooksAtLastUse(this EvictionPolicy policy) =>
        policy is EvictionPolicy.AllKeysLru or EvictionPolicy.VolatileLru;

    /// <summary>Only keys that expire are evicted.</summary>
    public static bool SparesPersistent(this EvictionPolicy policy) => policy
        is EvictionPolicy.VolatileLru or EvictionPolicy.VolatileLfu or EvictionPolicy.VolatileRandom
        or EvictionPolicy.VolatileTtl;

    public static bool IsRandom(this EvictionPolicy policy) =>
        policy is EvictionPolicy.AllKeysRandom or EvictionPolicy.VolatileRandom;
}

namespace Engine.Server.Configuration;

/// <summary>The directives of maxmemory, of eviction and of lazy freeing.</summary>
internal static class MemoryParameters
{
    private static readonly Choice<EvictionPolicy>[] Policies =
    [
        new("volatile-lru", EvictionPolicy.VolatileLru),
        new("volatile-lfu", EvictionPolicy.VolatileLfu),
        new("volatile-random", EvictionPolicy.VolatileRandom),
        new("volatile-ttl", EvictionPolicy.VolatileTtl),
        new("allkeys-lru", EvictionPolicy.AllKeysLru),
        new("allkeys-lfu", EvictionPolicy.AllKeysLfu),
        new("allkeys-random", EvictionPolicy.AllKeysRandom),
        new("noeviction", EvictionPolicy.NoEviction),
    ];

    public static IEnumerable<ConfigParameter> All { get; } =
    [
        new NumberParameter("maxmemory", 0, long.MaxValue, o => o.MaxMemory, (o, v) => o.MaxMemory = v)
        {
            IsMemory = true,
        },
        ChoiceParameter.Of("maxmemory-policy", Policies, o => o.MaxMemoryPolicy, (o, v) => o.MaxMemoryPolicy = v),
        new NumberParameter("maxmemory-samples", 1, int.MaxValue,
            o => o.MaxMemorySamples, (o, v) => o.MaxMemorySamples = (int)v),
        new NumberParameter("maxmemory-eviction-tenacity", 0, 100,
            o => o.EvictionTenacity, (o, v) => o.EvictionTenacity = (int)v),
        new NumberParameter("maxmemory-clients", -100, long.MaxValue,
            o => o.MaxMemoryClients, (o, v) => o.MaxMemoryClients = v)
        {
            IsMemory = true, MayBePercent = true,
        },
        new NumberParameter("lfu-log-factor", 0, int.MaxValue, o => o.LfuLogFactor, (o, v) => o.LfuLogFactor = (int)v),
        new NumberParameter("lfu-decay-time", 0, int.MaxValue,
            o => o.LfuDecayMinutes, (o, v) => o.LfuDecayMinutes = (int)v),
        new BooleanParameter("lazyfree-lazy-eviction", o => o.LazyEviction, (o, v) => o.LazyEviction = v),
        new BooleanParameter("lazyfree-lazy-expire", o => o.LazyExpire, (o, v) => o.LazyExpire = v),
        new BooleanParameter("lazyfree-lazy-server-del", o => o.LazyServerDelete, (o, v) => o.LazyServerDelete = v),
        new BooleanParameter("lazyfree-lazy-user-del", o => o.LazyUserDelete, (o, v) => o.LazyUserDelete = v),
        new BooleanParameter("lazyfree-lazy-user-flush", o => o.LazyUserFlush, (o, v) => o.LazyUserFlush = v),
    ];

    public static string NameOf(EvictionPolicy policy) => Choice<EvictionPolicy>.WordFor(Policies, policy);
}

namespace Engine.Server;

/// <summary>Which keys go when <see cref="EngineOptions.MaxMemory"/> is reached.</summary>
public enum EvictionPolicy
{
    /// <summary>None: commands that may take memory are refused.</summary>
    NoEviction,

    /// <summary>Those that were not used for the longest time.</summary>
    AllKeysLru,

    /// <summary>Those that are used least often.</summary>
    AllKeysLfu,

    /// <summary>Any.</summary>
    AllKeysRandom,

    /// <summary>Of those that expire, those that were not used for the longest time.</summary>
    VolatileLru,

    /// <summary>Of those that expire, those that are used least often.</summary>
    VolatileLfu,

    /// <summary>Any of those that expire.</summary>
    VolatileRandom,

    /// <summary>Those that expire next.</summary>
    VolatileTtl,
}

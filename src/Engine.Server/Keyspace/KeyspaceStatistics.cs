namespace Engine.Server.Keyspace;

/// <summary>What INFO reports of the keyspace; CONFIG RESETSTAT starts it anew.</summary>
internal sealed class KeyspaceStatistics
{
    public long Hits { get; set; }

    public long Misses { get; set; }

    public long ExpiredKeys { get; set; }

    public long ExpireCyclesCutShort { get; set; }

    /// <summary>Time spent on deleting expired keys for which nobody asked.</summary>
    public long ExpireCycleMicroseconds { get; set; }

    /// <summary>Estimated share of keys that are expired but not yet deleted, in per cent.</summary>
    public double ExpiredStalePercent { get; set; }

    /// <summary>Keys that were deleted for want of memory.</summary>
    public long EvictedKeys { get; set; }

    /// <summary>Keys and large values whose memory was given back some time after they had been deleted.</summary>
    public long LazilyFreed { get; set; }

    public void Reset()
    {
        EvictedKeys = 0;
        LazilyFreed = 0;
        Hits = 0;
        Misses = 0;
        ExpiredKeys = 0;
        ExpireCyclesCutShort = 0;
        ExpireCycleMicroseconds = 0;
        ExpiredStalePercent = 0;
    }
}

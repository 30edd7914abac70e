namespace Engine.Server.Keyspace;

/// <summary>
/// Getting keys into the processor's caches before commands ask for them: with many keys, waiting for memory is most of
/// what a brief command costs, and the processor can wait for several at once.
/// </summary>
internal sealed partial class Database
{
    /// <summary>Fewer keys are in the caches anyway.</summary>
    private const int FewestKeysPrefetched = 8 * 1024;

    public bool IsWorthPrefetching => _keys.Count >= FewestKeysPrefetched;

    /// <summary>
    /// Starts to fetch the place where a key would stand; returns what <see cref="PrefetchRecord"/> takes.
    /// </summary>
    public ulong PrefetchPlace(ReadOnlySpan<byte> key)
    {
        ulong hash = Hash(key);
        _keys.PrefetchBucket(hash);
        return hash;
    }

    /// <summary>Starts to fetch the record, if there is one. The place should have arrived.</summary>
    public void PrefetchRecord(ulong place)
    {
        uint handle = _keys.Guess(place);
        if (handle != 0)
            _heap.Prefetch(handle);
    }
}

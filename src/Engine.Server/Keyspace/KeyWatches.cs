namespace Engine.Server.Keyspace;

/// <summary>Which keys of one database are watched.</summary>
internal sealed class KeyWatches
{
    private readonly Dictionary<byte[], HashSet<WatchedKey>> _watches = new(ByteArrayComparer.Instance);
    private readonly Dictionary<byte[], HashSet<WatchedKey>>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    public KeyWatches() => _lookup = _watches.GetAlternateLookup<ReadOnlySpan<byte>>();

    public bool IsEmpty => _watches.Count == 0;

    /// <summary>How many keys are watched, by however many.</summary>
    public int Count => _watches.Count;

    public IEnumerable<WatchedKey> All => _watches.Values.SelectMany(watches => watches);

    public void Add(WatchedKey watch)
    {
        if (!_watches.TryGetValue(watch.Key, out HashSet<WatchedKey>? watches))
            _watches[watch.Key] = watches = [];
        watches.Add(watch);
    }

    public void Remove(WatchedKey watch)
    {
        HashSet<WatchedKey> watches = _watches[watch.Key];
        watches.Remove(watch);
        if (watches.Count == 0)
            _watches.Remove(watch.Key);
    }

    /// <summary>
    /// The key has another value, or is gone, which is no change to who began to watch it when its time had come.
    /// </summary>
    public void Modified(ReadOnlySpan<byte> key, bool isGone)
    {
        if (!_lookup.TryGetValue(key, out HashSet<WatchedKey>? watches))
            return;
        foreach (WatchedKey watch in watches)
        {
            if (watch.WasExpired && isGone)
                watch.WasExpired = false;
            else
                watch.Modified();
        }
    }
}

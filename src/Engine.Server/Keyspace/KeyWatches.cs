namespace Engine.Server.Keyspace;

/// <summary>Which keys of one database are watched, and by whom.</summary>
internal sealed class KeyWatches
{
    private readonly Dictionary<byte[], HashSet<IKeyWatcher>> _watchers = new(ByteArrayComparer.Instance);
    private readonly Dictionary<byte[], HashSet<IKeyWatcher>>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    public KeyWatches() => _lookup = _watchers.GetAlternateLookup<ReadOnlySpan<byte>>();

    public bool IsEmpty => _watchers.Count == 0;

    public int Count => _watchers.Count;

    public void Add(byte[] key, IKeyWatcher watcher)
    {
        if (!_watchers.TryGetValue(key, out HashSet<IKeyWatcher>? watchers))
            _watchers[key] = watchers = [];
        watchers.Add(watcher);
    }

    public void Remove(byte[] key, IKeyWatcher watcher)
    {
        if (!_watchers.TryGetValue(key, out HashSet<IKeyWatcher>? watchers))
            return;
        watchers.Remove(watcher);
        if (watchers.Count == 0)
            _watchers.Remove(key);
    }

    public void Modified(ReadOnlySpan<byte> key)
    {
        if (!_lookup.TryGetValue(key, out HashSet<IKeyWatcher>? watchers))
            return;
        foreach (IKeyWatcher watcher in watchers)
            watcher.KeyModified();
    }

    /// <summary>Tells the watchers of each key for which <paramref name="isAffected"/> holds: a whole database was flushed or swapped.</summary>
    public void ModifiedWhere(Predicate<byte[]> isAffected)
    {
        foreach ((byte[] key, HashSet<IKeyWatcher> watchers) in _watchers)
        {
            if (!isAffected(key))
                continue;
            foreach (IKeyWatcher watcher in watchers)
                watcher.KeyModified();
        }
    }
}

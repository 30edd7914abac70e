namespace Engine.Server.Sessions.Tracking;

/// <summary>The prefixes for which clients are told of every key, in order.</summary>
internal sealed class PrefixTable
{
    private readonly SortedDictionary<byte[], PrefixGroup> _groups = new(ByteOrder.Instance);

    public int Count => _groups.Count;

    /// <summary>Whether keys have changed since the groups were last told.</summary>
    public bool HasChanges { get; private set; }

    public void Add(byte[] prefix, Session listener)
    {
        if (!_groups.TryGetValue(prefix, out PrefixGroup? group))
            _groups[prefix] = group = new PrefixGroup();
        if (!group.Listeners.Contains(listener))
            group.Listeners.Add(listener);
    }

    public void Remove(byte[] prefix, Session listener)
    {
        PrefixGroup group = _groups[prefix];
        group.Listeners.Remove(listener);
        if (group.Listeners.Count == 0)
            _groups.Remove(prefix);
    }

    /// <param name="key">A key that changed.</param>
    /// <param name="author">Who changed it; null when it was no client.</param>
    public void Changed(ReadOnlySpan<byte> key, Session? author)
    {
        foreach ((byte[] prefix, PrefixGroup group) in _groups)
        {
            if (!key.StartsWith(prefix))
                continue;
            group.Changed(key, author);
            HasChanges = true;
        }
    }

    /// <summary>The groups, which are about to be told.</summary>
    public SortedDictionary<byte[], PrefixGroup>.ValueCollection TakeChanges()
    {
        HasChanges = false;
        return _groups.Values;
    }
}

namespace Engine.Server.Access;

/// <summary>ACL LOG: what was denied last. The latest entry stands first.</summary>
internal sealed class DenialLog
{
    /// <summary>So many entries are looked at for one that a new one repeats.</summary>
    private const int EntriesCompared = 10;

    private readonly LinkedList<DenialEntry> _entries = [];

    public int Count => _entries.Count;

    public IEnumerable<DenialEntry> Entries => _entries;

    /// <summary>Adds an entry, or counts it in the one that it repeats, which becomes the first.</summary>
    public void Add(DenialEntry entry, long maxLength)
    {
        LinkedListNode<DenialEntry>? node = _entries.First;
        for (int i = 0; i < EntriesCompared && node is not null; i++, node = node.Next)
        {
            if (!node.Value.TryMerge(entry))
                continue;
            _entries.Remove(node);
            _entries.AddFirst(node);
            return;
        }

        _entries.AddFirst(entry);
        while (_entries.Count > maxLength)
            _entries.RemoveLast();
    }

    public void Clear() => _entries.Clear();
}

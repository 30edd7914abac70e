namespace Engine.Server.Keyspace;

/// <summary>
/// Keys that got a value while somebody waited for it. They are served when the command, script or transaction that
/// made them is over.
/// </summary>
internal sealed class ReadyKeys
{
    private readonly HashSet<(int Database, byte[] Key)> _known = [];
    private Queue<(int Database, byte[] Key)> _queue = new();

    public bool IsEmpty => _queue.Count == 0;

    /// <param name="database">The index of the database.</param>
    /// <param name="key">The key as those who wait for it hold it: the same array each time.</param>
    public void Add(int database, byte[] key)
    {
        if (_known.Add((database, key)))
            _queue.Enqueue((database, key));
    }

    /// <summary>Takes all keys in the order in which they became ready. Serving them may make others so.</summary>
    public Queue<(int Database, byte[] Key)> Take()
    {
        Queue<(int Database, byte[] Key)> ready = _queue;
        _queue = new Queue<(int Database, byte[] Key)>();
        _known.Clear();
        return ready;
    }
}

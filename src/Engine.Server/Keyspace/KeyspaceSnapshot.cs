namespace Engine.Server.Keyspace;

/// <summary>
/// A snapshot of all databases that is being taken: the owner asks for one piece after the other, commands run between
/// them, and what they are about to change is read first.
/// </summary>
internal sealed class KeyspaceSnapshot
{
    private readonly Keyspace _keyspace;
    private readonly ISnapshotSink _sink;
    private readonly Queue<TableSnapshot> _tables = new();

    private KeyspaceSnapshot(Keyspace keyspace, ISnapshotSink sink)
    {
        _keyspace = keyspace;
        _sink = sink;
    }

    /// <summary>Begins a snapshot; there must be none.</summary>
    public static KeyspaceSnapshot Begin(Keyspace keyspace, ISnapshotSink sink)
    {
        if (keyspace.Snapshot is not null)
            throw new InvalidOperationException("One snapshot at a time; end the other one first.");
        var snapshot = new KeyspaceSnapshot(keyspace, sink);
        for (int i = 0; i < keyspace.DatabaseCount; i++)
        {
            if (keyspace[i].BeginSnapshot(sink) is { } table)
                snapshot._tables.Enqueue(table);
        }

        keyspace.Snapshot = snapshot;
        return snapshot;
    }

    /// <summary>Reads a few more keys. Returns false when all have been read.</summary>
    public bool TakeSome()
    {
        while (_tables.TryPeek(out TableSnapshot? table))
        {
            if (table.TakeNext())
                return true;
            _tables.Dequeue();
        }

        return false;
    }

    /// <summary>No more is asked for.</summary>
    public void End()
    {
        for (int i = 0; i < _keyspace.DatabaseCount; i++)
            _keyspace[i].EndSnapshot();
        _keyspace.Snapshot = null;
    }

    /// <summary>Keys that were not read are about to be dropped.</summary>
    public void Interrupt(bool isEverything)
    {
        End();
        _sink.Interrupted(isEverything);
    }
}

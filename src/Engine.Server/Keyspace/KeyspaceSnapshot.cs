namespace Engine.Server.Keyspace;

/// <summary>
/// A snapshot of all databases that is being taken: the owner asks for one piece after the other, commands run between
/// them, and what they are about to change is read first. A database that is emptied leaves its keys to the snapshot.
/// </summary>
internal sealed class KeyspaceSnapshot
{
    private readonly Keyspace _keyspace;
    private readonly Queue<TableSnapshot> _tables = new();
    private readonly Queue<TableSnapshot> _flushed = new();

    private KeyspaceSnapshot(Keyspace keyspace) => _keyspace = keyspace;

    /// <summary>Keys that are in no database any more are kept until they have been read.</summary>
    public bool HasFlushed => _flushed.Count > 0;

    /// <summary>Begins a snapshot; there must be none.</summary>
    public static KeyspaceSnapshot Begin(Keyspace keyspace, ISnapshotSink sink)
    {
        if (keyspace.Snapshot is not null)
            throw new InvalidOperationException("One snapshot at a time; end the other one first.");
        var snapshot = new KeyspaceSnapshot(keyspace);
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
        // Those first that take memory for the snapshot alone.
        if (TakeFlushed())
            return true;
        while (_tables.TryPeek(out TableSnapshot? table))
        {
            if (table.TakeNext())
                return true;
            _tables.Dequeue();
        }

        return false;
    }

    /// <summary>Reads a few more keys of emptied databases. Returns false when all of those have been read.</summary>
    public bool TakeFlushed()
    {
        while (_flushed.TryPeek(out TableSnapshot? table))
        {
            if (table.TakeNext())
                return true;
            _keyspace.Discard(_flushed.Dequeue().Keys);
        }

        return false;
    }

    /// <summary>The keys of a table were taken out of their database, and are freed when they have been read.</summary>
    public void AddFlushed(TableSnapshot table) => _flushed.Enqueue(table);

    /// <summary>No more is asked for.</summary>
    public void End()
    {
        for (int i = 0; i < _keyspace.DatabaseCount; i++)
            _keyspace[i].EndSnapshot();
        while (_flushed.TryDequeue(out TableSnapshot? table))
            _keyspace.Discard(table.Keys);
        _keyspace.Snapshot = null;
    }
}

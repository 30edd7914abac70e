using System.Runtime.CompilerServices;

namespace Engine.Server.Keyspace;

/// <summary>Keeping what a snapshot has not read yet from being changed unread.</summary>
internal sealed partial class Database
{
    private TableSnapshot? _snapshot;

    /// <summary>Begins a snapshot of the keys that are there now; null when there are none.</summary>
    public TableSnapshot? BeginSnapshot(ISnapshotSink sink) =>
        _snapshot = _keys.Count == 0 ? null : new TableSnapshot(Index, _keys, _values, sink);

    public void EndSnapshot() => _snapshot = null;

    /// <summary>
    /// Empties the database by leaving its keys to the snapshot that has not read all of them. Returns false, having
    /// done nothing, when there is none.
    /// </summary>
    public bool TryLeaveToSnapshot()
    {
        if (_snapshot is not { } snapshot || Count == 0 || !snapshot.HasMore())
            return false;
        TakeKeys();
        _keyspace.Snapshot!.AddFlushed(snapshot);
        return true;
    }

    /// <summary>A key that was looked up to be read may be changed nevertheless.</summary>
    public void Preserve(ReadOnlySpan<byte> key)
    {
        if (_snapshot is { } snapshot)
            snapshot.Preserve(Hash(key));
    }

    /// <summary>A key with this hash is about to be added, changed or removed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Preserve(ulong hash)
    {
        if (_snapshot is { } snapshot)
            snapshot.Preserve(hash);
    }
}

using Engine.Server.DataTypes;
using Engine.Server.Memory;

namespace Engine.Server.Keyspace;

/// <summary>
/// Reads the keys of one table as they were at one moment, while commands go on changing them. Keys are read in groups,
/// those whose hashes end in the same bits: one chain of the table when the snapshot began. A group is read when its
/// turn comes, or just before the first of its keys is changed or added to; a bit per group says that it was read.
/// </summary>
internal sealed class TableSnapshot
{
    private const int BitsPerWord = 64;

    private readonly int _database;
    private readonly ValueStore _values;
    private readonly ISnapshotSink _sink;
    private readonly List<uint> _handles = [];
    private readonly ulong[] _taken;
    private readonly uint _groups;
    private uint _next;

    public TableSnapshot(int database, HandleTable<RecordKeys> keys, ValueStore values, ISnapshotSink sink)
    {
        _database = database;
        Keys = keys;
        _values = values;
        _sink = sink;
        _groups = keys.ChainCount;
        _taken = new ulong[(_groups + BitsPerWord - 1) / BitsPerWord];
    }

    /// <summary>What is read.</summary>
    public HandleTable<RecordKeys> Keys { get; }

    /// <summary>Reads the group of a key with this hash, if it was not read yet.</summary>
    public void Preserve(ulong hash)
    {
        uint group = (uint)(hash & (_groups - 1));
        if (!IsTaken(group))
            Take(group);
    }

    /// <summary>Reads one more group. Returns false when all have been read.</summary>
    public bool TakeNext()
    {
        if (!HasMore())
            return false;
        Take(_next);
        return true;
    }

    /// <summary>Whether a group is left to be read.</summary>
    public bool HasMore()
    {
        while (_next < _groups && IsTaken(_next))
            _next++;
        return _next < _groups;
    }

    private bool IsTaken(uint group) => (_taken[group / BitsPerWord] & 1UL << (int)(group % BitsPerWord)) != 0;

    private void Take(uint group)
    {
        _taken[group / BitsPerWord] |= 1UL << (int)(group % BitsPerWord);
        _handles.Clear();
        Keys.AddGroup(group, _groups, _handles);
        foreach (uint handle in _handles)
            _sink.Take(_database, new Entry(_values, handle, _values.Heap.At(handle)));
    }
}

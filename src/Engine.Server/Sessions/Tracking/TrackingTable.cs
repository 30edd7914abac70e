using Engine.Server.Keyspace;

namespace Engine.Server.Sessions.Tracking;

/// <summary>
/// Which clients have read which keys since those last changed. As in Redis, keys of all databases are one, and a
/// client that is gone stays at the keys it read until they change.
/// </summary>
internal sealed class TrackingTable
{
    private readonly Dictionary<byte[], TrackedKey> _keys = new(ByteArrayComparer.Instance);
    private readonly Dictionary<byte[], TrackedKey>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    /// <summary>The keys once more, so that one can be picked at random.</summary>
    private readonly List<TrackedKey> _all = [];

    public TrackingTable() => _lookup = _keys.GetAlternateLookup<ReadOnlySpan<byte>>();

    public int Count => _all.Count;

    /// <summary>The readers of all keys, each counted once for every key.</summary>
    public long Readers { get; private set; }

    public void Add(ReadOnlySpan<byte> key, long reader)
    {
        if (_lookup.TryGetValue(key, out TrackedKey? tracked))
        {
            if (tracked.TryAdd(reader))
                Readers++;
            return;
        }

        byte[] name = key.ToArray();
        tracked = new TrackedKey(name, _all.Count, reader);
        _keys.Add(name, tracked);
        _all.Add(tracked);
        Readers++;
    }

    /// <summary>Removes a key and hands its readers to the caller. Returns null when nobody has read it.</summary>
    public TrackedKey? Take(ReadOnlySpan<byte> key)
    {
        if (!_lookup.Remove(key, out _, out TrackedKey? tracked))
            return null;
        TrackedKey last = _all[^1];
        _all[tracked.Position] = last;
        last.Position = tracked.Position;
        _all.RemoveAt(_all.Count - 1);
        Readers -= tracked.ReaderCount;
        return tracked;
    }

    public TrackedKey PickRandom(Random random) => _all[random.Next(_all.Count)];

    public void Clear()
    {
        _keys.Clear();
        _keys.TrimExcess();
        _all.Clear();
        _all.TrimExcess();
        Readers = 0;
    }
}

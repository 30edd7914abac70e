using Engine.Server.Keyspace;

namespace Engine.Server.Sessions.Tracking;

/// <summary>
/// The clients that are told of all keys with a prefix, and those keys that changed since they were last told.
/// </summary>
internal sealed class PrefixGroup
{
    /// <summary>The keys, each with the client that changed it last; null when that was no client.</summary>
    private readonly Dictionary<byte[], Session?> _changed = new(ByteArrayComparer.Instance);
    private readonly Dictionary<byte[], Session?>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    public PrefixGroup() => _lookup = _changed.GetAlternateLookup<ReadOnlySpan<byte>>();

    public List<Session> Listeners { get; } = [];

    public void Changed(ReadOnlySpan<byte> key, Session? author) => _lookup[key] = author;

    /// <summary>Removes the keys that changed and hands them to the caller, in order.</summary>
    public KeyValuePair<byte[], Session?>[] TakeChanged()
    {
        KeyValuePair<byte[], Session?>[] changed = [.. _changed.OrderBy(change => change.Key, ByteOrder.Instance)];
        _changed.Clear();
        return changed;
    }
}

using Engine.Server.Keyspace;

namespace Engine.Server.Sessions;

/// <summary>Who listens to which name, for one kind of subscription.</summary>
internal sealed class ListenerTable
{
    private readonly Dictionary<byte[], HashSet<Session>> _listeners = new(ByteArrayComparer.Instance);
    private readonly Dictionary<byte[], HashSet<Session>>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    public ListenerTable() => _lookup = _listeners.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>How many names have listeners.</summary>
    public int Count => _listeners.Count;

    public Dictionary<byte[], HashSet<Session>>.KeyCollection Names => _listeners.Keys;

    /// <summary>The names with their listeners.</summary>
    public Dictionary<byte[], HashSet<Session>>.Enumerator GetEnumerator() => _listeners.GetEnumerator();

    /// <summary>Those who listen to a name; null when nobody does.</summary>
    public HashSet<Session>? Find(ReadOnlySpan<byte> name) =>
        _lookup.TryGetValue(name, out HashSet<Session>? listeners) ? listeners : null;

    /// <summary>Adds a listener and returns the name's bytes, which all its listeners share.</summary>
    public byte[] Add(ReadOnlySpan<byte> name, Session session)
    {
        if (!_lookup.TryGetValue(name, out byte[]? key, out HashSet<Session>? listeners))
        {
            key = name.ToArray();
            _listeners[key] = listeners = [];
        }

        listeners.Add(session);
        return key;
    }

    public void Remove(byte[] name, Session session)
    {
        HashSet<Session> listeners = _listeners[name];
        listeners.Remove(session);
        if (listeners.Count == 0)
            _listeners.Remove(name);
    }
}

using System.Runtime.InteropServices;

namespace Engine.Server.Keyspace;

/// <summary>Who waits for keys of one database to get a value, in the order of their coming.</summary>
internal sealed class KeyWaits
{
    private readonly Dictionary<byte[], List<KeyWait>> _waits = new(ByteArrayComparer.Instance);
    private readonly Dictionary<byte[], List<KeyWait>>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    public KeyWaits() => _lookup = _waits.GetAlternateLookup<ReadOnlySpan<byte>>();

    public bool IsEmpty => _waits.Count == 0;

    /// <summary>How many keys somebody waits for.</summary>
    public int Count => _waits.Count;

    public IEnumerable<byte[]> Keys => _waits.Keys;

    public void Add(byte[] key, KeyWait wait)
    {
        ref List<KeyWait>? waits = ref CollectionsMarshal.GetValueRefOrAddDefault(_waits, key, out _);
        (waits ??= []).Add(wait);
    }

    public void Remove(byte[] key, KeyWait wait)
    {
        if (_waits.TryGetValue(key, out List<KeyWait>? waits) && waits.Remove(wait) && waits.Count == 0)
            _waits.Remove(key);
    }

    /// <summary>Those who wait for the key, first come first; empty when nobody does.</summary>
    public IReadOnlyList<KeyWait> For(ReadOnlySpan<byte> key) =>
        _lookup.TryGetValue(key, out List<KeyWait>? waits) ? waits : [];

    /// <summary>The key as those who wait for it hold it; null when nobody waits for a value of this type.</summary>
    public byte[]? Find(ReadOnlySpan<byte> key, DataTypes.ValueType type)
    {
        if (!_lookup.TryGetValue(key, out byte[]? held, out List<KeyWait>? waits))
            return null;
        return waits.Exists(wait => wait.Type == type) ? held : null;
    }
}

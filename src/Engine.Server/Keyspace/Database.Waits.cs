using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Keyspace;

/// <summary>Noticing that a key for which somebody waits has a value.</summary>
internal sealed partial class Database
{
    public KeyWaits Waits { get; } = new();

    /// <summary>The key has got a value, or more of it.</summary>
    public void Arrived(ReadOnlySpan<byte> key, ValueType type)
    {
        if (!Waits.IsEmpty && Waits.Find(key, type) is { } held)
            _keyspace.Ready.Add(Index, held);
    }

    /// <summary>The database has got other contents: notices those of them for which somebody waits.</summary>
    public void AllArrived()
    {
        foreach (byte[] key in Waits.Keys)
        {
            if (TryPeek(key, out Entry entry))
                Arrived(key, entry.Type);
        }
    }
}

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

    /// <summary>
    /// The key is about to lose its value. Only those who wait for more in a stream want to know.
    /// </summary>
    private void Leaving(in Entry entry)
    {
        if (!Waits.IsEmpty && entry.Type == ValueType.Stream)
            Arrived(entry.Key, ValueType.Stream);
    }

    /// <summary>All keys are about to lose their values, or have just lost them.</summary>
    public void AllLeaving()
    {
        foreach (byte[] key in Waits.Keys)
            Arrived(key, ValueType.Stream);
    }

    /// <summary>The database has got other contents: notices those of them for which somebody waits.</summary>
    public void AllArrived()
    {
        foreach (byte[] key in Waits.Keys)
        {
            if (TryPeek(key, out Entry entry))
                Arrived(key, entry.Type);
        }

        AllLeaving();
    }
}

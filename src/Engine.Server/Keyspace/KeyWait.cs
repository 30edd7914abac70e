namespace Engine.Server.Keyspace;

/// <summary>Somebody's waiting for one of several keys to get a value of a type.</summary>
internal abstract class KeyWait(int database, byte[][] keys, DataTypes.ValueType type)
{
    public int Database => database;

    public IReadOnlyList<byte[]> Keys => keys;

    public DataTypes.ValueType Type => type;

    /// <summary>
    /// The key has a value of the type: takes of it what is wanted. Returns false when there is nothing to take, and
    /// the waiting goes on.
    /// </summary>
    public abstract bool TryServe(byte[] key);

    /// <summary>A key has, or had for a moment, no value of the type.</summary>
    public abstract void KeyGone();
}

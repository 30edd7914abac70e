using System.Runtime.InteropServices;
using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Serialization;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Keyspace;

/// <summary>
/// Keys that hold collections. The collection itself is edited through its <see cref="ValueSlot"/>; who has edited
/// it says so by <see cref="CollectionChanged"/>.
/// </summary>
internal sealed partial class Database
{
    /// <summary>Adds a key, which must be absent, with a compact value that stands in a block of the heap.</summary>
    public ValueSlot AddCompact(ReadOnlySpan<byte> key, ValueType type, ValueEncoding encoding, uint block) =>
        AddCollection(key, type, encoding, block);

    /// <summary>Adds a key, which must be absent, with a large collection.</summary>
    public ValueSlot AddLarge(ReadOnlySpan<byte> key, ValueType type, ValueEncoding encoding, LargeValue value) =>
        AddCollection(key, type, encoding, _values.Add(value));

    /// <summary>
    /// Puts a collection that is in no key in the place of whatever the key holds, whose expiry goes with that.
    /// </summary>
    public void SetCollection(ReadOnlySpan<byte> key, in ValueSlot value)
    {
        uint access = _keyspace.InitialAccess;
        if (_keyspace.CountsUses && TryPeek(key, out Entry old))
            access = AccessOfReplacement(old.AccessClock, isUse: true);
        bool isNew = !Remove(key);
        AddCollection(key, value.Type, value.Encoding, value.Word, isNew: isNew);
        if (!isNew && TryPeek(key, out Entry added))
            Record.SetAccessClock(added.RecordBytes, access);
        Modified(key);
    }

    /// <summary>Adds a key, which must be absent, with a value that was read from its serialized form.</summary>
    /// <param name="expiry">Unix milliseconds or <see cref="NoExpiry"/>.</param>
    public void AddLoaded(ReadOnlySpan<byte> key, in LoadedValue value, long expiry)
    {
        if (value.Type == ValueType.String)
        {
            SetString(key, value.Text, expiry);
            return;
        }

        AddCollection(key, value.Type, value.Encoding, value.Word, expiry);
        Modified(key);
    }

    /// <summary>
    /// Adds a key while files are loaded, when nobody watches or waits. Returns false when there is one of this name.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value; taken over if the result is true.</param>
    /// <param name="expiry">Unix milliseconds or <see cref="NoExpiry"/>.</param>
    public bool TryAddLoaded(ReadOnlySpan<byte> key, in LoadedValue value, long expiry)
    {
        ulong hash = Hash(key);
        if (_keys.TryFind(key, hash, out _))
            return false;
        if (value.Type != ValueType.String)
            AddCollection(key, value.Type, value.Encoding, value.Word, expiry);
        else if (StringEncoding.TryParseInteger(value.Text, out long integer))
            Insert(key, hash, MemoryMarshal.AsBytes(new ReadOnlySpan<long>(ref integer)), ValueEncoding.Int, expiry);
        else
            Insert(key, hash, value.Text, StringEncoding.For(value.Text), expiry);
        return true;
    }

    /// <summary>Makes room for so many keys in an empty database, so that its tables need not grow.</summary>
    public void Reserve(long keys, long expiring)
    {
        _keys.Reserve(keys);
        _expiring.Reserve(expiring);
    }

    /// <summary>
    /// A collection was edited: tells those who watch its key, and deletes the key when nothing is left in it.
    /// </summary>
    public void CollectionChanged(ReadOnlySpan<byte> key, bool isEmpty)
    {
        if (!isEmpty)
        {
            Modified(key);
            return;
        }

        Remove(key);
        Notify(KeyEvents.Generic, "del"u8, key);
    }

    private ValueSlot AddCollection(
        ReadOnlySpan<byte> key,
        ValueType type,
        ValueEncoding encoding,
        uint word,
        long expiry = NoExpiry,
        bool isNew = true)
    {
        ulong hash = Hash(key);
        Preserve(hash);
        RemoveHeldExpired(key, hash);
        uint handle = _heap.Allocate(Record.LengthFor(key.Length, 0, expiry != NoExpiry));
        Span<byte> record = _heap.At(handle);
        Record.Initialise(record, type, encoding, key, word, isElsewhere: true, expiry);
        Record.SetAccessClock(record, _keyspace.InitialAccess);
        _keys.Add(handle, hash);
        if (expiry != NoExpiry)
            _expiring.Add(handle, hash);
        Arrived(key, type);
        if (isNew)
            NotifyNew(key);
        return Record.SlotOf(_values, record);
    }
}

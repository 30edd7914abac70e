using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Server.DataTypes;
using Engine.Server.Memory;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Keyspace;

/// <summary>Storing and changing values and expiries.</summary>
internal sealed partial class Database
{
    /// <summary>Stores a string in the encoding that suits it, in place of whatever the key held.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The string.</param>
    /// <param name="expiry">Unix milliseconds or <see cref="NoExpiry"/>.</param>
    /// <param name="isUse">The key was not looked up before, which would have counted as a use of it.</param>
    public void SetString(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long expiry = NoExpiry, bool isUse = true)
    {
        if (!StringEncoding.TryParseInteger(value, out long integer))
            Store(key, value, StringEncoding.For(value), expiry, isUse);
        else
            Store(key, MemoryMarshal.AsBytes(new ReadOnlySpan<long>(ref integer)), ValueEncoding.Int, expiry, isUse);
    }

    /// <summary>Stores the result of counting from what a key held, which was looked up to be changed.</summary>
    public void SetInteger(ReadOnlySpan<byte> key, long value, long expiry = NoExpiry) =>
        Store(key, MemoryMarshal.AsBytes(new ReadOnlySpan<long>(ref value)), ValueEncoding.Int, expiry, isUse: false);

    /// <summary>
    /// As <see cref="SetInteger"/>, as text even when it spells an integer, as arithmetic on fractions leaves it.
    /// </summary>
    public void SetText(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long expiry = NoExpiry) =>
        Store(key, value, StringEncoding.For(value), expiry, isUse: false);

    /// <summary>Stores a string as raw bytes whatever it looks like, as commands that edit strings leave it.</summary>
    public void SetRaw(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long expiry = NoExpiry) =>
        Store(key, value, ValueEncoding.Raw, expiry, isUse: true);

    /// <summary>
    /// Gives a string another length, keeps what both lengths share, fills what is new with zeros, and returns its
    /// bytes to be edited. The encoding becomes raw, and there is room left for the next edit.
    /// </summary>
    public Span<byte> ResizeString(ReadOnlySpan<byte> key, int length)
    {
        ulong hash = Hash(key);
        if (!TryFind(key, hash, out Entry entry))
            throw new InvalidOperationException("Only a key that exists can be resized; look it up first.");

        Preserve(hash);
        Modified(key);
        return Resize(entry, hash, length);
    }

    /// <summary>
    /// Makes a string at least so long, or adds one of zeros when there is none, and returns its bytes to be edited.
    /// The encoding becomes raw. Who changes the bytes says so by <see cref="Modified"/>.
    /// </summary>
    public Span<byte> GrowString(ReadOnlySpan<byte> key, int length)
    {
        ulong hash = Hash(key);
        Preserve(hash);
        if (!TryFind(key, hash, out Entry entry))
        {
            RemoveHeldExpired(key, hash);
            uint handle = CreateRecord(key, length, ValueEncoding.Raw, NoExpiry, out Span<byte> zeros);
            _keys.Add(handle, hash);
            zeros.Clear();
            NotifyNew(key);
            return zeros;
        }

        int oldLength = entry.IsInteger ? Numbers.LengthOf(entry.Integer) : entry.Bytes.Length;
        if (entry.Encoding == ValueEncoding.Raw && length <= oldLength)
            return entry.Bytes;
        return Resize(entry, hash, Math.Max(length, oldLength));
    }

    /// <summary>Sets or, with <see cref="NoExpiry"/>, removes the time at which a key is deleted.</summary>
    public void SetExpiry(ReadOnlySpan<byte> key, long expiry)
    {
        ulong hash = Hash(key);
        if (!TryFind(key, hash, out Entry entry))
            throw new InvalidOperationException("Only a key that exists can be given an expiry; look it up first.");
        Preserve(hash);
        Modified(key);
        if (entry.HasExpiry && expiry != NoExpiry)
            Record.SetExpiry(entry.RecordBytes, expiry);
        else if (entry.HasExpiry || expiry != NoExpiry)
            MoveRecord(entry, hash, expiry);
    }

    /// <summary>
    /// Gives the value of a key to another key, perhaps in another database. The new key must not exist; the old one is
    /// gone.
    /// </summary>
    public void Transfer(ReadOnlySpan<byte> key, Database destination, ReadOnlySpan<byte> newKey, long expiry)
    {
        ulong hash = Hash(key);
        if (!TryFind(key, hash, out Entry entry))
            throw new InvalidOperationException("Only a key that exists can be transferred; look it up first.");
        destination.Attach(entry, Record.ValueWord(entry.RecordBytes), newKey, expiry, entry.AccessClock);
        Leaving(entry);
        Detach(entry, hash);
        _heap.Free(entry.Handle);
        Modified(key);
        destination.Modified(newKey);
    }

    /// <summary>
    /// Gives a copy of a key's value, with its expiry, to another key, perhaps in another database. The new key must
    /// not exist.
    /// </summary>
    public void Copy(ReadOnlySpan<byte> key, Database destination, ReadOnlySpan<byte> newKey)
    {
        if (!TryFind(key, Hash(key), out Entry entry))
            throw new InvalidOperationException("Only a key that exists can be copied; look it up first.");
        uint word = Record.ValueWord(entry.RecordBytes);
        if (entry.Type != ValueType.String)
            word = _values.Copy(entry.Slot);
        else if (Record.IsElsewhere(entry.RecordBytes))
            word = CopyStringBlock(entry.Bytes);
        destination.Attach(entry, word, newKey, entry.Expiry, _keyspace.InitialAccess);
        destination.Modified(newKey);
    }

    /// <summary>Deletes all keys, one after the other.</summary>
    public void Clear()
    {
        foreach (uint handle in _keys)
            Free(EntryOf(handle), isLazy: false);
        _keys.Clear();
        _expiring.Clear();
    }

    /// <summary>
    /// Empties the database and hands its keys to the caller, who frees them. What comes later is nothing to a
    /// snapshot.
    /// </summary>
    public HandleTable<RecordKeys> TakeKeys()
    {
        HandleTable<RecordKeys> keys = _keys;
        _snapshot = null;
        _expiring.Clear();
        CreateTables();
        return keys;
    }

    /// <summary>
    /// Frees a key that <see cref="TakeKeys"/> took out of a database, with its value, or a large value later.
    /// </summary>
    public void FreeDiscarded(uint handle) => Free(EntryOf(handle), isLazy: true);

    /// <summary>Exchanges keys with another database; watches stay where they are.</summary>
    public void SwapContents(Database other)
    {
        (_keys, other._keys) = (other._keys, _keys);
        (_expiring, other._expiring) = (other._expiring, _expiring);
        (_snapshot, other._snapshot) = (other._snapshot, _snapshot);
    }

    private Span<byte> Resize(scoped in Entry entry, ulong hash, int length)
    {
        Span<byte> text = stackalloc byte[Numbers.LongLength];
        ReadOnlySpan<byte> old = entry.IsInteger ? text[..Numbers.Format(entry.Integer, text)] : entry.Bytes;
        if (!entry.IsInteger && TryResizeInPlace(entry, old.Length, length, out Span<byte> resized))
            return resized;
        return Reallocate(entry, hash, old, length);
    }

    private void Store(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ValueEncoding encoding, long expiry, bool isUse)
    {
        ulong hash = Hash(key);
        Preserve(hash);
        ref uint slot = ref _keys.FindSlot(key, hash);
        if (Unsafe.IsNullRef(ref slot))
        {
            Insert(key, hash, value, encoding, expiry);
        }
        else if (!TryOverwrite(slot, value, encoding, expiry, isUse))
        {
            Replace(ref slot, hash, key, value, encoding, expiry, isUse);
        }

        Modified(key);
    }

    private void Insert(
        ReadOnlySpan<byte> key, ulong hash, ReadOnlySpan<byte> value, ValueEncoding encoding, long expiry)
    {
        uint handle = CreateRecord(key, value, encoding, expiry);
        _keys.Add(handle, hash);
        if (expiry != NoExpiry)
            _expiring.Add(handle, hash);
        NotifyNew(key);
    }

    /// <summary>
    /// The common overwrite: a string in the same block, as long as the block is not much too large for it.
    /// </summary>
    private bool TryOverwrite(uint handle, ReadOnlySpan<byte> value, ValueEncoding encoding, long expiry, bool isUse)
    {
        Span<byte> record = _heap.At(handle);
        bool isInline = !Record.IsElsewhere(record) && value.Length <= Record.InlineValueLimit;
        if (Record.TypeOf(record) != ValueType.String || !isInline)
            return false;
        bool hasExpiry = Record.HasExpiry(record);
        if (hasExpiry != (expiry != NoExpiry) || (hasExpiry && Record.Expiry(record) < _keyspace.Clock.Now))
            return false;

        int offset = Record.ValueOffset(record);
        int oldLength = offset + (int)Record.ValueWord(record);
        int newLength = offset + value.Length;
        if ((oldLength + 15) >> 4 != (newLength + 15) >> 4 && !Fits(newLength, _heap.Capacity(handle)))
            return false;

        Record.SetEncoding(record, encoding);
        Record.SetValueWord(record, (uint)value.Length);
        Record.SetAccessClock(record, AccessOfReplacement(Record.AccessClock(record), isUse));
        if (hasExpiry)
            Record.SetExpiry(record, expiry);
        value.CopyTo(record[offset..]);
        return true;
    }

    private static bool Fits(int length, int capacity) => length <= capacity && length >= capacity / 2;

    private void Replace(
        ref uint slot,
        ulong hash,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> value,
        ValueEncoding encoding,
        long expiry,
        bool isUse)
    {
        Entry old = EntryOf(slot);
        if (IsExpired(old) && !_keyspace.IsExpiryPaused)
        {
            Expire(old, hash);
            Insert(key, hash, value, encoding, expiry);
            return;
        }

        Leaving(old);
        uint handle = CreateRecord(key, value, encoding, expiry);
        Record.SetAccessClock(_heap.At(handle), AccessOfReplacement(old.AccessClock, isUse));
        slot = handle;
        Reindex(old, handle, hash, expiry);
        Free(old, _keyspace.Options.LazyServerDelete);
    }

    /// <summary>Keeps the index of expiring keys right when a record moved from one block to another.</summary>
    private void Reindex(in Entry old, uint handle, ulong hash, long expiry)
    {
        if (old.HasExpiry && expiry != NoExpiry)
            _expiring.Replace(old.Handle, handle, hash);
        else if (old.HasExpiry)
            _expiring.RemoveHandle(old.Handle, hash);
        else if (expiry != NoExpiry)
            _expiring.Add(handle, hash);
    }

    private uint CreateRecord(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ValueEncoding encoding, long expiry)
    {
        uint handle = CreateRecord(key, value.Length, encoding, expiry, out Span<byte> bytes);
        value.CopyTo(bytes);
        return handle;
    }

    /// <summary>The record of a string whose <paramref name="bytes"/> are still to be written.</summary>
    private uint CreateRecord(
        ReadOnlySpan<byte> key, int valueLength, ValueEncoding encoding, long expiry, out Span<byte> bytes)
    {
        bool elsewhere = valueLength > Record.InlineValueLimit;
        uint word = elsewhere ? CreateStringBlock(valueLength, valueLength) : (uint)valueLength;
        int length = Record.LengthFor(key.Length, elsewhere ? 0 : valueLength, expiry != NoExpiry);
        uint handle = elsewhere ? AllocateRecordOf(word, length) : _heap.Allocate(length);
        Span<byte> record = _heap.At(handle);
        Record.Initialise(record, ValueType.String, encoding, key, word, elsewhere, expiry);
        Record.SetAccessClock(record, _keyspace.InitialAccess);
        bytes = elsewhere
            ? StringBlock.Bytes(_heap.At(word))
            : record.Slice(Record.ValueOffset(record), valueLength);
        return handle;
    }

    /// <summary>The record of a value in a block of its own, which is freed again when there is no room.</summary>
    private uint AllocateRecordOf(uint block, int length)
    {
        try
        {
            return _heap.Allocate(length);
        }
        catch (InsufficientMemoryException)
        {
            _heap.Free(block);
            throw;
        }
    }

    /// <summary>The block of a long string whose bytes are still to be written.</summary>
    private uint CreateStringBlock(int length, int capacity)
    {
        uint handle = _heap.Allocate(StringBlock.HeaderLength + capacity);
        StringBlock.SetLength(_heap.At(handle), length);
        return handle;
    }

    private uint CopyStringBlock(ReadOnlySpan<byte> value)
    {
        uint handle = CreateStringBlock(value.Length, value.Length);
        value.CopyTo(StringBlock.Bytes(_heap.At(handle)));
        return handle;
    }

    private bool TryResizeInPlace(scoped in Entry entry, int oldLength, int length, out Span<byte> bytes)
    {
        bytes = default;
        Span<byte> record = entry.RecordBytes;
        bool elsewhere = Record.IsElsewhere(record);
        uint handle = elsewhere ? Record.ValueWord(record) : entry.Handle;
        int offset = elsewhere ? StringBlock.HeaderLength : Record.ValueOffset(record);
        if (offset + length > _heap.Capacity(handle) || (!elsewhere && length > Record.InlineValueLimit))
            return false;

        Span<byte> block = _heap.At(handle);
        if (elsewhere)
            StringBlock.SetLength(block, length);
        else
            Record.SetValueWord(record, (uint)length);
        Record.SetEncoding(record, ValueEncoding.Raw);
        bytes = block.Slice(offset, length);
        if (length > oldLength)
            bytes[oldLength..].Clear();
        return true;
    }

    /// <summary>
    /// Moves a string that outgrew its block into one with as much room again, as far as that is sensible.
    /// </summary>
    private Span<byte> Reallocate(scoped in Entry entry, ulong hash, scoped ReadOnlySpan<byte> old, int length)
    {
        const int PreallocationLimit = 1024 * 1024;
        int capacity = length + Math.Min(length, PreallocationLimit);
        bool elsewhere = length > Record.InlineValueLimit;
        long expiry = entry.Expiry;
        ReadOnlySpan<byte> kept = old[..Math.Min(old.Length, length)];
        uint word = elsewhere ? CreateStringBlock(length, capacity) : (uint)length;
        int recordLength = Record.LengthFor(entry.Key.Length, elsewhere ? 0 : capacity, entry.HasExpiry);
        uint handle = elsewhere ? AllocateRecordOf(word, recordLength) : _heap.Allocate(recordLength);
        Span<byte> record = _heap.At(handle);
        Record.Initialise(record, ValueType.String, ValueEncoding.Raw, entry.Key, word, elsewhere, expiry);
        Record.SetAccessClock(record, entry.AccessClock);
        Span<byte> bytes = elsewhere
            ? StringBlock.Bytes(_heap.At(word))
            : record.Slice(Record.ValueOffset(record), length);
        kept.CopyTo(bytes);
        bytes[kept.Length..].Clear();
        _keys.Replace(entry.Handle, handle, hash);
        Reindex(entry, handle, hash, expiry);
        Free(entry, isLazy: false);
        return bytes;
    }

    /// <summary>
    /// Copies a record into a block with or without room for an expiry; a value elsewhere stays where it is.
    /// </summary>
    private void MoveRecord(in Entry entry, ulong hash, long expiry)
    {
        uint handle =
            CopyRecord(entry, Record.ValueWord(entry.RecordBytes), entry.Key, expiry, entry.AccessClock);
        _keys.Replace(entry.Handle, handle, hash);
        Reindex(entry, handle, hash, expiry);
        _heap.Free(entry.Handle);
    }

    private void Attach(in Entry entry, uint valueWord, ReadOnlySpan<byte> key, long expiry, uint access)
    {
        ulong hash = Hash(key);
        Preserve(hash);
        RemoveHeldExpired(key, hash);
        uint handle = CopyRecord(entry, valueWord, key, expiry, access);
        _keys.Add(handle, hash);
        if (expiry != NoExpiry)
            _expiring.Add(handle, hash);
        Arrived(key, entry.Type);
        NotifyNew(key);
    }

    /// <summary>
    /// While expiry stands still, a key whose time has come is absent to commands and still takes its place.
    /// </summary>
    private void RemoveHeldExpired(ReadOnlySpan<byte> key, ulong hash)
    {
        if (!_keys.TryFind(key, hash, out uint expired))
            return;
        Detach(EntryOf(expired), hash);
        Free(EntryOf(expired), _keyspace.Options.LazyExpire);
    }

    private uint CopyRecord(in Entry entry, uint valueWord, ReadOnlySpan<byte> key, long expiry, uint access)
    {
        bool elsewhere = Record.IsElsewhere(entry.RecordBytes);
        int inlineLength = elsewhere ? 0 : (int)valueWord;
        uint handle = _heap.Allocate(Record.LengthFor(key.Length, inlineLength, expiry != NoExpiry));
        Span<byte> record = _heap.At(handle);
        Record.Initialise(record, entry.Type, entry.Encoding, key, valueWord, elsewhere, expiry);
        Record.SetAccessClock(record, access);
        if (!elsewhere)
            entry.Bytes.CopyTo(record[Record.ValueOffset(record)..]);
        return handle;
    }
}

using Engine.Server.DataTypes.Packs;
using Engine.Server.Memory;

namespace Engine.Server.DataTypes.Hashes;

/// <summary>
/// A hash in either encoding: a listpack of fields and values in turn, or a <see cref="FieldTable"/>. What it returns
/// is valid until it changes; what it is given must not lie in itself.
/// </summary>
internal readonly ref struct HashValue(ValueSlot slot) : ISampled, IScannable
{
    /// <summary>What a pack may come to before the next command: its entries are longer than what they hold.</summary>
    private const int LongestPack = PageHeap.MaximumBlockBytes / 2;

    private readonly ValueSlot _slot = slot;

    public long Count => IsCompact ? ListPack.Count(_slot.Block) / 2 : Table.Count;

    public bool IsCompact => _slot.Encoding == ValueEncoding.ListPack;

    private FieldTable Table => _slot.Large<FieldTable>();

    /// <summary>The block of a hash without fields.</summary>
    /// <param name="heap">Where the block is to stand.</param>
    /// <param name="capacity">Bytes that the hash is going to need, where that is known.</param>
    public static uint CreateEmpty(PageHeap heap, int capacity = ListPack.EmptyLength) =>
        ListPackEditor.Create(heap, capacity);

    public bool TryGet(ReadOnlySpan<byte> field, out PackedElement value)
    {
        if (IsCompact)
        {
            ReadOnlySpan<byte> pack = _slot.Block;
            int position = Find(pack, field);
            value = position < 0 ? default : ListPack.Read(pack, ListPack.Next(pack, position));
            return position >= 0;
        }

        bool exists = Table.TryGet(field, out ReadOnlySpan<byte> bytes);
        value = new PackedElement(bytes);
        return exists;
    }

    public bool Contains(ReadOnlySpan<byte> field) =>
        IsCompact ? Find(_slot.Block, field) >= 0 : Table.Contains(field);

    /// <summary>Sets the value of a field. Returns whether the field is new.</summary>
    public bool Set(ReadOnlySpan<byte> field, ReadOnlySpan<byte> value)
    {
        if (IsCompact && Math.Max(field.Length, value.Length) > _slot.Limits.HashValueBytes)
            Convert();
        if (!IsCompact)
            return Table.Set(field, value);

        bool isNew = SetInPack(field, value);
        if (Count > _slot.Limits.HashEntries)
            Convert();
        return isNew;
    }

    /// <summary>
    /// Gives up the compact encoding when what a command is about to add is too long for it, so that the first fields
    /// are not packed only to be unpacked for a later one.
    /// </summary>
    /// <param name="longest">Bytes of the longest field or value.</param>
    /// <param name="total">Bytes of all of them.</param>
    public void PrepareFor(int longest, long total)
    {
        bool isTooLong = longest > _slot.Limits.HashValueBytes;
        if (IsCompact && (isTooLong || ListPack.Length(_slot.Block) + total > LongestPack))
            Convert();
    }

    /// <summary>Returns false when there is no such field.</summary>
    public bool Remove(ReadOnlySpan<byte> field)
    {
        if (!IsCompact)
            return Table.Remove(field);
        int position = Find(_slot.Block, field);
        if (position < 0)
            return false;
        new ListPackEditor(_slot.Heap, ref _slot.Word).Delete(position, 2);
        return true;
    }

    public uint RandomId()
    {
        if (!IsCompact)
            return Table.Random();
        ReadOnlySpan<byte> pack = _slot.Block;
        return (uint)ListPack.At(pack, 2 * _slot.Store.Random.Next(ListPack.Count(pack) / 2));
    }

    public void CopyIds(List<uint> ids)
    {
        Enumerator fields = GetEnumerator();
        while (fields.MoveNext())
            ids.Add(fields.Id);
    }

    /// <summary>
    /// Adds the ids of some fields and returns the cursor to go on with, 0 at the end; a compact hash is done in one
    /// step.
    /// </summary>
    public ulong Scan(ulong cursor, List<uint> ids)
    {
        if (!IsCompact)
            return Table.Scan(cursor, ids);
        CopyIds(ids);
        return 0;
    }

    /// <summary>The field that an id names, with its value.</summary>
    public HashField this[uint id]
    {
        get
        {
            if (!IsCompact)
            {
                FieldTable table = Table;
                return new HashField(new PackedElement(table.KeyOf(id)), new PackedElement(table.ValueOf(id)));
            }

            ReadOnlySpan<byte> pack = _slot.Block;
            PackedElement field = ListPack.Read(pack, (int)id, out int next);
            return new HashField(field, ListPack.Read(pack, next));
        }
    }

    /// <summary>All fields: in the order in which they were added, or in none when the hash is large.</summary>
    public Enumerator GetEnumerator() => new(this);

    private static int Find(ReadOnlySpan<byte> pack, ReadOnlySpan<byte> field) =>
        ListPack.Find(pack, ListPack.First(pack), field, skip: 1);

    private bool SetInPack(ReadOnlySpan<byte> field, ReadOnlySpan<byte> value)
    {
        var editor = new ListPackEditor(_slot.Heap, ref _slot.Word);
        int position = Find(editor.Pack, field);
        if (position >= 0)
        {
            editor.Replace(ListPack.Next(editor.Pack, position), value);
            return false;
        }

        editor.Append(field);
        editor.Append(value);
        return true;
    }

    private void Convert()
    {
        var table = new FieldTable(_slot.Store);
        Span<byte> fieldDigits = stackalloc byte[Numbers.LongLength];
        Span<byte> valueDigits = stackalloc byte[Numbers.LongLength];
        foreach (HashField entry in this)
            table.Set(entry.Field.Text(fieldDigits), entry.Value.Text(valueDigits));
        _slot.BecomeLarge(table, ValueEncoding.HashTable);
    }

    public ref struct Enumerator
    {
        private readonly HashValue _hash;
        private readonly ReadOnlySpan<byte> _pack;
        private HandleTable<PrefixedKeys>.Enumerator _records;
        private int _next = -1;

        internal Enumerator(HashValue hash)
        {
            _hash = hash;
            if (hash.IsCompact)
            {
                _pack = hash._slot.Block;
                _next = ListPack.First(_pack);
            }
            else
            {
                _records = hash.Table.GetEnumerator();
            }
        }

        /// <summary>What names the field until the hash changes.</summary>
        public uint Id { get; private set; }

        public HashField Current { get; private set; }

        public bool MoveNext()
        {
            if (_pack.IsEmpty)
            {
                if (!_records.MoveNext())
                    return false;
                Id = _records.Current;
                Current = _hash[Id];
                return true;
            }

            if (_next < 0)
                return false;
            Id = (uint)_next;
            PackedElement field = ListPack.Read(_pack, _next, out int valuePosition);
            Current = new HashField(field, ListPack.Read(_pack, valuePosition, out _next));
            return true;
        }
    }
}

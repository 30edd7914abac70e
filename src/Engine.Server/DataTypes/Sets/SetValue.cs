using Engine.Server.DataTypes.Packs;
using Engine.Server.Memory;

namespace Engine.Server.DataTypes.Sets;

/// <summary>
/// A set in either encoding: an <see cref="IntSet"/>, or a <see cref="MemberTable"/>. What it returns is valid until it
/// changes; what is added to it must not lie in itself.
/// </summary>
internal readonly ref struct SetValue(ValueSlot slot) : ISampled, IScannable
{
    /// <summary>A longer set of integers would outgrow its block, whatever the configuration allows.</summary>
    private const long MostIntegers = 1 << 26;

    private readonly ValueSlot _slot = slot;

    /// <summary>What <see cref="CreateEmpty"/> makes, for a set that stands in no record.</summary>
    public static byte EmptyKind => ValueSlot.KindOf(ValueType.Set, ValueEncoding.IntSet);

    public long Count => IsCompact ? IntSet.Count(_slot.Block) : Table.Count;

    public bool IsCompact => _slot.Encoding == ValueEncoding.IntSet;

    private MemberTable Table => _slot.Large<MemberTable>();

    /// <summary>The block of a set without members.</summary>
    public static uint CreateEmpty(PageHeap heap) => IntSetEditor.Create(heap);

    public bool Contains(ReadOnlySpan<byte> member)
    {
        if (!IsCompact)
            return Table.Contains(member);
        return StringEncoding.TryParseInteger(member, out long integer) && IntSet.Contains(_slot.Block, integer);
    }

    public bool Contains(PackedElement member)
    {
        if (!member.IsInteger)
            return Contains(member.Bytes);
        if (IsCompact)
            return IntSet.Contains(_slot.Block, member.Integer);
        return Table.Contains(member.Text(stackalloc byte[Numbers.LongLength]));
    }

    /// <summary>Returns false when the member is there already.</summary>
    public bool Add(ReadOnlySpan<byte> member)
    {
        if (!IsCompact)
            return Table.Add(member);
        if (StringEncoding.TryParseInteger(member, out long integer))
            return AddInteger(integer);
        Convert();
        return Table.Add(member);
    }

    /// <summary>Returns false when the member is there already.</summary>
    public bool Add(PackedElement member)
    {
        if (!member.IsInteger)
            return Add(member.Bytes);
        if (IsCompact)
            return AddInteger(member.Integer);
        return Table.Add(member.Text(stackalloc byte[Numbers.LongLength]));
    }

    /// <summary>Returns false when there is no such member.</summary>
    public bool Remove(ReadOnlySpan<byte> member)
    {
        if (!IsCompact)
            return Table.Remove(member);
        return StringEncoding.TryParseInteger(member, out long integer)
            && new IntSetEditor(_slot.Heap, ref _slot.Word).Remove(integer);
    }

    /// <summary>Returns false when there is no such member. It may be one that this set returned.</summary>
    public bool Remove(PackedElement member)
    {
        if (!member.IsInteger)
            return Remove(member.Bytes);
        if (IsCompact)
            return new IntSetEditor(_slot.Heap, ref _slot.Word).Remove(member.Integer);
        return Table.Remove(member.Text(stackalloc byte[Numbers.LongLength]));
    }

    /// <summary>Removes the members that these ids name, each once.</summary>
    public void RemoveAll(List<uint> ids)
    {
        // The later ones first: in a compact set an id is a place.
        ids.Sort();
        for (int i = ids.Count - 1; i >= 0; i--)
            Remove(this[ids[i]]);
    }

    public uint RandomId() =>
        IsCompact ? (uint)_slot.Store.Random.Next(IntSet.Count(_slot.Block)) : Table.Random();

    public void CopyIds(List<uint> ids)
    {
        Enumerator members = GetEnumerator();
        while (members.MoveNext())
            ids.Add(members.Id);
    }

    /// <summary>
    /// Adds the ids of some members and returns the cursor to go on with, 0 at the end; a compact set is done in one
    /// step.
    /// </summary>
    public ulong Scan(ulong cursor, List<uint> ids)
    {
        if (!IsCompact)
            return Table.Scan(cursor, ids);
        CopyIds(ids);
        return 0;
    }

    /// <summary>The member that an id names.</summary>
    public PackedElement this[uint id] => IsCompact
        ? new PackedElement(IntSet.At(_slot.Block, (int)id))
        : new PackedElement(Table.KeyOf(id));

    /// <summary>All members: integers of a compact set in ascending order, others in none.</summary>
    public Enumerator GetEnumerator() => new(this);

    private bool AddInteger(long integer)
    {
        if (!new IntSetEditor(_slot.Heap, ref _slot.Word).Add(integer))
            return false;
        if (Count > Math.Min(_slot.Limits.IntegerSetEntries, MostIntegers))
            Convert();
        return true;
    }

    private void Convert()
    {
        var table = new MemberTable(_slot.Store);
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        foreach (PackedElement member in this)
            table.Add(member.Text(digits));
        _slot.BecomeLarge(table, ValueEncoding.HashTable);
    }

    public ref struct Enumerator
    {
        private readonly SetValue _set;
        private readonly int _count;
        private HandleTable<PrefixedKeys>.Enumerator _records;
        private int _next;

        internal Enumerator(SetValue set)
        {
            _set = set;
            if (set.IsCompact)
                _count = IntSet.Count(set._slot.Block);
            else
                _records = set.Table.GetEnumerator();
        }

        /// <summary>What names the member until the set changes.</summary>
        public uint Id { get; private set; }

        public readonly PackedElement Current => _set[Id];

        public bool MoveNext()
        {
            if (_set.IsCompact)
            {
                Id = (uint)_next++;
                return Id < _count;
            }

            bool hasRecord = _records.MoveNext();
            Id = _records.Current;
            return hasRecord;
        }
    }
}

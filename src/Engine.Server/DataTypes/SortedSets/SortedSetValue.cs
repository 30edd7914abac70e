using Engine.Server.DataTypes.Packs;
using Engine.Server.Memory;

namespace Engine.Server.DataTypes.SortedSets;

/// <summary>
/// A sorted set in either encoding: a <see cref="ScorePack"/>, or a <see cref="SortedTable"/>. What it returns is valid
/// until it changes; what it is given must not lie in itself. An id names a member until the set changes.
/// </summary>
internal readonly ref partial struct SortedSetValue(ValueSlot slot) : ISampled, IScannable
{
    public const byte EmptyKind = (byte)ValueType.SortedSet | (byte)ValueEncoding.ListPack << 4;

    /// <summary>Redis packs no more than this, whatever the configuration allows.</summary>
    private const int MostPackBytes = 1 << 30;

    private readonly ValueSlot _slot = slot;

    public long Count => IsCompact ? ScorePack.Count(_slot.Block) : Table.Count;

    public bool IsCompact => _slot.Encoding == ValueEncoding.ListPack;

    /// <summary>What a set is that is not compact.</summary>
    public SortedTable Table => _slot.Large<SortedTable>();

    private ListPackEditor Editor => new(_slot.Heap, ref _slot.Word);

    /// <summary>The block of a sorted set without members.</summary>
    public static uint CreateEmpty(PageHeap heap) => ListPackEditor.Create(heap);

    /// <summary>The id of a member. Returns false when there is no such member.</summary>
    public bool TryFind(ReadOnlySpan<byte> member, out uint id)
    {
        if (!IsCompact)
            return Table.TryFind(member, out id);
        int position = ScorePack.Find(_slot.Block, member);
        id = (uint)Math.Max(position, 0);
        return position >= 0;
    }

    /// <summary>The score of a member. Returns false when there is no such member.</summary>
    public bool TryGetScore(ReadOnlySpan<byte> member, out double score)
    {
        bool exists = TryFind(member, out uint id);
        score = exists ? ScoreOf(id) : 0;
        return exists;
    }

    public double ScoreOf(uint id) =>
        IsCompact ? ScorePack.ScoreAt(_slot.Block, (int)id) : Table.ScoreOf(id);

    /// <summary>How many members stand before this one.</summary>
    public int RankOf(uint id) => IsCompact ? ScorePack.RankOf(_slot.Block, (int)id) : Table.RankOf(id);

    /// <summary>The member that an id names, with its score.</summary>
    public SortedElement this[uint id]
    {
        get
        {
            if (IsCompact)
                return ScorePack.Read(_slot.Block, (int)id, out _);
            SortedTable table = Table;
            return new SortedElement(new PackedElement(table.KeyOf(id)), table.ScoreOf(id));
        }
    }

    /// <summary>Adds a member that is not there yet.</summary>
    public void Add(ReadOnlySpan<byte> member, double score)
    {
        if (IsCompact && !HasRoomFor(member))
            Convert();
        if (IsCompact)
            ScorePack.Add(Editor, member, score);
        else
            Table.Add(member, score);
    }

    /// <summary>Gives up the compact encoding if it cannot hold so many members as are to be added.</summary>
    public void PrepareFor(int count)
    {
        if (IsCompact && count > _slot.Limits.SortedSetEntries)
            Convert();
    }

    /// <summary>Gives a member another score; <paramref name="id"/> names it until then.</summary>
    public void SetScore(uint id, ReadOnlySpan<byte> member, double score)
    {
        if (!IsCompact)
        {
            Table.SetScore(id, score);
            return;
        }
        Editor.Delete((int)id, 2);
        ScorePack.Add(Editor, member, score);
    }

    /// <summary>Removes the member that an id names.</summary>
    public void Remove(uint id)
    {
        if (IsCompact)
            Editor.Delete((int)id, 2);
        else
            Table.Remove(id);
    }

    public uint RandomId() => IsCompact
        ? (uint)ScorePack.At(_slot.Block, _slot.Store.Random.Next((int)Count))
        : Table.Random();

    /// <summary>Adds the ids of all members from the last to the first, as Redis goes through them.</summary>
    public void CopyIds(List<uint> ids)
    {
        Enumerator members = Enumerate(new IndexRange(0, (int)Count), backward: true);
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
        Enumerator members = GetEnumerator();
        while (members.MoveNext())
            ids.Add(members.Id);
        return 0;
    }

    /// <summary>The text of a score as it is stored.</summary>
    /// <param name="id">The member.</param>
    /// <param name="scratch">At least <see cref="DoubleText.MaxLength"/> bytes.</param>
    public ReadOnlySpan<byte> StoredScore(uint id, Span<byte> scratch) => IsCompact
        ? ScorePack.StoredScoreAt(_slot.Block, (int)id).Text(scratch)
        : scratch[..DoubleText.Format(ScoreOf(id), scratch)];

    /// <summary>Makes a large set compact if it could be so: results are put together as large ones.</summary>
    public void PackIfSmall()
    {
        EncodingLimits limits = _slot.Limits;
        if (IsCompact || Count > limits.SortedSetEntries)
            return;
        foreach (SortedElement element in this)
        {
            if (element.Member.Length > limits.SortedSetValueBytes)
                return;
        }

        uint block = CreateEmpty(_slot.Heap);
        var editor = new ListPackEditor(_slot.Heap, ref block);
        foreach (SortedElement element in this)
            ScorePack.Append(editor, element.Member.Bytes, element.Score);
        _slot.BecomeCompact(block, ValueEncoding.ListPack);
    }

    /// <summary>Gives up the compact encoding.</summary>
    public void Unpack()
    {
        if (IsCompact)
            Convert();
    }

    private bool HasRoomFor(ReadOnlySpan<byte> member)
    {
        EncodingLimits limits = _slot.Limits;
        ReadOnlySpan<byte> pack = _slot.Block;
        return member.Length <= limits.SortedSetValueBytes
            && ScorePack.Count(pack) < limits.SortedSetEntries
            && ListPack.Length(pack) + member.Length < MostPackBytes;
    }

    private void Convert()
    {
        var table = new SortedTable(_slot.Store);
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        foreach (SortedElement element in this)
            table.Add(element.Member.Text(digits), element.Score);
        _slot.BecomeLarge(table, ValueEncoding.SkipList);
    }
}

using Engine.Server.DataTypes.Packs;

namespace Engine.Server.DataTypes.Streams;

/// <summary>
/// Neighbouring entries in one list pack, laid out as Redis lays them out:
/// <code>
/// live entries, deleted entries, number of fields, fields of the first entry, 0, then the entries:
/// flags, milliseconds and sequence less the first id's, values, number of these elements
/// </code>
/// An entry with other fields than the first one has their number and the fields with the values. A deleted entry stays
/// where it is, with a flag.
/// </summary>
internal readonly ref partial struct EntryNode
{
    public const int IsDeleted = 1;
    public const int HasFieldsOfFirst = 2;

    /// <summary>Flags and the two parts of the id.</summary>
    public const int FixedElements = 3;

    private readonly StreamId _first;

    /// <param name="pack">The pack, perhaps with more behind it.</param>
    /// <param name="first">The id of the first entry.</param>
    public EntryNode(ReadOnlySpan<byte> pack, StreamId first)
    {
        Pack = pack;
        _first = first;
        Live = (int)ListPack.Read(pack, ListPack.HeaderLength, out int position).Integer;
        DeletedAt = position;
        Deleted = (int)ListPack.Read(pack, position, out position).Integer;
        FieldCount = (int)ListPack.Read(pack, position, out position).Integer;
        FieldsAt = position;
    }

    public ReadOnlySpan<byte> Pack { get; }

    public int Live { get; }

    public int Deleted { get; }

    /// <summary>How many fields the first entry has.</summary>
    public int FieldCount { get; }

    public int FieldsAt { get; }

    /// <summary>Where the number of deleted entries stands.</summary>
    public int DeletedAt { get; }

    /// <summary>Where the first entry stands.</summary>
    public int EntriesAt => Skip(FieldsAt, FieldCount + 1);

    /// <summary>Where the pack ends.</summary>
    public int End => ListPack.Length(Pack) - 1;

    /// <summary>The entry at a position, which must not be the end.</summary>
    public StreamEntry EntryAt(int position)
    {
        int flags = (int)ListPack.Read(Pack, position, out int next).Integer;
        long milliseconds = ListPack.Read(Pack, next, out next).Integer;
        long sequence = ListPack.Read(Pack, next, out next).Integer;
        bool hasOwnFields = (flags & HasFieldsOfFirst) == 0;
        int fields = hasOwnFields ? (int)ListPack.Read(Pack, next, out next).Integer : FieldCount;
        return new StreamEntry
        {
            Position = position,
            Id = new StreamId(
                _first.Milliseconds + (ulong)milliseconds, unchecked(_first.Sequence + (ulong)sequence)),
            IsDeleted = (flags & IsDeleted) != 0,
            FieldCount = fields,
            ValuesAt = next,
            FieldsAt = hasOwnFields ? -1 : FieldsAt,
        };
    }

    /// <summary>Where the entry behind this one stands, or the end.</summary>
    public int After(in StreamEntry entry) =>
        Skip(entry.ValuesAt, (entry.FieldsAt < 0 ? 2 * entry.FieldCount : entry.FieldCount) + 1);

    /// <summary>Where the entry before a position stands, which may be the end but not the first entry.</summary>
    public int Before(int position)
    {
        position = ListPack.Previous(Pack, position);
        for (long elements = ListPack.Read(Pack, position).Integer; elements > 0; elements--)
            position = ListPack.Previous(Pack, position);
        return position;
    }

    private int Skip(int position, int elements)
    {
        for (; elements > 0; elements--)
            position += ListPack.EntryLength(Pack, position);
        return position;
    }
}

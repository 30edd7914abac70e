using Engine.Server.DataTypes.Packs;

namespace Engine.Server.DataTypes.Streams;

internal readonly ref partial struct EntryNode
{
    /// <summary>
    /// Whether a valid pack from outside is a node whose first entry has the id <paramref name="first"/>: its entries
    /// are complete and as many as its head says, and those that are not deleted are in the order of their ids.
    /// </summary>
    /// <param name="pack">The pack.</param>
    /// <param name="first">The id of the first entry.</param>
    /// <param name="live">How many entries are not deleted.</param>
    /// <param name="last">The last id of an entry that is not deleted, in the node before this one as well.</param>
    public static bool IsValid(ReadOnlySpan<byte> pack, StreamId first, out int live, ref StreamId last)
    {
        live = 0;
        var elements = new ElementReader(pack);
        long liveInHead = elements.Integer();
        long deletedInHead = elements.Integer();
        long fields = elements.Integer();
        elements.Skip(fields);
        bool isHead = elements.Integer() == 0;
        long deleted = 0;
        while (isHead && !elements.IsBroken && !elements.IsAtEnd)
        {
            long flags = elements.Integer();
            var id = new StreamId(
                unchecked(first.Milliseconds + (ulong)elements.Integer()),
                unchecked(first.Sequence + (ulong)elements.Integer()));
            bool hasFieldsOfFirst = (flags & HasFieldsOfFirst) != 0;
            long ownFields = hasFieldsOfFirst ? fields : elements.Integer();
            elements.Skip(hasFieldsOfFirst || ownFields > pack.Length ? ownFields : 2 * ownFields);
            bool isComplete = elements.Integer() == FixedElements + (hasFieldsOfFirst ? fields : 2 * ownFields + 1);
            bool isLive = (flags & IsDeleted) == 0;
            bool isInOrder = (live + deleted > 0 || id == first) && (!isLive || id > last);
            bool isKnown = (flags & ~(IsDeleted | HasFieldsOfFirst)) == 0;
            if (!isComplete || !isInOrder || !isKnown)
                return false;
            if (isLive)
            {
                last = id;
                live++;
            }
            else
            {
                deleted++;
            }
        }

        return isHead && !elements.IsBroken && live + deleted > 0 && live == liveInHead && deleted == deletedInHead;
    }

    /// <summary>Reads the elements of a pack in turn; what is not there, or not of the kind, breaks it.</summary>
    private ref struct ElementReader(ReadOnlySpan<byte> pack)
    {
        private readonly ReadOnlySpan<byte> _pack = pack;
        private int _position = ListPack.First(pack);

        public bool IsBroken { get; private set; }

        public readonly bool IsAtEnd => _position < 0;

        public long Integer()
        {
            if (_position >= 0)
            {
                PackedElement element = ListPack.Read(_pack, _position, out _position);
                if (element.IsInteger)
                    return element.Integer;
            }

            IsBroken = true;
            return -1;
        }

        public void Skip(long count)
        {
            IsBroken |= count < 0;
            for (; count > 0 && !IsBroken; count--)
            {
                if (_position < 0)
                    IsBroken = true;
                else
                    _position = ListPack.Next(_pack, _position);
            }
        }
    }
}

using Engine.Server.DataTypes.Packs;

namespace Engine.Server.DataTypes.SortedSets;

/// <summary>
/// A small sorted set as Redis lays it out: a listpack of members and scores in turn, in order of the scores, those
/// with equal scores in order of the members' bytes. A score is stored as an integer when it is one of up to 62 bits,
/// which zero with a sign becomes too, and else as <see cref="DoubleText"/>.
/// </summary>
internal static class ScorePack
{
    private const double LargestInteger = 1L << 62;

    public static int Count(ReadOnlySpan<byte> pack) => ListPack.Count(pack) / 2;

    /// <summary>The position of a member; -1 for none.</summary>
    public static int Find(ReadOnlySpan<byte> pack, ReadOnlySpan<byte> member) =>
        ListPack.Find(pack, ListPack.First(pack), member, skip: 1);

    /// <summary>The position of the member at a rank.</summary>
    public static int At(ReadOnlySpan<byte> pack, int rank) => ListPack.At(pack, 2L * rank);

    public static int Next(ReadOnlySpan<byte> pack, int position) =>
        ListPack.Next(pack, ListPack.Next(pack, position));

    public static int Previous(ReadOnlySpan<byte> pack, int position)
    {
        int score = ListPack.Previous(pack, position);
        return score < 0 ? -1 : ListPack.Previous(pack, score);
    }

    /// <summary>The member at a position, its score, and the position of the next member.</summary>
    public static SortedElement Read(ReadOnlySpan<byte> pack, int position, out int next)
    {
        PackedElement member = ListPack.Read(pack, position, out int score);
        return new SortedElement(member, ScoreIn(ListPack.Read(pack, score, out next)));
    }

    /// <summary>The score of the member at a position.</summary>
    public static double ScoreAt(ReadOnlySpan<byte> pack, int position) =>
        ScoreIn(StoredScoreAt(pack, position));

    /// <summary>The score of the member at a position as it is stored.</summary>
    public static PackedElement StoredScoreAt(ReadOnlySpan<byte> pack, int position) =>
        ListPack.Read(pack, ListPack.Next(pack, position));

    /// <summary>How many members stand before the one at a position.</summary>
    public static int RankOf(ReadOnlySpan<byte> pack, int position) =>
        Count(pack) - ListPack.CountFrom(pack, position) / 2;

    /// <summary>Adds a member that is not there yet.</summary>
    public static void Add(ListPackEditor editor, ReadOnlySpan<byte> member, double score)
    {
        int position = PlaceFor(editor.Pack, member, score);
        if (position < 0)
        {
            Append(editor, member, score);
            return;
        }
        Span<byte> text = stackalloc byte[DoubleText.MaxLength];
        editor.InsertBefore(position, text[..Format(score, text)]);
        editor.InsertBefore(position, member);
    }

    /// <summary>Adds a member that belongs behind all others.</summary>
    public static void Append(ListPackEditor editor, ReadOnlySpan<byte> member, double score)
    {
        Span<byte> text = stackalloc byte[DoubleText.MaxLength];
        editor.Append(member);
        editor.Append(text[..Format(score, text)]);
    }

    private static int Format(double score, Span<byte> destination)
    {
        bool isInteger = Math.Abs(score) <= LargestInteger && score == Math.Truncate(score);
        return isInteger ? Numbers.Format((long)score, destination) : DoubleText.Format(score, destination);
    }

    private static double ScoreIn(PackedElement element)
    {
        if (element.IsInteger)
            return element.Integer;
        // A pack that came by RESTORE may hold anything.
        return DoubleText.TryParse(element.Bytes, out double score) ? score : 0;
    }

    /// <summary>The position of the first member that belongs behind one with this score; -1 for none.</summary>
    private static int PlaceFor(ReadOnlySpan<byte> pack, ReadOnlySpan<byte> member, double score)
    {
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        int position = ListPack.First(pack);
        while (position >= 0)
        {
            SortedElement element = Read(pack, position, out int next);
            if (element.Score > score
                || (element.Score == score && element.Member.Text(digits).SequenceCompareTo(member) > 0))
                return position;
            position = next;
        }
        return -1;
    }
}

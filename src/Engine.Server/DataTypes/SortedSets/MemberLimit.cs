namespace Engine.Server.DataTypes.SortedSets;

/// <summary>
/// One end of a <see cref="MemberRange"/>: <c>-</c> before all members, <c>+</c> behind all of them, <c>[member</c> or
/// <c>(member</c>, which leaves that member out.
/// </summary>
internal readonly ref struct MemberLimit
{
    /// <summary>-1 before all members, 1 behind all of them, 0 at a member.</summary>
    private readonly int _side;

    private MemberLimit(int side, ReadOnlySpan<byte> member, bool isExclusive)
    {
        _side = side;
        Member = member;
        IsExclusive = isExclusive;
    }

    public ReadOnlySpan<byte> Member { get; }

    public bool IsExclusive { get; }

    public bool IsBeforeAll => _side < 0;

    public bool IsBehindAll => _side > 0;

    public static bool TryParse(ReadOnlySpan<byte> text, out MemberLimit limit)
    {
        limit = default;
        if (text.IsEmpty)
            return false;

        // As in C, a NUL ends what must be one character.
        bool isAlone = text.Length == 1 || text[1] == 0;
        switch (text[0])
        {
            case (byte)'-' when isAlone:
                limit = new MemberLimit(-1, default, isExclusive: false);
                return true;
            case (byte)'+' when isAlone:
                limit = new MemberLimit(1, default, isExclusive: false);
                return true;
            case (byte)'[' or (byte)'(':
                limit = new MemberLimit(0, text[1..], isExclusive: text[0] == '(');
                return true;
            default:
                return false;
        }
    }

    /// <summary>Less than 0 when the limit is before a member, more than 0 when it is behind it.</summary>
    public int CompareTo(ReadOnlySpan<byte> member) => _side != 0 ? _side : Member.SequenceCompareTo(member);
}

using Engine.Server.DataTypes;

namespace Engine.Server.Commands.Sorting;

/// <summary>
/// How SORT compares elements. Those that are equal by it stay in the order in which they were, as in Redis unless
/// there is a limit: then it leaves texts with equal weights as its partial sort happens to.
/// </summary>
/// <param name="options">What was asked for.</param>
internal readonly struct SortOrder(SortOptions options) : IComparer<SortElement>
{
    private readonly bool _isDescending = options.IsDescending;
    private readonly bool _isAlphabetic = options.IsAlphabetic;
    private readonly bool _hasWeights = options.ByIndex > 0;

    /// <summary>
    /// What is shown is compared by strcoll, for which a text ends at a NUL; what is stored, as a whole.
    /// </summary>
    private readonly bool _endsAtNul = options.StoreIndex == 0;

    public int Compare(SortElement x, SortElement y)
    {
        int order;
        if (!_isAlphabetic)
            order = CompareScores(x, y);
        else if (_hasWeights)
            order = CompareWeights(x.Weight, y.Weight);
        else
            order = CompareElements(x, y, _endsAtNul);
        if (order != 0)
            return _isDescending ? -order : order;
        return x.Index.CompareTo(y.Index);
    }

    private static int CompareScores(in SortElement x, in SortElement y)
    {
        if (x.Score != y.Score)
            return x.Score < y.Score ? -1 : 1;
        return CompareElements(x, y, endsAtNul: false);
    }

    /// <summary>Elements without a weight come first.</summary>
    private int CompareWeights(byte[]? x, byte[]? y)
    {
        if (x is null || y is null)
            return x == y ? 0 : x is null ? -1 : 1;
        return CompareTexts(x, y, _endsAtNul);
    }

    private static int CompareElements(in SortElement x, in SortElement y, bool endsAtNul)
    {
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        Span<byte> otherDigits = stackalloc byte[Numbers.LongLength];
        return CompareTexts(x.TextIn(digits), y.TextIn(otherDigits), endsAtNul);
    }

    private static int CompareTexts(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, bool endsAtNul) =>
        endsAtNul ? UpToNul(x).SequenceCompareTo(UpToNul(y)) : x.SequenceCompareTo(y);

    private static ReadOnlySpan<byte> UpToNul(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)0);
        return end < 0 ? text : text[..end];
    }
}

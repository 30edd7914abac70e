namespace Engine.Server.DataTypes.Geo;

/// <summary>
/// The quicksort of Bentley and McIlroy ("Engineering a sort function", 1993), which leaves alone the parts that no one
/// asked for. Redis sorts so, and equal elements come out in the same order only if every step is the same.
/// </summary>
internal static class PartialSort
{
    private const int SmallLength = 7;
    private const int LargeLength = 40;

    /// <summary>Puts the first <paramref name="count"/> elements of the whole order in their places.</summary>
    public static void Sort<T>(Span<T> elements, int count, Comparison<T> compare)
    {
        while (elements.Length >= SmallLength)
        {
            Swap(ref elements[0], ref elements[ChoosePivot(elements, compare)]);
            Partition(elements, compare, out int less, out int greater);
            if (less > 1)
                Sort(elements[..less], Math.Min(count, less), compare);
            int start = elements.Length - greater;
            count -= start;
            if (greater <= 1 || count <= 0)
                return;
            elements = elements[start..];
        }

        InsertionSort(elements, compare);
    }

    private static void InsertionSort<T>(Span<T> elements, Comparison<T> compare)
    {
        for (int i = 1; i < elements.Length; i++)
        {
            for (int j = i; j > 0 && compare(elements[j - 1], elements[j]) > 0; j--)
                Swap(ref elements[j], ref elements[j - 1]);
        }
    }

    /// <summary>The median of three, or of three medians.</summary>
    private static int ChoosePivot<T>(ReadOnlySpan<T> elements, Comparison<T> compare)
    {
        int middle = elements.Length / 2;
        if (elements.Length == SmallLength)
            return middle;
        int first = 0;
        int last = elements.Length - 1;
        if (elements.Length > LargeLength)
        {
            int distance = elements.Length / 8;
            first = Median(elements, compare, first, first + distance, first + 2 * distance);
            middle = Median(elements, compare, middle - distance, middle, middle + distance);
            last = Median(elements, compare, last - 2 * distance, last - distance, last);
        }

        return Median(elements, compare, first, middle, last);
    }

    private static int Median<T>(ReadOnlySpan<T> elements, Comparison<T> compare, int a, int b, int c)
    {
        if (compare(elements[a], elements[b]) < 0)
        {
            if (compare(elements[b], elements[c]) < 0)
                return b;
            return compare(elements[a], elements[c]) < 0 ? c : a;
        }

        if (compare(elements[b], elements[c]) > 0)
            return b;
        return compare(elements[a], elements[c]) < 0 ? a : c;
    }

    /// <summary>
    /// Separates what is less than the first element, what equals it and what is greater. Equals are gathered at both
    /// ends first, then brought to the middle.
    /// </summary>
    private static void Partition<T>(Span<T> elements, Comparison<T> compare, out int less, out int greater)
    {
        int equalEnd = 1;
        int low = 1;
        int high = elements.Length - 1;
        int equalStart = high;
        while (true)
        {
            for (int order; low <= high && (order = compare(elements[low], elements[0])) <= 0; low++)
            {
                if (order == 0)
                    Swap(ref elements[equalEnd++], ref elements[low]);
            }

            for (int order; low <= high && (order = compare(elements[high], elements[0])) >= 0; high--)
            {
                if (order == 0)
                    Swap(ref elements[high], ref elements[equalStart--]);
            }

            if (low > high)
                break;
            Swap(ref elements[low++], ref elements[high--]);
        }

        less = low - equalEnd;
        greater = equalStart - high;
        int moved = Math.Min(equalEnd, less);
        SwapRanges(elements, 0, low - moved, moved);
        moved = Math.Min(greater, elements.Length - 1 - equalStart);
        SwapRanges(elements, low, elements.Length - moved, moved);
    }

    private static void SwapRanges<T>(Span<T> elements, int first, int second, int count)
    {
        for (int i = 0; i < count; i++)
            Swap(ref elements[first + i], ref elements[second + i]);
    }

    private static void Swap<T>(ref T first, ref T second) => (first, second) = (second, first);
}

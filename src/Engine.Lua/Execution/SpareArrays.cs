namespace Engine.Lua.Execution;

/// <summary>Some arrays of each small length that nobody uses now.</summary>
internal sealed class SpareArrays<T>
{
    private const int LongestKept = 8;
    private const int MaxKept = 16;

    // Those of a length stand side by side.
    private readonly T[][] _arrays = new T[(LongestKept + 1) * MaxKept][];
    private readonly int[] _counts = new int[LongestKept + 1];

    /// <summary>A cleared array of exactly this length.</summary>
    public T[] Take(int length)
    {
        if (length == 0)
        {
            return [];
        }

        return length <= LongestKept && _counts[length] > 0
            ? _arrays[(length * MaxKept) + --_counts[length]]
            : new T[length];
    }

    /// <summary>Clears the array and keeps it, if it is short and there are not yet many of its length.</summary>
    public void PutBack(T[] array)
    {
        int length = array.Length;
        if (length is > 0 and <= LongestKept && _counts[length] < MaxKept)
        {
            Array.Clear(array);
            _arrays[(length * MaxKept) + _counts[length]++] = array;
        }
    }
}

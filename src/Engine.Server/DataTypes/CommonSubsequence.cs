using System.Collections;

namespace Engine.Server.DataTypes;

/// <summary>
/// The longest sequence of bytes that occur in both of two strings in the same order, not necessarily next to each
/// other. Of several that are equally long it is the one that Redis finds.
/// </summary>
internal static class CommonSubsequence
{
    public static int Length(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) =>
        Measure(first, second, steps: null);

    /// <summary>Finds the runs of which the sequence is made, the last one first.</summary>
    public static int Find(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, List<CommonRun> runs)
    {
        var steps = new BitArray(first.Length * second.Length);
        int length = Measure(first, second, steps);
        int i = first.Length;
        int j = second.Length;
        int run = 0;
        while (i > 0 && j > 0)
        {
            if (first[i - 1] == second[j - 1])
            {
                i--;
                j--;
                run++;
                continue;
            }

            AddRun(runs, i, j, ref run);
            if (steps[(i - 1) * second.Length + j - 1])
                i--;
            else
                j--;
        }

        AddRun(runs, i, j, ref run);
        return length;
    }

    private static void AddRun(List<CommonRun> runs, int first, int second, ref int length)
    {
        if (length > 0)
            runs.Add(new CommonRun(first, second, length));
        length = 0;
    }

    /// <summary>
    /// The classic table of the lengths for all pairs of prefixes, of which one row is kept. For the way back
    /// <paramref name="steps"/> remembers of each cell whether leaving out the first string's byte is better than the
    /// second's.
    /// </summary>
    private static int Measure(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, BitArray? steps)
    {
        if (first.IsEmpty || second.IsEmpty)
            return 0;
        var lengths = new int[second.Length + 1];
        for (int i = 0; i < first.Length; i++)
        {
            int diagonal = 0;
            for (int j = 0; j < second.Length; j++)
            {
                int above = lengths[j + 1];
                int left = lengths[j];
                if (first[i] == second[j])
                    lengths[j + 1] = diagonal + 1;
                else
                    lengths[j + 1] = Math.Max(above, left);
                if (above > left && steps is not null)
                    steps[i * second.Length + j] = true;
                diagonal = above;
            }
        }

        return lengths[^1];
    }
}

/// <summary>Bytes that two strings have in common, and where they begin in each.</summary>
internal readonly record struct CommonRun(int First, int Second, int Length);

using Patterns.Analytics.Counters;

namespace Patterns.Analytics.Buckets;

/// <summary>Which buckets a span of time is made of.</summary>
internal static class BucketSpan
{
    public static BucketLine Find(BucketLine[] lines, TimeSpan bucket)
        => lines.FirstOrDefault(line => line.Length == bucket) ?? throw new ArgumentOutOfRangeException(
            nameof(bucket),
            bucket,
            $"bucket is {bucket:c}, but must be one of "
            + string.Join(", ", lines.Select(line => line.Length.ToString("c")))
            + ": name a configured resolution.");

    /// <summary>All buckets of one line.</summary>
    public static List<(BucketLine Line, long Index)> Of(BucketLine line, DateTimeOffset from, DateTimeOffset until)
    {
        Require.Order(from, until);
        long first = line.IndexOf(from), end = until > from ? line.IndexOf(until.AddTicks(-1)) + 1 : first;
        RequireCount(end - first);
        var buckets = new List<(BucketLine, long)>((int)(end - first));
        for (long index = first; index < end; index++)
        {
            buckets.Add((line, index));
        }

        return buckets;
    }

    /// <summary>The longest buckets that fit: coarse ones in the middle, ever finer ones toward both ends.</summary>
    /// <param name="lines">Finest first, each a multiple of the one before.</param>
    /// <param name="from">The first moment.</param>
    /// <param name="until">The first moment behind the span.</param>
    public static List<(BucketLine Line, long Index)> Cover(
        BucketLine[] lines, DateTimeOffset from, DateTimeOffset until)
    {
        Require.Order(from, until);
        List<(BucketLine, long)> early = [], late = [];
        if (until == from)
        {
            return early;
        }

        long first = lines[0].IndexOf(from), end = lines[0].IndexOf(until.AddTicks(-1)) + 1;
        for (int i = 0; i < lines.Length; i++)
        {
            bool isCoarsest = i == lines.Length - 1;
            long ratio = isCoarsest ? 1 : lines[i + 1].Length.Ticks / lines[i].Length.Ticks;
            RequireCount(early.Count + late.Count + (isCoarsest ? end - first : 0));
            while (first < end && (isCoarsest || first % ratio != 0))
            {
                early.Add((lines[i], first++));
            }

            while (first < end && end % ratio != 0)
            {
                late.Add((lines[i], --end));
            }

            (first, end) = (first / ratio, end / ratio);
            if (first >= end)
            {
                break;
            }
        }

        RequireCount(early.Count + late.Count);
        late.Reverse();
        return [.. early, .. late];
    }

    private static void RequireCount(long count) => Require.Within(
        count, 0, CountersOptions.MaxPoints, "the number of buckets", "read a shorter span, or coarser buckets");
}

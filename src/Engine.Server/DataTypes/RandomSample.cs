namespace Engine.Server.DataTypes;

/// <summary>Drawing several different elements of a collection at random.</summary>
internal static class RandomSample
{
    /// <summary>A larger share of a collection than one in this many is drawn from a copy of all ids.</summary>
    private const int LargeShare = 3;

    /// <summary>
    /// Draws so many different elements, or all if there are not more. Every selection is as likely as any other.
    /// </summary>
    public static List<uint> Draw<T>(T source, long count, Random random)
        where T : ISampled, allows ref struct
    {
        if (source.IsCompact || count >= source.Count / LargeShare)
        {
            List<uint> ids = Shuffle(source, count, random);
            if (count < ids.Count)
                ids.RemoveRange((int)count, ids.Count - (int)count);
            return ids;
        }

        var drawn = new HashSet<uint>();
        while (drawn.Count < count)
            drawn.Add(source.RandomId());
        return [.. drawn];
    }

    /// <summary>
    /// All ids; unless all are meant, the first <paramref name="count"/> of them are a selection at random.
    /// </summary>
    public static List<uint> Shuffle<T>(T source, long count, Random random)
        where T : ISampled, allows ref struct
    {
        var ids = new List<uint>((int)source.Count);
        source.CopyIds(ids);
        if (count < ids.Count)
        {
            for (int i = 0; i < count; i++)
            {
                int other = random.Next(i, ids.Count);
                (ids[i], ids[other]) = (ids[other], ids[i]);
            }
        }
        return ids;
    }
}

namespace Tour.Workloads;

/// <summary>Which items each reader asks for, in order: the same on every run, so that counts are foretold.</summary>
/// <param name="Readers">One list of item numbers per reader.</param>
internal sealed record ReadPlan(IReadOnlyList<IReadOnlyList<int>> Readers)
{
    /// <summary>How many reads the plan holds in all.</summary>
    public int Reads { get; } = Readers.Sum(items => items.Count);

    /// <summary>The items that at least one reader asks for.</summary>
    public IReadOnlySet<int> DistinctItems { get; } = Readers.SelectMany(items => items).ToHashSet();

    /// <summary>The share of the reads that an ideal cache, empty at first, answers without its source: all but the
    /// first read of each item.</summary>
    public double ImpliedHitRate => (double)(Reads - DistinctItems.Count) / Reads;

    /// <summary>Readers who prefer popular items.</summary>
    public static ReadPlan Draw(ZipfDistribution popularity, int readers, int readsPerReader, int seed)
    {
        var random = new Random(seed);
        var plan = new int[readers][];
        for (int reader = 0; reader < readers; reader++)
        {
            plan[reader] = new int[readsPerReader];
            for (int read = 0; read < readsPerReader; read++)
            {
                plan[reader][read] = popularity.Next(random);
            }
        }

        return new ReadPlan(plan);
    }

    /// <summary>Readers who share the items 0 to <paramref name="items"/> - 1: each item is one reader's, once, in an
    /// order drawn by lot.</summary>
    public static ReadPlan Deal(int items, int readers, int seed)
    {
        int[] shuffled = [.. Enumerable.Range(0, items)];
        new Random(seed).Shuffle(shuffled);
        return new ReadPlan([.. Enumerable.Range(0, readers)
            .Select(reader => shuffled.Where((_, index) => index % readers == reader).ToArray())]);
    }

    /// <summary>The first reads of each reader, one in so many and at least one.</summary>
    public ReadPlan Shortened(int divisor)
        => new([.. Readers.Select(items => items.Take(Math.Max(1, items.Count / divisor)).ToArray())]);

    /// <summary>Readers who all ask once for the same item.</summary>
    public static ReadPlan Stampede(int item, int readers)
        => new([.. Enumerable.Repeat<IReadOnlyList<int>>([item], readers)]);
}

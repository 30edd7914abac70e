using Tour.Chapters;
using Tour.Chapters.CacheAside;
using Tour.Reports;
using Tour.Servers;

namespace Tour.Tests.Chapters.CacheAside;

/// <summary>The chapter in small, on whatever server the derived class brings.</summary>
public abstract class CacheAsideChapterCases
{
    private static readonly TourOptions Small = new() { Readers = 20, Reads = 20, Rounds = 2 };

    [Fact]
    public async Task Every_invariant_holds_and_no_key_stays_behind()
    {
        await using TourServer server = await ConnectAsync();

        ChapterResult result = await RunAsync(server, Small);

        Assert.Empty(result.Invariants.Violations);
        Assert.Equal(8, result.Invariants.Tallies.Count);
        Assert.Empty(await new KeyGroup(server.Connection, "tour-").ReadTimesToLiveAsync());
    }

    [Fact]
    public async Task The_table_has_a_row_per_phase_and_the_same_counts_on_every_run()
    {
        await using TourServer server = await ConnectAsync();

        ResultTable first = (await RunAsync(server, Small)).Table;
        ResultTable second = (await RunAsync(server, Small)).Table;

        Assert.Equal(
            [
                "SQLite alone", "Empty cache 1", "Warm cache 1", "Empty cache 2", "Warm cache 2",
                "Stampede, GET and SET", "Stampede, 4 caches", "Stampede",
            ],
            first.Rows.Select(row => row[0]));
        Assert.Equal(["Phase", "Reads", "Hit\nrate", "Source\ncalls"], first.Columns.Take(4));

        // How often an unprotected source is called is a matter of luck.
        Assert.Equal(Counts(first), Counts(second));
        Assert.Equal(["Stampede", "20", "95.0%", "1"], first.Rows[^1].Take(4));

        static IEnumerable<IEnumerable<string>> Counts(ResultTable table)
            => table.Rows.Where(row => row[0] != "Stampede, GET and SET").Select(row => row.Take(4));
    }

    [Theory]
    [InlineData("source-twice", "The source is called exactly once per distinct city and expiry, but ")]
    [InlineData("wrong-value", "Every value read equals the row in SQLite, but ")]
    [InlineData("extra-command", "A hit costs one GET and one PTTL, shared by all who read in the same moment, but ")]
    [InlineData("no-store", "The hit rate is at least what the plan of the reads implies, but ")]
    [InlineData("no-store", "Every city that was read has exactly one entry, but ")]
    [InlineData("no-store", "Every fill takes one lease and stores one value, but ")]
    [InlineData("late-expiry", "Every entry expires, within the jitter around its time to live, but ")]
    public async Task A_planted_fault_violates_the_invariant_that_it_breaks(string fault, string violation)
    {
        await using TourServer server = await ConnectAsync();
        PlantedFault planted = TourOptions.Parse(["--fault", fault]).Fault;

        ChapterResult result = await RunAsync(server, Small with { Fault = planted });

        Assert.Contains(
            result.Invariants.Violations, sentence => sentence.StartsWith(violation, StringComparison.Ordinal));
    }

    /// <summary>A server that nobody else uses meanwhile.</summary>
    internal abstract Task<TourServer> ConnectAsync();

    private static Task<ChapterResult> RunAsync(TourServer server, TourOptions options)
        => ChapterRun.RunAsync(new CacheAsideChapter(), server, options);
}

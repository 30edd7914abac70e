using Tour.Chapters;
using Tour.Chapters.Leaderboard;
using Tour.Servers;

namespace Tour.Tests.Chapters.Leaderboard;

/// <summary>The chapter with few readers, on whatever server the derived class brings.</summary>
public abstract class LeaderboardChapterCases
{
    private static readonly TourOptions Small = new() { Readers = 20, Reads = 20 };

    [Fact]
    public async Task Every_invariant_holds_and_no_key_stays_behind()
    {
        await using TourServer server = await ConnectAsync();

        ChapterResult result = await ChapterRun.RunAsync(new LeaderboardChapter(), server, Small);

        Assert.Empty(result.Invariants.Violations);
        Assert.Equal([11, 11, 1], result.Invariants.Tallies.Values.Select(tally => tally.Held));
        Assert.Empty(await new KeyGroup(server.Connection, "tour-").ReadTimesToLiveAsync());
        Assert.Equal(
            [
                "Submit", "Add up", "Top", "Pages (Ordinal)", "Pages (Competition)", "Pages (Modified)",
                "Pages (Dense)", "Ranks", "Neighbours", "Percentiles", "Countries",
            ],
            result.Table.Rows.Select(row => row[0]));
        Assert.Equal(
            ["20,000", "10,000", "20", "100", "100", "100", "100", "400", "40", "40", "20"],
            result.Table.Rows.Select(row => row[1]));
    }

    [Theory]
    [InlineData("lost-score", "Every answer of the boards is that of SQL, but in 'Top' ")]
    [InlineData("lost-score", "Every answer of the boards is that of SQL, but in 'Pages (Dense)' ")]
    [InlineData("extra-command", "Every operation is one call of the server, ")]
    public async Task A_planted_fault_violates_the_invariant_that_it_breaks(string fault, string violation)
    {
        await using TourServer server = await ConnectAsync();
        PlantedFault planted = TourOptions.Parse(["--fault", fault]).Fault;

        ChapterResult result =
            await ChapterRun.RunAsync(new LeaderboardChapter(), server, Small with { Fault = planted });

        Assert.Contains(
            result.Invariants.Violations, sentence => sentence.StartsWith(violation, StringComparison.Ordinal));
    }

    /// <summary>A server that nobody else uses meanwhile.</summary>
    internal abstract Task<TourServer> ConnectAsync();
}

using Microsoft.Extensions.DependencyInjection;
using Patterns.Leaderboards;
using Tour.Servers;
using Tour.Workloads;

namespace Tour.Chapters.Leaderboard;

/// <summary>
/// The cities on a board by population, the countries on another by the sum of their cities. Everybody submits at once
/// and in any order, outdated figures too; then everybody reads, and all that is read is compared with SQL.
/// </summary>
internal sealed class LeaderboardChapter : ITourChapter
{
    public string Title => "Leaderboard (Patterns.Leaderboards)";

    public async Task<ChapterResult> RunAsync(ChapterContext context, CancellationToken cancellationToken)
    {
        // A prefix of this run's own: what an interrupted run left behind is not found.
        string prefix = $"tour-{Guid.NewGuid():N}";
        await using ServiceProvider services = new ServiceCollection()
            .AddSingleton(context.Server.Connection)
            .AddLeaderboards(options =>
            {
                options.KeyPrefix = prefix;
                options.DenseRanks = true;
                options.RedisTimeout = TimeSpan.FromSeconds(30);
            })
            .BuildServiceProvider();
        try
        {
            var boards = new CityBoards(services.GetRequiredService<ILeaderboards>(), context);
            return await RunPhasesAsync(boards, context.Options, cancellationToken);
        }
        finally
        {
            await new KeyGroup(context.Server.Connection, prefix).DeleteAsync();
        }
    }

    private static async Task<ChapterResult> RunPhasesAsync(
        CityBoards boards, TourOptions options, CancellationToken cancellationToken)
    {
        var popularity = new ZipfDistribution(boards.CityCount, CityBoards.PopularityExponent);
        var reads = ReadPlan.Draw(popularity, options.Readers, options.Reads, options.Seed);
        var everyone = ReadPlan.Stampede(item: 0, options.Readers);

        await boards.WarmUpAsync(cancellationToken);
        BoardPhase[] phases =
        [
            await boards.SubmitAsync(Deal(2 * boards.CityCount), cancellationToken),
            await boards.AddUpAsync(Deal(boards.CityCount), cancellationToken),
            await boards.ReadTopAsync(everyone, cancellationToken),
            await boards.ReadPagesAsync(RankKind.Ordinal, Deal(boards.PageCount), cancellationToken),
            await boards.ReadPagesAsync(RankKind.Competition, Deal(boards.PageCount), cancellationToken),
            await boards.ReadPagesAsync(RankKind.Modified, Deal(boards.PageCount), cancellationToken),
            await boards.ReadPagesAsync(RankKind.Dense, Deal(boards.PageCount), cancellationToken),
            await boards.ReadRanksAsync(reads, cancellationToken),
            await boards.ReadNeighboursAsync(reads.Shortened(10), cancellationToken),
            await boards.ReadPercentilesAsync(reads.Shortened(10), cancellationToken),
            await boards.ReadCountriesAsync(everyone, cancellationToken),
        ];

        var invariants = new Invariants();
        foreach (BoardPhase phase in phases)
        {
            invariants.Require(
                "Every answer of the boards is that of SQL",
                phase.Wrong == 0,
                $"in '{phase.Name}' {phase.Wrong:N0} of {phase.Operations:N0} differed");
            invariants.Require(
                "Every operation is one call of the server",
                phase.Calls == phase.Operations,
                $"in '{phase.Name}' the server was called {phase.Calls:N0} times for "
                + $"{phase.Operations:N0} operations (those of its other clients are counted too)");
        }

        long members = await boards.CountAsync(cancellationToken);
        invariants.Require(
            "Every city is on the board exactly once",
            members == boards.CityCount,
            $"the board has {members:N0} members for {boards.CityCount:N0} cities");
        return new ChapterResult(BoardTable.Of(phases), invariants);

        ReadPlan Deal(int items) => ReadPlan.Deal(items, options.Readers, options.Seed);
    }
}

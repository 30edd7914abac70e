using Tour.Chapters;
using Tour.Chapters.CacheAside;
using Tour.Chapters.Leaderboard;
using Tour.Chapters.Locking;
using Tour.Chapters.Queue;
using Tour.Chapters.RateLimiting;
using Tour.Cities;
using Tour.Reports;
using Tour.Servers;
using Tour.Sqlite;

namespace Tour;

/// <summary>Loads the cities, starts the server, runs the chapters in order and says what did not hold.</summary>
internal sealed class TourProgram(TourOptions options, TourReport report)
{
    private static readonly IReadOnlyList<ITourChapter> Chapters =
    [
        new CacheAsideChapter(),
        new LeaderboardChapter(),
        new RateLimitingChapter(),
        new QueueChapter(),
        new LockingChapter(),
    ];

    /// <summary>Runs the tour.</summary>
    /// <returns>How many checks of invariants failed.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<City> cities = CityFile.ReadEmbedded();
        using var database = new SqliteDatabase();
        var store = new CityStore(database);
        store.Load(cities);

        await using TourServer server = options.Redis is null
            ? await TourServer.StartEmbeddedAsync()
            : await TourServer.ConnectAsync(options.Redis);
        report.WriteLine(
            $"{store.Count():N0} cities in SQLite, {options.Readers:N0} concurrent readers, {server.Description}.");

        var violations = new List<string>();
        foreach (ITourChapter chapter in Chapters)
        {
            report.BeginChapter(chapter);
            ChapterResult result = await report.WithProgressAsync(progress => chapter.RunAsync(
                new ChapterContext(options, cities, store, server, progress), cancellationToken));
            report.WriteResult(result);
            violations.AddRange(result.Invariants.Violations);
        }

        report.WriteLine("");
        violations.ForEach(report.WriteViolation);
        if (violations.Count == 0)
        {
            report.WriteLine("Every invariant held.");
        }

        return violations.Count;
    }
}

using Tour.Chapters;
using Tour.Cities;
using Tour.Reports;
using Tour.Servers;
using Tour.Sqlite;

namespace Tour.Tests.Chapters;

/// <summary>Runs one chapter on the cities, silently.</summary>
internal static class ChapterRun
{
    public static async Task<ChapterResult> RunAsync(ITourChapter chapter, TourServer server, TourOptions options)
    {
        IReadOnlyList<City> cities = CityFile.ReadEmbedded();
        using var database = new SqliteDatabase();
        var store = new CityStore(database);
        store.Load(cities);
        var context = new ChapterContext(options, cities, store, server, new SilentProgress());
        return await chapter.RunAsync(context, TestContext.Current.CancellationToken);
    }

    private sealed class SilentProgress : IProgressDisplay
    {
        public Action<int> Begin(string phase, int steps) => _ => { };
    }
}

using Tour.Cities;
using Tour.Reports;
using Tour.Servers;

namespace Tour.Chapters;

/// <summary>What every chapter works with.</summary>
/// <param name="Options">What the command line asks for.</param>
/// <param name="Cities">The rows of the data set, most populous city first.</param>
/// <param name="Store">The same rows in SQLite, the system of record.</param>
/// <param name="Server">The server that the recipes run on.</param>
/// <param name="Progress">Where a chapter says what it is doing.</param>
internal sealed record ChapterContext(
    TourOptions Options,
    IReadOnlyList<City> Cities,
    CityStore Store,
    TourServer Server,
    IProgressDisplay Progress);

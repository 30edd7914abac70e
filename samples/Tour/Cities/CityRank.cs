namespace Tour.Cities;

/// <summary>A city in the order of SQL, with its rank of every kind.</summary>
/// <param name="Id">The city.</param>
/// <param name="Population">What the rank is by.</param>
/// <param name="Ordinal">1 2 3 4.</param>
/// <param name="Competition">1 2 2 4.</param>
/// <param name="Modified">1 3 3 4.</param>
/// <param name="Dense">1 2 2 3.</param>
internal sealed record CityRank(
    long Id, long Population, long Ordinal, long Competition, long Modified, long Dense);

namespace Tour.Cities;

/// <summary>What a page about a city shows: the row and two figures that the database has to work out.</summary>
/// <param name="Id">The id that GeoNames gives the place.</param>
/// <param name="Name">The name as GeoNames writes it.</param>
/// <param name="Country">The country's two letters (ISO 3166).</param>
/// <param name="Population">The number of inhabitants.</param>
/// <param name="RankInCountry">1 for the most populous city of its country in the data set.</param>
/// <param name="CitiesNearby">How many other cities of its country lie within one degree of it.</param>
internal sealed record CityProfile(
    long Id, string Name, string Country, long Population, long RankInCountry, long CitiesNearby);

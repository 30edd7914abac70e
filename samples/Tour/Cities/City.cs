namespace Tour.Cities;

/// <summary>One row of the data set: a populated place of GeoNames.</summary>
/// <param name="Id">The id that GeoNames gives the place.</param>
/// <param name="Name">The name as GeoNames writes it.</param>
/// <param name="Country">The country's two letters (ISO 3166).</param>
/// <param name="Population">The number of inhabitants.</param>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
internal sealed record City(
    long Id, string Name, string Country, long Population, double Latitude, double Longitude);

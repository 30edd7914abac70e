namespace Engine.Server.DataTypes.Geo;

/// <summary>
/// A place on the earth, in degrees. What is reckoned with it is reckoned in the order in which Redis does it, so that
/// results agree to the last bit.
/// </summary>
internal readonly record struct GeoPosition(double Longitude, double Latitude)
{
    public const double HighestLongitude = 180;

    /// <summary>Where the Mercator projection of maps on the web ends (EPSG:900913).</summary>
    public const double HighestLatitude = 85.05112878;

    public const double EarthRadiusInMetres = 6372797.560856;

    private const double RadiansPerDegree = Math.PI / 180;

    public bool IsValid => Longitude is >= -HighestLongitude and <= HighestLongitude
        && Latitude is >= -HighestLatitude and <= HighestLatitude;

    /// <summary>The position that a score stands for: the centre of a cell of the finest grid.</summary>
    public static GeoPosition FromScore(double score) => CentreOf(CellOf(score));

    /// <summary>The cell of the finest grid that a score stands for.</summary>
    public static GeoHash CellOf(double score) => new(Truncate(score), GeoHash.FinestStep);

    public static GeoPosition CentreOf(GeoHash hash)
    {
        GeoArea cell = hash.Area;
        return new GeoPosition(
            Math.Clamp((cell.Lowest.Longitude + cell.Highest.Longitude) / 2, -HighestLongitude, HighestLongitude),
            Math.Clamp((cell.Lowest.Latitude + cell.Highest.Latitude) / 2, -HighestLatitude, HighestLatitude));
    }

    public static double ToRadians(double degrees) => degrees * RadiansPerDegree;

    public static double ToDegrees(double radians) => radians / RadiansPerDegree;

    /// <summary>The distance on a sphere in metres, by the haversine formula.</summary>
    public double DistanceTo(GeoPosition other)
    {
        double v = Math.Sin((ToRadians(other.Longitude) - ToRadians(Longitude)) / 2);
        if (v == 0)
            return LatitudeDistanceTo(other);
        double latitude = ToRadians(Latitude);
        double otherLatitude = ToRadians(other.Latitude);
        double u = Math.Sin((otherLatitude - latitude) / 2);
        double a = u * u + Math.Cos(latitude) * Math.Cos(otherLatitude) * v * v;
        return 2.0 * EarthRadiusInMetres * Math.Asin(Math.Sqrt(a));
    }

    /// <summary>The distance in metres between their circles of latitude.</summary>
    public double LatitudeDistanceTo(GeoPosition other) =>
        EarthRadiusInMetres * Math.Abs(ToRadians(other.Latitude) - ToRadians(Latitude));

    /// <summary>
    /// The integer part as a processor of the x86 family cuts it out, whatever the score is: any may be stored.
    /// </summary>
    private static ulong Truncate(double score)
    {
        const double TwoTo63 = 9223372036854775808.0;
        if (score >= TwoTo63)
            return score < 2 * TwoTo63 ? (ulong)score : 0;
        return score >= -TwoTo63 ? (ulong)(long)score : 1UL << 63;
    }
}

namespace Engine.Server.DataTypes.Geo;

/// <summary>The circle or box around a position within which members are sought.</summary>
internal readonly record struct GeoShape
{
    /// <summary>Half the way around the earth on the map, in metres.</summary>
    private const double HalfOfMap = 20037726.37;

    public GeoPosition Centre { get; init; }

    public bool IsBox { get; init; }

    /// <summary>In the client's unit.</summary>
    public double Radius { get; init; }

    /// <summary>In the client's unit.</summary>
    public double Width { get; init; }

    /// <summary>In the client's unit.</summary>
    public double Height { get; init; }

    /// <summary>How many metres the client's unit has.</summary>
    public double MetresPerUnit { get; init; }

    /// <summary>
    /// The smallest area that contains the shape, or almost so. It is narrowest towards the nearer pole, where degrees
    /// of longitude are shorter.
    /// </summary>
    public GeoArea Bounds
    {
        get
        {
            double height = MetresPerUnit * (IsBox ? Height / 2 : Radius);
            double width = MetresPerUnit * (IsBox ? Width / 2 : Radius);
            double latitudes = GeoPosition.ToDegrees(height / GeoPosition.EarthRadiusInMetres);
            double edge = Centre.Latitude < 0 ? Centre.Latitude - latitudes : Centre.Latitude + latitudes;
            double longitudes = GeoPosition.ToDegrees(
                width / GeoPosition.EarthRadiusInMetres / Math.Cos(GeoPosition.ToRadians(edge)));
            return new GeoArea(
                new GeoPosition(Centre.Longitude - longitudes, Centre.Latitude - latitudes),
                new GeoPosition(Centre.Longitude + longitudes, Centre.Latitude + latitudes));
        }
    }

    /// <summary>The step of cells of which nine cover the shape in most cases.</summary>
    public int StepOfCells
    {
        get
        {
            double metres = MetresPerUnit
                * (IsBox ? Math.Sqrt(Width / 2 * (Width / 2) + Height / 2 * (Height / 2)) : Radius);
            if (metres == 0)
                return GeoHash.FinestStep;
            int step = -1;
            for (; metres < HalfOfMap; metres *= 2)
                step++;
            double fromEquator = Math.Abs(Centre.Latitude);
            if (fromEquator > 66)
                step--;
            if (fromEquator > 80)
                step--;
            return Math.Clamp(step, 1, GeoHash.FinestStep);
        }
    }
}

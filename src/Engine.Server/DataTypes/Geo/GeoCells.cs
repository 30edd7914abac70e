namespace Engine.Server.DataTypes.Geo;

/// <summary>The cells that cover a shape: the one of its centre and those around it.</summary>
internal static class GeoCells
{
    public const int MostCells = 9;

    /// <summary>The centre first, the others in the order in which Redis looks through them.</summary>
    private static readonly (int East, int North)[] Directions =
        [(0, 0), (0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1)];

    /// <summary>
    /// Finds the cells; returns how many. Around a very large shape two of them may be the same, which is left out only
    /// where Redis leaves it out: next to each other.
    /// </summary>
    public static int Cover(in GeoShape shape, Span<GeoHash> cells)
    {
        GeoArea bounds = shape.Bounds;
        int step = shape.StepOfCells;
        GeoHash centre = GeoHash.Of(shape.Centre, step);
        if (step > 1 && !ReachesTo(centre, bounds))
            centre = GeoHash.Of(shape.Centre, --step);

        GeoArea area = centre.Area;
        int count = 0;
        foreach ((int east, int north) in Directions)
        {
            if (step >= 2 && IsOutside(area, bounds, east, north))
                continue;
            GeoHash cell = centre.Neighbour(east, north);
            if (count > 1 && cell == cells[count - 1])
                continue;
            cells[count++] = cell;
        }

        return count;
    }

    /// <summary>Whether the cells around this one reach to the bounds on all sides.</summary>
    private static bool ReachesTo(GeoHash centre, in GeoArea bounds) =>
        !(centre.Neighbour(0, 1).Area.Highest.Latitude < bounds.Highest.Latitude
            || centre.Neighbour(0, -1).Area.Lowest.Latitude > bounds.Lowest.Latitude
            || centre.Neighbour(1, 0).Area.Highest.Longitude < bounds.Highest.Longitude
            || centre.Neighbour(-1, 0).Area.Lowest.Longitude > bounds.Lowest.Longitude);

    /// <summary>Whether nothing of the shape lies in this direction from the cell of its centre.</summary>
    private static bool IsOutside(in GeoArea area, in GeoArea bounds, int east, int north) =>
        (north < 0 && area.Lowest.Latitude < bounds.Lowest.Latitude)
        || (north > 0 && area.Highest.Latitude > bounds.Highest.Latitude)
        || (east < 0 && area.Lowest.Longitude < bounds.Lowest.Longitude)
        || (east > 0 && area.Highest.Longitude > bounds.Highest.Longitude);
}

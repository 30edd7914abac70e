namespace Engine.Server.DataTypes.Geo;

/// <summary>
/// Tells which positions are in a shape. Most that are looked at are not, and for them no distance is computed.
/// </summary>
internal readonly struct GeoFilter
{
    /// <summary>
    /// A little more than what the arithmetic of distances may be off, so that no member is missed by a short cut.
    /// </summary>
    private const double Tolerance = 1 + 1e-9;

    /// <summary>
    /// Half an angle, in radians, up to which the first terms of their series give sines and cosines with all digits.
    /// </summary>
    private const double SmallAngle = 0.01;

    private readonly GeoPosition _centre;
    private readonly bool _isBox;
    private readonly double _centreLatitude;
    private readonly double _centreLongitude;
    private readonly double _sine;
    private readonly double _cosine;
    private readonly GridRange _rows;
    private readonly GridRange _columns;

    /// <summary>Metres to the north and south, and to the east and west.</summary>
    private readonly double _latitudeReach;
    private readonly double _longitudeReach;

    /// <summary>
    /// Half the angle to the east or west beyond which its sine, squared, tells that a position is too far.
    /// </summary>
    private readonly double _farthestSquare;

    /// <summary>The sine of half the angle of the radius, squared: haversines up to it are inside.</summary>
    private readonly double _radiusSquare;

    public GeoFilter(in GeoShape shape)
    {
        _centre = shape.Centre;
        _isBox = shape.IsBox;
        _centreLatitude = GeoPosition.ToRadians(shape.Centre.Latitude);
        _centreLongitude = GeoPosition.ToRadians(shape.Centre.Longitude);
        (_sine, _cosine) = Math.SinCos(_centreLatitude);
        _latitudeReach = shape.IsBox ? shape.Height * shape.MetresPerUnit / 2 : shape.Radius * shape.MetresPerUnit;
        _longitudeReach = shape.IsBox ? shape.Width * shape.MetresPerUnit / 2 : _latitudeReach;

        // Meridians are nearest to each other where the shape is nearest to a pole.
        double height = _latitudeReach / GeoPosition.EarthRadiusInMetres;
        double edge = Math.Abs(_centreLatitude) + height;
        double cosine = edge < Math.PI / 2 ? Math.Cos(edge) : 0;
        double sine = Math.Sin(Math.Min(_longitudeReach / GeoPosition.EarthRadiusInMetres, Math.PI) / 2);
        _radiusSquare = sine * sine;
        _farthestSquare = _radiusSquare / (cosine * cosine) * Tolerance;
        _rows = RangeAround(_centre.Latitude, height * Tolerance, GeoPosition.HighestLatitude);
        _columns = RangeAround(
            _centre.Longitude,
            _farthestSquare < 1 ? 2 * Math.Asin(Math.Sqrt(_farthestSquare)) : Math.PI,
            GeoPosition.HighestLongitude);
    }

    /// <summary>Returns false only for cells of the finest grid that are outside of the shape.</summary>
    public bool MayContain(GeoHash cell)
    {
        (uint column, uint row) = cell.Place;
        return _rows.MayContain(row) && _columns.MayContain(column);
    }

    /// <summary>
    /// Whether a position is in the shape. Close to a centre that is told without computing the distance, unless the
    /// position is so near the edge that the last digits matter.
    /// </summary>
    public bool Contains(GeoPosition position)
    {
        if (_isBox || !TryCompare(position, out bool isInside))
            return Contains(position, out _);
        return isInside;
    }

    /// <summary>Whether a position is in the shape, and how many metres it is away from the centre.</summary>
    public bool Contains(GeoPosition position, out double distance)
    {
        distance = 0;
        double latitudeDistance = position.LatitudeDistanceTo(_centre);
        if (latitudeDistance > (_isBox ? _latitudeReach : _latitudeReach * Tolerance) || IsFarEastOrWest(position))
            return false;
        if (_isBox)
        {
            var sameLatitude = new GeoPosition(_centre.Longitude, position.Latitude);
            if (position.DistanceTo(sameLatitude) > _longitudeReach)
                return false;
        }

        distance = _centre.DistanceTo(position);
        return _isBox || !(distance > _latitudeReach);
    }

    /// <summary>The sine is never less than the first two terms of its series.</summary>
    private bool IsFarEastOrWest(GeoPosition position)
    {
        double half = Math.Abs(GeoPosition.ToRadians(position.Longitude) - _centreLongitude) / 2;
        double sine = half - half * half * half / 6;
        return sine > 0 && sine * sine > _farthestSquare;
    }

    /// <summary>
    /// What the distance and the radius have in common, the haversine, is compared. Returns false when that is not sure
    /// to tell.
    /// </summary>
    private bool TryCompare(GeoPosition position, out bool isInside)
    {
        isInside = false;
        double y = (GeoPosition.ToRadians(position.Latitude) - _centreLatitude) / 2;
        double x = (GeoPosition.ToRadians(position.Longitude) - _centreLongitude) / 2;
        if (Math.Abs(y) > SmallAngle || Math.Abs(x) > SmallAngle)
            return false;
        double u = SmallSine(y);
        double v = SmallSine(x);
        double cosine = _cosine * (1 - 2 * u * u) - _sine * 2 * u * SmallCosine(y);
        double haversine = u * u + _cosine * cosine * v * v;
        isInside = haversine < _radiusSquare;
        return Math.Abs(haversine - _radiusSquare) > _radiusSquare * (Tolerance - 1);
    }

    private static double SmallSine(double x) => x * (1 - x * x / 6 * (1 - x * x / 20));

    private static double SmallCosine(double x) => 1 - x * x / 2 * (1 - x * x / 12);

    /// <summary>What crosses the bound may be anywhere.</summary>
    private static GridRange RangeAround(double centre, double radians, double bound)
    {
        double degrees = GeoPosition.ToDegrees(radians);
        bool crosses = !(Math.Abs(centre) + degrees < bound);
        return crosses ? new GridRange(-bound, bound, bound) : new GridRange(centre - degrees, centre + degrees, bound);
    }
}

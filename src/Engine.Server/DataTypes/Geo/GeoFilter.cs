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

    private readonly GeoPosition _centre;
    private readonly bool _isBox;
    private readonly double _centreLongitude;

    /// <summary>Metres to the north and south, and to the east and west.</summary>
    private readonly double _latitudeReach;
    private readonly double _longitudeReach;

    /// <summary>
    /// Half the angle to the east or west beyond which its sine, squared, tells that a position is too far.
    /// </summary>
    private readonly double _farthestSquare;

    public GeoFilter(in GeoShape shape)
    {
        _centre = shape.Centre;
        _isBox = shape.IsBox;
        _centreLongitude = GeoPosition.ToRadians(shape.Centre.Longitude);
        _latitudeReach = shape.IsBox ? shape.Height * shape.MetresPerUnit / 2 : shape.Radius * shape.MetresPerUnit;
        _longitudeReach = shape.IsBox ? shape.Width * shape.MetresPerUnit / 2 : _latitudeReach;

        // Meridians are nearest to each other where the shape is nearest to a pole.
        double edge = Math.Abs(GeoPosition.ToRadians(shape.Centre.Latitude))
            + _latitudeReach / GeoPosition.EarthRadiusInMetres;
        double cosine = edge < Math.PI / 2 ? Math.Cos(edge) : 0;
        double sine = Math.Sin(Math.Min(_longitudeReach / GeoPosition.EarthRadiusInMetres, Math.PI) / 2);
        _farthestSquare = sine * sine / (cosine * cosine) * Tolerance;
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
}

namespace Engine.Server.DataTypes.Geo;

/// <summary>What lies between two degrees of longitude and two of latitude.</summary>
internal readonly record struct GeoArea(GeoPosition Lowest, GeoPosition Highest);

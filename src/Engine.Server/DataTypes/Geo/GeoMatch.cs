namespace Engine.Server.DataTypes.Geo;

/// <summary>A member that a search found.</summary>
/// <param name="Id">Names the member in its sorted set.</param>
/// <param name="Score">The score, which stands for the position.</param>
/// <param name="Position">Where it is.</param>
/// <param name="Distance">Metres from the centre of the search.</param>
/// <param name="Index">How many were found before it.</param>
internal readonly record struct GeoMatch(uint Id, double Score, GeoPosition Position, double Distance, int Index);

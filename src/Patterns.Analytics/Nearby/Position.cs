namespace Patterns.Analytics.Nearby;

/// <summary>A place on the earth, in degrees.</summary>
/// <param name="Latitude">North; -85.05112878 to 85.05112878, because Redis has no poles.</param>
/// <param name="Longitude">East; -180 to 180.</param>
public readonly record struct Position(double Latitude, double Longitude)
{
    /// <summary>The northernmost latitude that Redis stores.</summary>
    public const double MaxLatitude = 85.05112878;
}

namespace Patterns.Analytics.Nearby;

/// <summary>Where to look.</summary>
public sealed record NearbyArea
{
    private const double MaxLength = 1e9;

    private NearbyArea(double width, double height, LengthUnit unit, bool isBox)
    {
        Width = width;
        Height = height;
        Unit = unit;
        IsBox = isBox;
    }

    /// <summary>The unit of the area, and of the distances that are found.</summary>
    public LengthUnit Unit { get; }

    internal double Width { get; }

    internal double Height { get; }

    internal bool IsBox { get; }

    /// <summary>All around, up to a distance.</summary>
    /// <param name="radius">The distance; 0 to 1,000,000,000.</param>
    /// <param name="unit">What it is measured in.</param>
    /// <returns>The area.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The radius is out of bounds.</exception>
    public static NearbyArea Circle(double radius, LengthUnit unit)
    {
        Require.Within(radius, 0, MaxLength, nameof(radius), "the earth is no larger");
        return new NearbyArea(radius, radius, unit, isBox: false);
    }

    /// <summary>A rectangle with the searched position in the middle, such as a map on a screen.</summary>
    /// <param name="width">From west to east; 0 to 1,000,000,000.</param>
    /// <param name="height">From south to north; 0 to 1,000,000,000.</param>
    /// <param name="unit">What they are measured in.</param>
    /// <returns>The area.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Width or height is out of bounds.</exception>
    public static NearbyArea Box(double width, double height, LengthUnit unit)
    {
        Require.Within(width, 0, MaxLength, nameof(width), "the earth is no larger");
        Require.Within(height, 0, MaxLength, nameof(height), "the earth is no larger");
        return new NearbyArea(width, height, unit, isBox: true);
    }
}

namespace Engine.Server.DataTypes.Geo;

/// <summary>
/// Rows or columns of the finest grid between two degrees, and a few beside them: what is outside is outside of the
/// degrees for sure, which is told by comparing integers.
/// </summary>
internal readonly struct GridRange
{
    private const double Cells = 1 << GeoHash.FinestStep;
    private const double Margin = 4;

    private readonly uint _first;
    private readonly uint _length;

    /// <param name="lowest">Degrees.</param>
    /// <param name="highest">Degrees.</param>
    /// <param name="bound">The grid reaches from minus to plus so many degrees.</param>
    public GridRange(double lowest, double highest, double bound)
    {
        double first = Math.Floor((lowest + bound) / (2 * bound) * Cells) - Margin;
        double last = Math.Ceiling((highest + bound) / (2 * bound) * Cells) + Margin;
        _first = (uint)Math.Clamp(first, 0, Cells);
        _length = (uint)Math.Clamp(last, 0, Cells) - _first;
    }

    public bool MayContain(uint index) => index - _first <= _length;
}

namespace Engine.Server.DataTypes.Geo;

/// <summary>
/// A cell of a grid that halves the earth so many times in either direction. The bits of latitude and longitude are
/// interleaved, so that cells which begin with the same bits are parts of the same larger cell.
/// </summary>
internal readonly record struct GeoHash(ulong Bits, int Step)
{
    /// <summary>The step of the cells in which members stand: 52 bits, which a score holds exactly.</summary>
    public const int FinestStep = 26;

    /// <summary>Characters of the text form, of which the last tells nothing: 52 bits fill no more than ten.</summary>
    public const int TextLength = 11;

    private const int BitsPerCharacter = 5;
    private const int ExponentOfOne = 1023;
    private const int MantissaBits = 52;

    /// <summary>The latitude at which geohashes end that all the world uses.</summary>
    private const double StandardHighestLatitude = 90;

    /// <summary>The score of the first place in the cell.</summary>
    public double LowestScore => Bits << (2 * (FinestStep - Step));

    /// <summary>The score behind the last place in the cell.</summary>
    public double ScoreBehind => (Bits + 1) << (2 * (FinestStep - Step));

    /// <summary>The column of the grid, from the west, and the row, from the south.</summary>
    public (uint Column, uint Row) Place => (Separate(Bits >> 1), Separate(Bits));

    /// <summary>The part of the earth that the cell covers.</summary>
    public GeoArea Area
    {
        get
        {
            (uint longitude, uint latitude) = Place;
            return unchecked(new GeoArea(PositionAt(longitude, latitude), PositionAt(longitude + 1, latitude + 1)));
        }
    }

    /// <summary>The cell that a position is in.</summary>
    public static GeoHash Of(GeoPosition position, int step) => Of(position, step, GeoPosition.HighestLatitude);

    /// <summary>Writes the geohash that others know: that of a grid up to the poles.</summary>
    public static void FormatStandard(GeoPosition position, Span<byte> destination)
    {
        ReadOnlySpan<byte> alphabet = "0123456789bcdefghjkmnpqrstuvwxyz"u8;
        ulong bits = Of(position, FinestStep, StandardHighestLatitude).Bits;
        int rest = 2 * FinestStep;
        foreach (ref byte character in destination[..(TextLength - 1)])
        {
            rest -= BitsPerCharacter;
            character = alphabet[(int)(bits >> rest) & 0x1F];
        }

        destination[TextLength - 1] = alphabet[0];
    }

    /// <summary>The cell so many cells to the east and to the north, around the earth and over the poles.</summary>
    public GeoHash Neighbour(int east, int north)
    {
        uint mask = (uint)((1UL << Step) - 1);
        uint latitude = Separate(Bits);
        uint longitude = Separate(Bits >> 1);
        if (north != 0)
            latitude = unchecked(latitude + (uint)north) & mask;
        if (east != 0)
            longitude = unchecked(longitude + (uint)east) & mask;
        return this with { Bits = Spread(latitude) | Spread(longitude) << 1 };
    }

    private static GeoHash Of(GeoPosition position, int step, double highestLatitude)
    {
        double latitude = (position.Latitude + highestLatitude) / (highestLatitude + highestLatitude);
        double longitude = (position.Longitude + GeoPosition.HighestLongitude)
            / (GeoPosition.HighestLongitude + GeoPosition.HighestLongitude);
        double cells = 1UL << step;
        return new GeoHash(Spread((uint)(latitude * cells)) | Spread((uint)(longitude * cells)) << 1, step);
    }

    private GeoPosition PositionAt(uint longitude, uint latitude)
    {
        // To multiply by a power of two is to divide by another, to the last bit.
        double part = BitConverter.UInt64BitsToDouble((ulong)(ExponentOfOne - Step) << MantissaBits);
        return new GeoPosition(
            -GeoPosition.HighestLongitude + longitude * part * (2 * GeoPosition.HighestLongitude),
            -GeoPosition.HighestLatitude + latitude * part * (2 * GeoPosition.HighestLatitude));
    }

    /// <summary>Puts a zero before each bit.</summary>
    private static ulong Spread(uint value)
    {
        ulong bits = value;
        bits = (bits | bits << 16) & 0x0000FFFF0000FFFF;
        bits = (bits | bits << 8) & 0x00FF00FF00FF00FF;
        bits = (bits | bits << 4) & 0x0F0F0F0F0F0F0F0F;
        bits = (bits | bits << 2) & 0x3333333333333333;
        return (bits | bits << 1) & 0x5555555555555555;
    }

    /// <summary>Takes every other bit, beginning with the lowest.</summary>
    private static uint Separate(ulong bits)
    {
        bits &= 0x5555555555555555;
        bits = (bits | bits >> 1) & 0x3333333333333333;
        bits = (bits | bits >> 2) & 0x0F0F0F0F0F0F0F0F;
        bits = (bits | bits >> 4) & 0x00FF00FF00FF00FF;
        bits = (bits | bits >> 8) & 0x0000FFFF0000FFFF;
        return (uint)(bits | bits >> 16);
    }
}

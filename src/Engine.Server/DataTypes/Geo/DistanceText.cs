using System.Globalization;

namespace Engine.Server.DataTypes.Geo;

/// <summary>Distances as C's <c>%.4f</c> prints them.</summary>
internal static class DistanceText
{
    /// <summary>Room for any distance on the earth, in any unit.</summary>
    public const int MaxLength = 32;

    private const int Decimals = 4;

    /// <summary>A number of five decimals that ends between two of four has at most five binary ones.</summary>
    private const double TieDenominator = 32;

    public static int Format(double distance, Span<byte> destination)
    {
        // Places opposite each other are so far apart that the sine's rounding may leave the circle.
        if (double.IsNaN(distance))
        {
            ReadOnlySpan<byte> text = double.IsNegative(distance) ? "-nan"u8 : "nan"u8;
            text.CopyTo(destination);
            return text.Length;
        }

        double scaled = distance * TieDenominator;
        if (scaled == Math.Floor(scaled) && scaled < long.MaxValue / 100_000)
            return FormatExactly((long)scaled * (100_000 / (long)TieDenominator), destination);
        distance.TryFormat(destination, out int written, "F4", CultureInfo.InvariantCulture);
        return written;
    }

    /// <summary>Writes hundred thousandths; of two numbers that are equally near, the even one.</summary>
    private static int FormatExactly(long parts, Span<byte> destination)
    {
        (long quotient, long rest) = Math.DivRem(parts, 10);
        if (rest > 5 || (rest == 5 && quotient % 2 == 1))
            quotient++;
        (long whole, long decimals) = Math.DivRem(quotient, 10_000);
        int length = Numbers.Format(whole, destination);
        destination[length++] = (byte)'.';
        decimals.TryFormat(destination[length..], out _, "D4", CultureInfo.InvariantCulture);
        return length + Decimals;
    }
}

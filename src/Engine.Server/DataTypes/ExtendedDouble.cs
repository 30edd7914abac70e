using System.Diagnostics;
using System.Globalization;
using System.Numerics;

namespace Engine.Server.DataTypes;

/// <summary>
/// C's <c>long double</c> as x86 has it, a significand of 64 bits: what INCRBYFLOAT and HINCRBYFLOAT reckon in, and
/// what their results must agree with to the last digit. Parsed as by <c>strtold</c>, added to the nearest even,
/// printed as by <c>%.17Lf</c>.
/// </summary>
internal readonly partial struct ExtendedDouble
{
    /// <summary>Room for any number that <see cref="Format"/> writes.</summary>
    public const int MaxLength = 5 * 1024;

    private const int Precision = 64;
    private const int HighestExponent = 16383 - (Precision - 1);
    private const int LowestExponent = -16382 - (Precision - 1);
    private const int InfiniteExponent = int.MaxValue;
    private const int Decimals = 17;
    private const long TenToDecimals = 100_000_000_000_000_000;

    private readonly ulong _significand;
    private readonly int _exponent;
    private readonly bool _isNegative;

    /// <summary>The number <paramref name="significand"/> * 2^<paramref name="exponent"/>, rounded already.</summary>
    private ExtendedDouble(bool isNegative, ulong significand, int exponent)
    {
        _isNegative = isNegative;
        _significand = significand;
        _exponent = exponent;
    }

    public bool IsFinite => _exponent != InfiniteExponent;

    public bool IsZero => _significand == 0;

    /// <summary>The same number; it must be finite.</summary>
    public static ExtendedDouble FromDouble(double value)
    {
        const int SignificandBits = 52;
        const int Bias = 1023 + SignificandBits;
        long bits = BitConverter.DoubleToInt64Bits(value);
        ulong significand = (ulong)bits & ((1UL << SignificandBits) - 1);
        int exponent = (int)(bits >> SignificandBits) & 0x7FF;
        return exponent == 0
            ? new ExtendedDouble(bits < 0, significand, 1 - Bias)
            : new ExtendedDouble(bits < 0, significand | 1UL << SignificandBits, exponent - Bias);
    }

    /// <summary>The nearest number of half the precision, or about so: digits beyond it are cut off.</summary>
    public double ToDouble()
    {
        double magnitude = IsFinite ? Math.ScaleB((double)_significand, _exponent) : double.PositiveInfinity;
        return _isNegative ? -magnitude : magnitude;
    }

    /// <summary>A sum that is no number, such as infinity less infinity, comes out infinite.</summary>
    public static ExtendedDouble operator +(ExtendedDouble left, ExtendedDouble right)
    {
        if (!left.IsFinite || !right.IsFinite)
            return Infinity(isNegative: false);
        if (left.IsZero || right.IsZero)
            return left.IsZero ? right : left;

        (left, right) = (left.Normalised(), right.Normalised());
        if (left._exponent < right._exponent)
            (left, right) = (right, left);

        // The larger number stands one bit below the top, so that the sum fits and there are guard bits for the smaller
        // one.
        const int Guard = Precision - 1;
        UInt128 large = (UInt128)left._significand << Guard;
        UInt128 small = (UInt128)right._significand << Guard;
        int distance = left._exponent - right._exponent;
        UInt128 shifted = distance < 128 ? small >> distance : 0;
        bool hasRest = distance >= 128 || shifted << distance != small;
        int exponent = left._exponent - Guard;
        if (left._isNegative == right._isNegative)
            return Round(left._isNegative, large + shifted, exponent, hasRest);
        if (shifted > large)
            return Round(right._isNegative, shifted - large, exponent, hasRest);
        return Round(left._isNegative, large - shifted - (hasRest ? 1u : 0u), exponent, hasRest);
    }

    /// <summary>Writes the number with up to 17 decimals, without zeros at their end, and returns its length.</summary>
    public int Format(Span<byte> destination)
    {
        Debug.Assert(IsFinite, "There are no digits for infinity.");
        if (_exponent > Precision)
            return FormatLarge(destination);
        (UInt128 integer, ulong decimals) =
            _exponent >= 0 ? ((UInt128)_significand << _exponent, 0) : RoundToDecimals();
        int length = 0;
        if (_isNegative && (integer != 0 || decimals != 0))
            destination[length++] = (byte)'-';
        integer.TryFormat(destination[length..], out int written, provider: CultureInfo.InvariantCulture);
        length += written;
        if (decimals == 0)
            return length;

        destination[length++] = (byte)'.';
        decimals.TryFormat(destination[length..], out written, "D17", CultureInfo.InvariantCulture);
        return destination[..(length + written)].LastIndexOfAnyExcept((byte)'0') + 1;
    }

    private static ExtendedDouble Infinity(bool isNegative) => new(isNegative, 0, InfiniteExponent);

    /// <summary>
    /// The nearest number to <paramref name="magnitude"/> * 2^<paramref name="exponent"/>, the even one of two.
    /// </summary>
    /// <param name="hasRest">The exact number is a little larger than that, by less than one in the last place.</param>
    private static ExtendedDouble Round(bool isNegative, UInt128 magnitude, int exponent, bool hasRest)
    {
        if (magnitude == 0)
            return default;
        int length = 128 - (int)UInt128.LeadingZeroCount(magnitude);
        int shift = Math.Max(length - Precision, LowestExponent - exponent);
        if (shift > length)
            return default;
        if (shift <= 0)
        {
            Debug.Assert(!hasRest, "What is shifted to the left must be exact.");
            return Bounded(isNegative, (ulong)(magnitude << -shift), exponent + shift);
        }

        UInt128 rounded = shift < 128 ? magnitude >> shift : 0;
        UInt128 half = UInt128.One << (shift - 1);
        UInt128 cut = magnitude - (shift < 128 ? rounded << shift : 0);
        if (cut > half || (cut == half && (hasRest || !UInt128.IsEvenInteger(rounded))))
            rounded++;
        if (rounded >> Precision != 0)
        {
            rounded >>= 1;
            shift++;
        }

        return Bounded(isNegative, (ulong)rounded, exponent + shift);
    }

    private static ExtendedDouble Bounded(bool isNegative, ulong significand, int exponent) =>
        exponent > HighestExponent ? Infinity(isNegative) : new(isNegative, significand, exponent);

    /// <summary>The same number with the significand's top bit set, whatever that does to the exponent.</summary>
    private ExtendedDouble Normalised()
    {
        int shift = BitOperations.LeadingZeroCount(_significand);
        return new ExtendedDouble(_isNegative, _significand << shift, _exponent - shift);
    }

    private (UInt128 Integer, ulong Decimals) RoundToDecimals()
    {
        int shift = -_exponent;
        if (shift >= 128)
            return (0, 0);
        UInt128 scaled = (UInt128)_significand * TenToDecimals;
        UInt128 rounded = scaled >> shift;
        UInt128 cut = scaled - (rounded << shift);
        UInt128 half = UInt128.One << (shift - 1);
        if (cut > half || (cut == half && !UInt128.IsEvenInteger(rounded)))
            rounded++;
        (UInt128 integer, UInt128 decimals) = UInt128.DivRem(rounded, TenToDecimals);
        return (integer, (ulong)decimals);
    }

    private int FormatLarge(Span<byte> destination)
    {
        string digits = ((BigInteger)_significand << _exponent).ToString(CultureInfo.InvariantCulture);
        int sign = _isNegative ? 1 : 0;
        if (_isNegative)
            destination[0] = (byte)'-';
        return sign + System.Text.Encoding.ASCII.GetBytes(digits, destination[sign..]);
    }
}

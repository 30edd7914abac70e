using System.Globalization;

namespace Engine.Server.Protocol;

/// <summary>Errors of positions on the earth.</summary>
internal static partial class Errors
{
    public static ReadOnlySpan<byte> UnsupportedUnit =>
        "ERR unsupported unit provided. please use M, KM, FT, MI"u8;

    public static ReadOnlySpan<byte> RadiusNotAFloat => "ERR need numeric radius"u8;

    public static ReadOnlySpan<byte> NegativeRadius => "ERR radius cannot be negative"u8;

    public static ReadOnlySpan<byte> WidthNotAFloat => "ERR need numeric width"u8;

    public static ReadOnlySpan<byte> HeightNotAFloat => "ERR need numeric height"u8;

    public static ReadOnlySpan<byte> NegativeBox => "ERR height or width cannot be negative"u8;

    public static ReadOnlySpan<byte> NoSuchCentre => "ERR could not decode requested zset member"u8;

    public static ReadOnlySpan<byte> MatchCountNotPositive => "ERR COUNT must be > 0"u8;

    public static ReadOnlySpan<byte> AnyWithoutCount => "ERR the ANY argument requires COUNT argument"u8;

    public static string InvalidPosition(double longitude, double latitude) =>
        "ERR invalid longitude,latitude pair " + Decimal(longitude) + "," + Decimal(latitude);

    public static string StoredWithDetails(bool isSearch) =>
        $"ERR {(isSearch ? "GEOSEARCHSTORE" : "STORE option in GEORADIUS")} "
        + "is not compatible with WITHDIST, WITHHASH and WITHCOORD options";

    public static string NoCentre(ReadOnlySpan<byte> command) =>
        $"ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for {Quoted(command, command.Length)}";

    public static string NoShape(ReadOnlySpan<byte> command) =>
        $"ERR exactly one of BYRADIUS and BYBOX can be specified for {Quoted(command, command.Length)}";

    /// <summary>A number as C's <c>%f</c> prints it.</summary>
    private static string Decimal(double value)
    {
        if (double.IsInfinity(value))
            return value > 0 ? "inf" : "-inf";
        return value.ToString("F6", CultureInfo.InvariantCulture);
    }
}

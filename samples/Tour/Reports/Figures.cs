using System.Globalization;

namespace Tour.Reports;

/// <summary>Figures as the tables show them.</summary>
internal static class Figures
{
    public static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Milliseconds(TimeSpan duration)
        => duration.TotalMilliseconds.ToString("N1", CultureInfo.InvariantCulture);
}

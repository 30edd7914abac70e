using System.Globalization;

namespace Engine.Server.Configuration;

/// <summary>The value of latency-tracking-info-percentiles: numbers from 0 to 100.</summary>
internal static class Percentiles
{
    public static string Read(EngineOptions options) => string.Join(' ', options.LatencyPercentiles.Select(
        percent => percent.ToString("0.######", CultureInfo.InvariantCulture)));

    public static string? Write(EngineOptions options, string value)
    {
        var percentiles = new List<double>();
        foreach (string word in value.Length == 0 ? [] : value.Split(' '))
        {
            if (!double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double percent))
                return "Invalid latency-tracking-info-percentiles parameters";
            if (percent is not (>= 0 and <= 100))
                return "latency-tracking-info-percentiles parameters should sit between [0.0,100.0]";
            percentiles.Add(percent);
        }

        options.LatencyPercentiles.Clear();
        foreach (double percent in percentiles)
            options.LatencyPercentiles.Add(percent);
        return null;
    }
}

using System.Globalization;

namespace Engine.Server.Configuration;

/// <summary>The value of latency-tracking-info-percentiles: numbers from 0 to 100.</summary>
internal static class Percentiles
{
    public static string Read(EngineOptions options)
    {
        string[] words = new string[options.LatencyPercentiles.Count];
        for (int i = 0; i < words.Length; i++)
            words[i] = options.LatencyPercentiles[i].ToString("0.######", CultureInfo.InvariantCulture);
        return string.Join(' ', words);
    }

    public static string? Write(EngineOptions options, string value)
    {
        string[] words = value.Length == 0 ? [] : value.Split(' ');
        double[] percentiles = new double[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            if (!double.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out double percent))
                return "Invalid latency-tracking-info-percentiles parameters";
            if (percent is not (>= 0 and <= 100))
                return "latency-tracking-info-percentiles parameters should sit between [0.0,100.0]";
            percentiles[i] = percent;
        }

        options.LatencyPercentiles = percentiles;
        return null;
    }
}

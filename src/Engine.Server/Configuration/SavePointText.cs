using System.Globalization;

namespace Engine.Server.Configuration;

/// <summary>The value of save: pairs of seconds and changes.</summary>
internal static class SavePointText
{
    /// <summary>What redis-server does when its configuration does not say.</summary>
    public const string RedisDefault = "3600 1 300 100 60 10000";

    public static string Read(EngineOptions options) => string.Join(' ', options.SavePoints.Select(
        point => string.Create(CultureInfo.InvariantCulture, $"{point.Seconds} {point.Changes}")));

    public static string? Write(EngineOptions options, string value)
    {
        string[] words = value.Length == 0 ? [] : value.Split(' ');
        if (words.Length % 2 != 0)
            return "Invalid save parameters";
        var points = new List<SavePoint>();
        foreach (string[] pair in words.Chunk(2))
        {
            if (!TryNumber(pair[0], out int seconds) || !TryNumber(pair[1], out int changes) || seconds < 1
                || changes < 0)
            {
                return "Invalid save parameters";
            }

            points.Add(new SavePoint(seconds, changes));
        }

        options.SavePoints.Clear();
        foreach (SavePoint point in points)
            options.SavePoints.Add(point);
        return null;
    }

    private static bool TryNumber(string word, out int number) =>
        int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}

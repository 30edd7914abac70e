using System.Globalization;

namespace Engine.Server.Configuration;

/// <summary>Sizes as redis.conf writes them: 1000, 1k (thousands), 1kb (1024), and so on up to gb.</summary>
internal static class MemorySize
{
    /// <summary>What a size is that 64 bits do not hold: below all bounds.</summary>
    private const long TooLarge = -1;

    /// <summary>Reads a size. Returns false for what is none, or is one that 64 bits do not hold.</summary>
    public static bool TryParse(string text, out long bytes) => TryParseOfAnySize(text, out bytes) && bytes != TooLarge;

    /// <summary>
    /// As <see cref="TryParse"/>, but a size that 64 bits do not hold is read as one that is below all bounds. A unit
    /// alone is no bytes.
    /// </summary>
    public static bool TryParseOfAnySize(string text, out long bytes)
    {
        int end = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        int digits = end < 0 ? text.Length : end;
        long? factor = text[digits..].ToLowerInvariant() switch
        {
            "" or "b" => 1,
            "k" => 1000,
            "kb" => 1024,
            "m" => 1000 * 1000,
            "mb" => 1024 * 1024,
            "g" => 1000L * 1000 * 1000,
            "gb" => 1024L * 1024 * 1024,
            _ => null,
        };
        bytes = 0;
        if (factor is null)
            return false;
        if (digits == 0)
            return true;
        bool isHeld = long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out bytes)
            && bytes <= long.MaxValue / factor;
        bytes = isHeld ? bytes * factor.Value : TooLarge;
        return true;
    }
}

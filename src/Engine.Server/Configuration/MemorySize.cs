using System.Text;
using Engine.Server.DataTypes;

namespace Engine.Server.Configuration;

/// <summary>Sizes as redis.conf writes them: 1000, 1k (thousands), 1kb (1024), and so on up to gb.</summary>
internal static class MemorySize
{
    public static bool TryParse(string text, out long bytes)
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
        byte[] numberText = Encoding.ASCII.GetBytes(text[..digits]);
        if (factor is null || !Numbers.TryParse(numberText, out long number) || number > long.MaxValue / factor)
            return false;
        bytes = number * factor.Value;
        return true;
    }
}

using System.Security.Cryptography;
using System.Text;

namespace Patterns.RateLimiting.AspNetCore.Internal;

/// <summary>
/// Makes a partition's name of what a request brings, so that nobody can send a name that is refused.
/// </summary>
internal static class PartitionName
{
    private const int Longest = 300;
    private const string Hashed = "sha256:";

    public static string From(string text)
    {
        // The escape is escaped too: different texts have different names.
        string encoded = text.AsSpan().ContainsAny('{', '}', '%')
            ? text.Replace("%", "%25", StringComparison.Ordinal)
                .Replace("{", "%7B", StringComparison.Ordinal)
                .Replace("}", "%7D", StringComparison.Ordinal)
            : text;

        // What looks like a hash is hashed too, so that nobody can send the name that another's long text has.
        return encoded.Length <= Longest && !encoded.StartsWith(Hashed, StringComparison.Ordinal)
            ? encoded
            : Hashed + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}

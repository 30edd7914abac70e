using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Conformance.Tests.Recipes;

/// <summary>One run of a script.</summary>
/// <param name="Time">When it ran: seconds since 1970, a point, and microseconds.</param>
/// <param name="Source">The script.</param>
/// <param name="Arguments">The number of keys, the keys and the arguments.</param>
internal sealed record RecordedRun(string Time, string Source, string[] Arguments)
{
    [SuppressMessage("Security", "CA5350", Justification = "Redis names scripts by their SHA1; it protects nothing.")]
    public static string HashOf(string source) =>
        Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(source)));
}

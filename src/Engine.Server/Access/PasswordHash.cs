using System.Security.Cryptography;
using System.Text;

namespace Engine.Server.Access;

/// <summary>Passwords are kept as the 64 lower-case hexadecimal digits of their SHA-256.</summary>
internal static class PasswordHash
{
    private const int Length = SHA256.HashSizeInBytes * 2;

    public static string Of(ReadOnlySpan<byte> password) => Convert.ToHexStringLower(SHA256.HashData(password));

    public static bool IsValid(string hash) =>
        hash.Length == Length && hash.All(character => character is (>= '0' and <= '9') or (>= 'a' and <= 'f'));

    /// <summary>
    /// Compares in constant time, so that the answer's delay tells nothing of the passwords, nor of their length.
    /// </summary>
    public static bool IsOneOf(List<string> hashes, ReadOnlySpan<byte> password)
    {
        byte[] given = Encoding.ASCII.GetBytes(Of(password));
        bool isFound = false;
        foreach (string hash in hashes)
            isFound |= CryptographicOperations.FixedTimeEquals(given, Encoding.ASCII.GetBytes(hash));
        return isFound;
    }
}

using System.Security.Cryptography;
using System.Text;

namespace Engine.Server.Commands.Connection;

/// <summary>Who may come in: the one user there is, and its password if it has one.</summary>
internal static class Authentication
{
    public static ReadOnlySpan<byte> DefaultUser => "default"u8;

    /// <summary>Whether the password is that of the user. A user without a password may send any.</summary>
    public static bool Accepts(EngineOptions options, ReadOnlySpan<byte> user, ReadOnlySpan<byte> password) =>
        user.SequenceEqual(DefaultUser) && (!options.RequiresPassword || IsPassword(options, password));

    /// <summary>
    /// Digests are compared, in constant time, so that the answer's delay tells nothing of the password, nor of its
    /// length.
    /// </summary>
    private static bool IsPassword(EngineOptions options, ReadOnlySpan<byte> password)
    {
        byte[] expected = SHA256.HashData(Encoding.UTF8.GetBytes(options.RequirePassword));
        return CryptographicOperations.FixedTimeEquals(expected, SHA256.HashData(password));
    }
}

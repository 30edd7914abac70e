using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Patterns.Caching.Sessions;

/// <summary>What names a session. Whoever has the id, which is secret, is the user; Redis knows a hash of it alone, so
/// that whoever sees keys, backups or a list of sessions cannot use them.</summary>
/// <remarks>An id and a handle have the same form: 16 characters that all sessions of a user begin with, which keeps
/// them together on one slot of a cluster, and 32 of the session's own, all of base64url.</remarks>
/// <param name="Tag">What the sessions of a user have in common: from a hash of the user's name, or drawn for a session
/// of nobody.</param>
/// <param name="Name">The session's name among those of its user: from a hash of the secret.</param>
internal readonly record struct SessionId(string Tag, string Name)
{
    public const int Length = TagLength + NameLength;

    private const int TagLength = 16;
    private const int NameLength = 32;
    private const int TagBytes = 12;
    private const int NameBytes = 24;

    // Strict, so that two users never have one name in bytes.
    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What names the session and does not let anybody use it.</summary>
    public string Handle => Tag + Name;

    /// <summary>Draws an id.</summary>
    /// <param name="user">Whose session it is; null for nobody's.</param>
    /// <param name="secret">What the user gets: 192 random bits after the tag.</param>
    public static SessionId Next(string? user, out string secret)
    {
        Span<byte> drawn = stackalloc byte[TagBytes + NameBytes];
        RandomNumberGenerator.Fill(drawn);
        string tag = user is null ? Base64Url.EncodeToString(drawn[..TagBytes]) : TagOf(user);
        secret = tag + Base64Url.EncodeToString(drawn[TagBytes..]);
        return new SessionId(tag, Hash(secret));
    }

    /// <summary>What the sessions of a user begin with.</summary>
    public static string TagOf(string user)
        => Base64Url.EncodeToString(SHA256.HashData(_utf8.GetBytes(user)).AsSpan(0, TagBytes));

    /// <summary>Reads an id as a client sent it. What does not have its form names no session.</summary>
    public static bool TryRead(string? secret, out SessionId id)
    {
        bool read = HasForm(secret);
        id = read ? new SessionId(secret![..TagLength], Hash(secret)) : default;
        return read;
    }

    /// <summary>Reads a handle.</summary>
    public static bool TryReadHandle(string? handle, out SessionId id)
    {
        bool read = HasForm(handle);
        id = read ? new SessionId(handle![..TagLength], handle[TagLength..]) : default;
        return read;
    }

    private static bool HasForm([NotNullWhen(true)] string? text)
        => text is { Length: Length }
            && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');

    private static string Hash(string secret)
        => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(secret)).AsSpan(0, NameBytes));
}

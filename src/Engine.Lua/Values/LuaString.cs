using System.Runtime.CompilerServices;
using System.Text;

namespace Engine.Lua.Values;

/// <summary>
/// An immutable string of bytes. Strings are not unique, as they are in PUC Lua: most short ones are shared, so that
/// the first comparison of references usually decides, and content decides for the rest.
/// </summary>
public sealed class LuaString : LuaObject, IEquatable<LuaString>
{
    private static readonly LuaString[] OneByte = [.. Enumerable.Range(0, 256).Select(b => new LuaString([(byte)b]))];

    private readonly byte[] _bytes;

    // Zero until somebody asks; a string whose hash is zero is hashed each time.
    private int _hash;

    internal LuaString(byte[] ownedBytes, int hash = 0)
    {
        _bytes = ownedBytes;
        _hash = hash;
    }

    /// <summary>The string of no bytes.</summary>
    public static LuaString Empty { get; } = new([]);

    /// <inheritdoc/>
    public override LuaType Type => LuaType.String;

    /// <summary>The number of bytes.</summary>
    public int Length => _bytes.Length;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => _bytes;

    /// <summary>The bytes as memory that may be kept.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes;

    /// <summary>
    /// The hash that decides where a table keeps the string, and so the order of pairs: PUC Lua's up to 31 bytes.
    /// </summary>
    internal int Hash
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            int hash = _hash;
            return hash != 0 ? hash : ComputeHash();
        }
    }

    /// <summary>A string of a copy of the bytes.</summary>
    public static LuaString FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        0 => Empty,
        1 => OneByte[bytes[0]],
        _ => new LuaString(bytes.ToArray()),
    };

    /// <summary>A string of the UTF-8 bytes of a text.</summary>
    public static LuaString FromText(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <inheritdoc/>
    public bool Equals(LuaString? other) => other is not null && (this == other || ContentEquals(other));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LuaString other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Hash;

    /// <summary>Negative, zero or positive by the order of bytes, as strcoll gives it in the C locale.</summary>
    public int CompareTo(LuaString? other) => other is null ? 1 : Span.SequenceCompareTo(other.Span);

    /// <summary>The bytes read as UTF-8.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_bytes);

    internal bool ContentEquals(LuaString other) =>
        _bytes.Length == other._bytes.Length
        && (_hash == other._hash || _hash == 0 || other._hash == 0)
        && Span.SequenceEqual(other.Span);

    // PUC Lua leaves out bytes of strings from 32 on. Redis does not, so that nobody can choose long keys that collide.
    internal static int HashOf(ReadOnlySpan<byte> bytes)
    {
        uint hash = (uint)bytes.Length;
        for (int i = bytes.Length - 1; i >= 0; i--)
        {
            hash ^= (hash << 5) + (hash >> 2) + bytes[i];
        }

        return (int)hash;
    }

    private int ComputeHash() => _hash = HashOf(_bytes);
}

using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using StackExchange.Redis;

namespace Patterns.Caching.Entries;

/// <summary>Says which write an entry comes from: the token of the lease under which it was filled, or a number drawn
/// for it. Whatever changes an entry changes its stamp, so that the holder of an older one notices.</summary>
/// <param name="Value">64 random bits.</param>
internal readonly record struct EntryStamp(ulong Value)
{
    public const int Length = 8;

    /// <summary>The bytes that scripts compare.</summary>
    public RedisValue ToRedis()
    {
        byte[] bytes = new byte[Length];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Value);
        return bytes;
    }

    /// <summary>As a part of keys.</summary>
    public string ToName() => Value.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Draws one that no other process draws.</summary>
    public static EntryStamp Next()
    {
        Span<byte> bytes = stackalloc byte[Length];
        RandomNumberGenerator.Fill(bytes);
        return new EntryStamp(BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Patterns.Caching.Guards;

/// <summary>How many bits a filter has, and which of them stand for a name.</summary>
/// <param name="Bits">How many bits.</param>
/// <param name="Hashes">How many of them stand for one name.</param>
internal readonly record struct BloomShape(long Bits, int Hashes)
{
    /// <summary>The smallest filter that is wrong no more often than allowed (Bloom, 1970).</summary>
    public static BloomShape Of(int names, double falsePositiveRate)
    {
        double perName = -Math.Log(falsePositiveRate) / (Math.Log(2) * Math.Log(2));
        return new BloomShape(
            (long)Math.Ceiling(names * perName), Math.Max(1, (int)Math.Round(perName * Math.Log(2))));
    }

    /// <summary>Writes the bits of a name: two halves of its SHA-256 make them all (Kirsch and Mitzenmacher, 2006).
    /// They are the same in every process and release.</summary>
    public void Write(string name, Span<RedisValue> offsets)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        ulong first = BinaryPrimitives.ReadUInt64BigEndian(hash);
        ulong second = BinaryPrimitives.ReadUInt64BigEndian(hash[sizeof(ulong)..]) | 1;
        for (int i = 0; i < Hashes; i++)
        {
            offsets[i] = (long)((first + ((ulong)i * second)) % (ulong)Bits);
        }
    }
}

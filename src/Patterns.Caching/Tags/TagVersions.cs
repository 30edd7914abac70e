using System.Buffers.Binary;
using System.Text;

namespace Patterns.Caching.Tags;

/// <summary>The tags of an entry, and the version that each had when the entry was filled. In the entry: the length of
/// all in 2 bytes, then for each tag its length in 2 bytes, its name, and its version in 8.</summary>
/// <param name="Names">The tags.</param>
/// <param name="Versions">Their versions.</param>
internal readonly record struct TagVersions(string[] Names, long[] Versions)
{
    public static TagVersions None { get; } = new([], []);

    public ReadOnlyMemory<byte> ToBytes()
    {
        if (Names.Length == 0)
        {
            return default;
        }

        int perTag = sizeof(ushort) + sizeof(long);
        byte[] bytes = new byte[sizeof(ushort) + Names.Sum(name => perTag + Encoding.UTF8.GetByteCount(name))];
        Span<byte> left = bytes;
        BinaryPrimitives.WriteUInt16BigEndian(left, (ushort)bytes.Length);
        left = left[sizeof(ushort)..];
        foreach ((string name, long version) in Names.Zip(Versions))
        {
            int length = Encoding.UTF8.GetBytes(name, left[sizeof(ushort)..]);
            BinaryPrimitives.WriteUInt16BigEndian(left, (ushort)length);
            left = left[(sizeof(ushort) + length)..];
            BinaryPrimitives.WriteInt64BigEndian(left, version);
            left = left[sizeof(long)..];
        }

        return bytes;
    }

    /// <exception cref="InvalidDataException">The bytes are no tags.</exception>
    public static TagVersions Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return None;
        }

        var names = new List<string>();
        var versions = new List<long>();
        try
        {
            for (ReadOnlySpan<byte> left = bytes[sizeof(ushort)..]; !left.IsEmpty;)
            {
                int length = BinaryPrimitives.ReadUInt16BigEndian(left);
                names.Add(Encoding.UTF8.GetString(left.Slice(sizeof(ushort), length)));
                left = left[(sizeof(ushort) + length)..];
                versions.Add(BinaryPrimitives.ReadInt64BigEndian(left));
                left = left[sizeof(long)..];
            }
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new InvalidDataException("The tags of the entry are cut off.", exception);
        }

        return new TagVersions([.. names], [.. versions]);
    }
}

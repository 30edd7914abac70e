using System.Runtime.InteropServices;

namespace Engine.Server.Keyspace;

/// <summary>The layout of a long string's own block: its length in four bytes, then the string.</summary>
internal static class StringBlock
{
    public const int HeaderLength = 4;

    public static Span<byte> Bytes(Span<byte> block) => block.Slice(HeaderLength, MemoryMarshal.Read<int>(block));

    public static void SetLength(Span<byte> block, int length) => MemoryMarshal.Write(block, length);
}

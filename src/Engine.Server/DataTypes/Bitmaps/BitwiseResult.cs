using System.Numerics;
using System.Runtime.InteropServices;

namespace Engine.Server.DataTypes.Bitmaps;

/// <summary>
/// Combines strings bit by bit, as long as the longest of them; a shorter one counts as filled up with clear bits.
/// </summary>
internal static class BitwiseResult
{
    /// <summary>Begins the result with the first source.</summary>
    public static void Begin(Span<byte> result, BitwiseOperation operation, ReadOnlySpan<byte> source)
    {
        source.CopyTo(result);
        result[source.Length..].Clear();
        if (operation != BitwiseOperation.Not)
            return;
        Span<Vector<byte>> vectors = MemoryMarshal.Cast<byte, Vector<byte>>(result);
        foreach (ref Vector<byte> vector in vectors)
            vector = ~vector;
        foreach (ref byte rest in result[(vectors.Length * Vector<byte>.Count)..])
            rest = (byte)~rest;
    }

    /// <summary>Combines the result so far with another source.</summary>
    public static void Combine(Span<byte> result, BitwiseOperation operation, ReadOnlySpan<byte> source)
    {
        Span<byte> common = result[..source.Length];
        Span<Vector<byte>> vectors = MemoryMarshal.Cast<byte, Vector<byte>>(common);
        ReadOnlySpan<Vector<byte>> others = MemoryMarshal.Cast<byte, Vector<byte>>(source);
        switch (operation)
        {
            case BitwiseOperation.And:
                for (int i = 0; i < vectors.Length; i++)
                    vectors[i] &= others[i];
                break;
            case BitwiseOperation.Or:
                for (int i = 0; i < vectors.Length; i++)
                    vectors[i] |= others[i];
                break;
            case BitwiseOperation.Xor:
                for (int i = 0; i < vectors.Length; i++)
                    vectors[i] ^= others[i];
                break;
        }

        for (int i = vectors.Length * Vector<byte>.Count; i < common.Length; i++)
            common[i] = Combine(common[i], operation, source[i]);
        if (operation == BitwiseOperation.And)
            result[source.Length..].Clear();
    }

    private static byte Combine(byte left, BitwiseOperation operation, byte right) => operation switch
    {
        BitwiseOperation.And => (byte)(left & right),
        BitwiseOperation.Or => (byte)(left | right),
        _ => (byte)(left ^ right),
    };
}

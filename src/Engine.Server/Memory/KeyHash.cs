using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Engine.Server.Memory;

/// <summary>
/// The hash of keys: 128-bit products folded to 64 bits, as in wyhash. Unlike there, every factor is masked with a
/// secret derived from the seed: with public constants, keys can be chosen that make a factor zero and all collide.
/// </summary>
internal static class KeyHash
{
    private const ulong FirstMask = 0x9E37_79B9_7F4A_7C15;
    private const ulong SecondMask = 0xD1B5_4A32_D192_ED03;

    /// <param name="key">The key's bytes.</param>
    /// <param name="seed">A random number that nobody outside the process knows.</param>
    public static ulong Compute(ReadOnlySpan<byte> key, ulong seed)
    {
        ulong first = seed ^ FirstMask;
        ulong second = BitOperations.RotateLeft(seed, 32) * FirstMask ^ SecondMask;
        ulong mixed = second;
        ref byte bytes = ref MemoryMarshal.GetReference(key);
        ulong head;
        ulong tail;
        if (key.Length > 16)
        {
            int offset = 0;
            for (; offset < key.Length - 16; offset += 16)
                mixed = Fold(Word(ref bytes, offset) ^ first, Word(ref bytes, offset + 8) ^ mixed);
            head = Word(ref bytes, key.Length - 16);
            tail = Word(ref bytes, key.Length - 8);
        }
        else if (key.Length >= 8)
        {
            head = Word(ref bytes, 0);
            tail = Word(ref bytes, key.Length - 8);
        }
        else if (key.Length >= 4)
        {
            head = HalfWord(ref bytes, 0);
            tail = HalfWord(ref bytes, key.Length - 4);
        }
        else
        {
            head = key.Length == 0 ? 0 : (ulong)(key[0] << 16 | key[key.Length >> 1] << 8 | key[^1]);
            tail = 0;
        }
        return Fold(Fold(head ^ first, tail ^ mixed) ^ second, (ulong)key.Length ^ first);
    }

    private static ulong Fold(ulong left, ulong right) => Math.BigMul(left, right, out ulong low) ^ low;

    private static ulong Word(ref byte bytes, int offset) =>
        Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, offset));

    private static ulong HalfWord(ref byte bytes, int offset) =>
        Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref bytes, offset));
}

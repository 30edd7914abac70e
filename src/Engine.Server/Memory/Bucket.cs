using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Engine.Server.Memory;

/// <summary>
/// One cache line of a hash table: twelve one-byte tags, a link to the overflow bucket that continues this one, and
/// twelve handles. The used slots come first; a tag of 0 marks the others.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal struct Bucket
{
    public const int Bytes = 64;
    public const int Slots = 12;

    private const uint SlotBits = (1u << Slots) - 1;

    private TagArray _tags;

    /// <summary>The overflow bucket that continues this one; 0 ends the chain.</summary>
    public uint Next;

    private HandleArray _handles;

    public readonly int Count => BitOperations.TrailingZeroCount(Match(0) | ~SlotBits);

    /// <summary>A bit for each slot that carries the tag.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint Match(byte tag)
    {
        Vector128<byte> tagsAndLink = Vector128.LoadUnsafe(in Unsafe.As<TagArray, byte>(ref Unsafe.AsRef(in _tags)));
        return Vector128.Equals(tagsAndLink, Vector128.Create(tag)).ExtractMostSignificantBits() & SlotBits;
    }

    [UnscopedRef]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref uint HandleAt(int slot) => ref _handles[slot];

    public void Set(int slot, byte tag, uint handle)
    {
        _tags[slot] = tag;
        _handles[slot] = handle;
    }

    public void Copy(int slot, in Bucket source, int sourceSlot) =>
        Set(slot, source._tags[sourceSlot], source._handles[sourceSlot]);

    [InlineArray(Slots)]
    private struct TagArray
    {
        private byte _first;
    }

    [InlineArray(Slots)]
    private struct HandleArray
    {
        private uint _first;
    }
}

using System.Runtime.CompilerServices;
using Engine.Server.Memory;

namespace Engine.Server.DataTypes;

/// <summary>Keys of records that begin with the key, its <see cref="LengthPrefix"/> before it.</summary>
internal readonly struct PrefixedKeys(PageHeap heap) : IKeyReader
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> KeyOf(uint handle) => LengthPrefix.BytesAt(heap.At(handle));
}

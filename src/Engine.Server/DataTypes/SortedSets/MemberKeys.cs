using System.Runtime.CompilerServices;
using Engine.Server.Memory;

namespace Engine.Server.DataTypes.SortedSets;

/// <summary>Finds records of members by the member.</summary>
internal readonly struct MemberKeys(PageHeap heap) : IKeyReader
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> KeyOf(uint handle) => MemberRecord.MemberOf(heap.At(handle));
}

using System.Runtime.CompilerServices;
using Engine.Server.Memory;

namespace Engine.Server.Keyspace;

/// <summary>Tells a hash table where the key of a record stands.</summary>
internal readonly struct RecordKeys(PageHeap heap) : IKeyReader
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> KeyOf(uint handle) => Record.KeyOf(heap.At(handle));
}

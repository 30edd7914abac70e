using System.Buffers;

namespace Pipelines.Sockets.Unofficial.Arenas;

/// <summary>Takes blocks from the shared memory pool.</summary>
internal sealed class PooledAllocator<T> : Allocator<T>
{
    public static PooledAllocator<T> Instance { get; } = new();

    public override IMemoryOwner<T> Allocate(int length) => MemoryPool<T>.Shared.Rent(length);
}

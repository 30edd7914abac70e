using System.Buffers;

namespace Pipelines.Sockets.Unofficial.Arenas;

/// <summary>Where an <see cref="Arena{T}"/> gets its blocks.</summary>
public abstract class Allocator<T>
{
    /// <summary>A block of at least <paramref name="length"/> elements; disposing the owner gives it back.</summary>
    public abstract IMemoryOwner<T> Allocate(int length);
}

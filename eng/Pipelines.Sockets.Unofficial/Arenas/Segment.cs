using System.Buffers;

namespace Pipelines.Sockets.Unofficial.Arenas;

/// <summary>One block of an arena, and the way to the next one.</summary>
internal sealed class Segment<T>(IMemoryOwner<T> owner)
{
    public Memory<T> Memory { get; } = owner.Memory;

    public int Length => Memory.Length;

    public Segment<T>? Next { get; set; }

    public void Release(bool clear)
    {
        if (clear)
        {
            Memory.Span.Clear();
        }

        owner.Dispose();
    }
}

using System.Buffers;
using Pipelines.Sockets.Unofficial.Arenas;

namespace Pipelines.Sockets.Unofficial.Tests.Arenas;

/// <summary>Hands out blocks of exactly the length asked for, and remembers which of them came back.</summary>
internal sealed class CountingAllocator<T> : Allocator<T>
{
    private readonly List<Block> _blocks = [];

    public int Allocated => _blocks.Count;

    public int Outstanding => _blocks.Count(static block => !block.IsReleased);

    public IEnumerable<T[]> Released => _blocks
        .Where(static block => block.IsReleased)
        .Select(static block => block.Array);

    /// <summary>What a fresh block holds in every element, as a pooled array may.</summary>
    public T? Leftover { get; init; }

    public override IMemoryOwner<T> Allocate(int length)
    {
        var array = new T[length];
        Array.Fill(array, Leftover!);
        var block = new Block(array);
        _blocks.Add(block);
        return block;
    }

    private sealed class Block(T[] array) : IMemoryOwner<T>
    {
        public T[] Array => array;

        public bool IsReleased { get; private set; }

        public Memory<T> Memory => array;

        public void Dispose()
        {
            Assert.False(IsReleased, "The block was released twice.");
            IsReleased = true;
        }
    }
}

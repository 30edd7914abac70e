using Engine.Server.DataTypes.Packs;
using Engine.Server.Memory;

namespace Engine.Server.Tests.DataTypes.Packs;

/// <summary>A set of integers in a block, beside one that says what it should hold.</summary>
internal sealed class IntSetModel
{
    private readonly PageHeap _heap = new();
    private readonly SortedSet<long> _expected = [];
    private uint _handle;

    public IntSetModel() => _handle = IntSetEditor.Create(_heap);

    public byte[] Bytes => _heap.At(_handle)[..IntSet.Length(_heap.At(_handle))].ToArray();

    public void Add(long value) =>
        Assert.Equal(_expected.Add(value), new IntSetEditor(_heap, ref _handle).Add(value));

    public void Remove(long value) =>
        Assert.Equal(_expected.Remove(value), new IntSetEditor(_heap, ref _handle).Remove(value));

    /// <summary>Something that is in the set, if it is not empty.</summary>
    public long? Any(Random random) => _expected.Count == 0 ? null : _expected.ElementAt(random.Next(_expected.Count));

    public void Check()
    {
        ReadOnlySpan<byte> set = _heap.At(_handle);
        Assert.Equal(_expected.Count, IntSet.Count(set));
        int index = 0;
        foreach (long value in _expected)
        {
            Assert.Equal(value, IntSet.At(set, index));
            Assert.True(IntSet.TryFind(set, value, out int found));
            Assert.Equal(index++, found);
            Assert.Equal(_expected.Contains(value + 1), IntSet.Contains(set, value + 1));
        }

        Assert.Equal(_expected.Count > 0, IntSet.IsValid(Bytes));
        Assert.Equal(1, _heap.BlockCount);
        Assert.InRange(_heap.UsedBytes, Bytes.Length, Math.Max(2 * Bytes.Length + 16, 32));
    }
}

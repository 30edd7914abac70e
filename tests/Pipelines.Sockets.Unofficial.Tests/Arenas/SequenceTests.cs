using Pipelines.Sockets.Unofficial.Arenas;

namespace Pipelines.Sockets.Unofficial.Tests.Arenas;

/// <summary>A sequence behaves the same in one block and in several.</summary>
public sealed class SequenceTests
{
    private const int Length = 100;

    /// <summary>Block sizes in elements: everything in one block, several blocks, one block for each element.</summary>
    public static TheoryData<int> BlockLengths => [2 * Length, 16, 1];

    [Theory]
    [MemberData(nameof(BlockLengths))]
    public void Index_reaches_every_element_by_reference(int blockLength)
    {
        using var arena = CreateArena(blockLength);
        var numbers = Count(arena);

        for (var index = 0; index < Length; index++)
        {
            Assert.Equal(index, numbers[index]);
            numbers[index] = -index;
        }

        var expected = Enumerable.Range(0, Length).Select(static value => -value);
        Assert.Equal(expected, numbers.ToArray(static (in value) => value));
        Assert.Throws<ArgumentOutOfRangeException>(() => numbers[Length]);
        Assert.Throws<ArgumentOutOfRangeException>(() => numbers[-1]);
    }

    [Theory]
    [MemberData(nameof(BlockLengths))]
    public void Spans_cover_all_elements_in_order(int blockLength)
    {
        using var arena = CreateArena(blockLength);
        var numbers = Count(arena);

        var seen = new List<int>();
        foreach (var span in numbers.Spans)
        {
            Assert.False(span.IsEmpty);
            seen.AddRange(span);
        }

        Assert.Equal(Enumerable.Range(0, Length), seen);
        Assert.Equal(blockLength > Length, numbers.IsSingleSegment);
        Assert.Equal(Math.Min(Length, blockLength - 1 == 0 ? 1 : blockLength - 1), numbers.FirstSpan.Length);
    }

    [Theory]
    [MemberData(nameof(BlockLengths))]
    public void Enumerator_can_be_pulled_one_element_at_a_time(int blockLength)
    {
        using var arena = CreateArena(blockLength);
        var numbers = Count(arena).GetEnumerator();

        for (var index = 0; index < Length; index++)
        {
            Assert.Equal(index, numbers.GetNext());
            Assert.Equal(index, numbers.Current);
        }

        Assert.False(numbers.MoveNext());
        Assert.False(numbers.MoveNext());
        var ended = false;
        try
        {
            numbers.GetNext();
        }
        catch (InvalidOperationException)
        {
            ended = true;
        }

        Assert.True(ended, "GetNext gave an element after the last one.");
    }

    [Theory]
    [MemberData(nameof(BlockLengths))]
    public void Sequence_without_its_type_can_be_cast_back(int blockLength)
    {
        using var arena = CreateArena(blockLength);
        var untyped = Count(arena).Untyped();

        Assert.Equal(Length, untyped.Length);
        Assert.Equal(Enumerable.Range(0, Length), untyped.Cast<int>().ToArray(static (in value) => value));
        Assert.Throws<InvalidCastException>(() => untyped.Cast<string>());
    }

    [Theory]
    [MemberData(nameof(BlockLengths))]
    public void Projections_copy_every_element(int blockLength)
    {
        using var arena = CreateArena(blockLength);
        var numbers = Count(arena);
        var expected = Enumerable.Range(0, Length).Select(static value => $"{value}").ToArray();

        Assert.Equal(expected, numbers.ToArray(static (in value) => $"{value}"));
        Assert.Equal(expected, numbers.ToArray(static (in value, in format) => value.ToString(format), "D"));
        var destination = new string[Length + 1];
        destination[Length] = "untouched";
        numbers.CopyTo(destination, static (in value) => $"{value}");
        Assert.Equal([.. expected, "untouched"], destination);
        Assert.Throws<ArgumentException>(() => numbers.CopyTo(new string[Length - 1], static (in value) => $"{value}"));
    }

    [Fact]
    public void Default_sequence_is_empty()
    {
        var empty = default(Sequence<int>);

        Assert.True(empty.IsEmpty);
        Assert.True(empty.IsSingleSegment);
        Assert.Equal(0, empty.Length);
        Assert.True(empty.FirstSpan.IsEmpty);
        Assert.False(empty.GetEnumerator().MoveNext());
        Assert.False(empty.Spans.GetEnumerator().MoveNext());
        Assert.Empty(empty.ToArray(static (in value) => value));
        Assert.True(default(Sequence).Cast<string>().IsEmpty);
        Assert.Throws<ArgumentOutOfRangeException>(() => empty[0]);
    }

    private static Arena<int> CreateArena(int blockLength) =>
        new(new ArenaOptions(blockSizeBytes: blockLength * sizeof(int)), new CountingAllocator<int>());

    /// <summary>The numbers from 0, starting inside a block wherever blocks are long enough.</summary>
    private static Sequence<int> Count(Arena<int> arena)
    {
        arena.Allocate(1);
        var numbers = arena.Allocate(Length);
        var next = 0;
        foreach (ref var number in numbers)
        {
            number = next++;
        }

        return numbers;
    }
}

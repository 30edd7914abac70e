using Engine.Server.Memory;

namespace Engine.Server.Tests.Memory;

public sealed class SlabPageTests
{
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void Chunks_are_given_and_taken_back_as_in_a_plain_map(int seed)
    {
        Random random = new(seed);
        SlabPage page = new(1);
        int?[] map = new int?[SlabPage.ChunkCount];
        for (int step = 0; step < 4000; step++)
        {
            int sizeClass = random.Next(SizeClasses.Count);
            int chunks = SizeClasses.At(sizeClass).ChunksPerSlab;
            int[] slabs = [.. map.OfType<int>().Distinct()];
            if (chunks <= page.LongestRun && (slabs.Length == 0 || random.Next(2) == 0))
            {
                int first = page.AddSlab(sizeClass);
                Assert.Equal(LowestRun(map, chunks), first);
                map.AsSpan(first, chunks).Fill(first);
            }
            else if (slabs.Length > 0)
            {
                int first = slabs[random.Next(slabs.Length)];
                page.RemoveSlab(first);
                map = [.. map.Select(owner => owner == first ? null : owner)];
            }
            CheckAgainst(map, page);
        }
    }

    private static void CheckAgainst(int?[] map, SlabPage page)
    {
        for (int chunk = 0; chunk < map.Length; chunk++)
        {
            bool taken = page.TryGetFirstChunk(chunk, out int first);
            Assert.Equal(map[chunk], taken ? first : null);
        }
        int longest = Enumerable.Range(0, map.Length + 1).Last(length => LowestRun(map, length) >= 0);
        Assert.Equal(longest, page.LongestRun);
    }

    private static int LowestRun(int?[] map, int length)
    {
        for (int first = 0; first + length <= map.Length; first++)
        {
            if (map.AsSpan(first, length).IndexOfAnyExcept((int?)null) < 0)
                return first;
        }
        return -1;
    }
}

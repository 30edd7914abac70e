using Engine.Server.Memory;

namespace Engine.Server.Tests.Memory;

public sealed class SizeClassesTests
{
    [Fact]
    public void Every_size_gets_the_smallest_class_that_holds_it()
    {
        int expected = 0;
        for (int size = 1; size <= SizeClasses.LargestBytes; size++)
        {
            if (size > SizeClasses.At(expected).Bytes)
                expected++;
            if (SizeClasses.IndexOf(size) != expected || SizeClasses.At(expected).Bytes < size)
                Assert.Fail($"Size {size} gets class {SizeClasses.IndexOf(size)}, not {expected}.");
        }
        Assert.Equal(SizeClasses.Count - 1, expected);
        Assert.Equal(SizeClasses.LargestBytes, SizeClasses.At(expected).Bytes);
    }

    [Fact]
    public void Classes_are_steps_of_16_bytes_and_then_four_per_doubling()
    {
        int[] bytes = [.. Enumerable.Range(0, SizeClasses.Count).Select(index => SizeClasses.At(index).Bytes)];

        Assert.Equal([16, 32, 48, 64], bytes[..4]);
        Assert.Equal([240, 256, 320, 384, 448, 512, 640], bytes[14..21]);
        Assert.Equal([320 * 1024, 384 * 1024, 448 * 1024, 512 * 1024], bytes[^4..]);
        Assert.All(bytes, size => Assert.Equal(0, size % PageHeap.GranuleBytes));
    }

    [Fact]
    public void Slab_of_every_class_wastes_little_and_fits_a_page()
    {
        for (int index = 0; index < SizeClasses.Count; index++)
        {
            SizeClass sizeClass = SizeClasses.At(index);
            int slab = sizeClass.ChunksPerSlab * SlabPage.ChunkBytes;
            int waste = slab - sizeClass.BlocksPerSlab * sizeClass.Bytes;

            Assert.InRange(waste, 0, slab / 32);
            Assert.InRange(slab, sizeClass.Bytes, PageHeap.PageBytes / 2);
            Assert.InRange(sizeClass.BlocksPerSlab, 1, 512);
        }
    }
}

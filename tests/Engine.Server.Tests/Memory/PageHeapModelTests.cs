using Engine.Server.Memory;
using FsCheck;
using FsCheck.Fluent;

namespace Engine.Server.Tests.Memory;

public sealed class PageHeapModelTests
{
    /// <summary>Mostly small sizes, as in a keyspace, and some of each kind up to dedicated pages.</summary>
    private static readonly int[] LargestSizes = [32, 64, 64, 128, 300, 300, 1000, 5000, 20_000, 100_000, 700_000];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Blocks_keep_their_contents_and_are_accounted_for_while_the_heap_fills_and_drains(int seed)
    {
        Random random = new(seed);
        PageHeapModel model = new();
        for (int step = 1; step <= 12_000; step++)
        {
            bool filling = step / 2000 % 2 == 0;
            if (model.Count == 0 || random.Next(100) < (filling ? 65 : 35))
                model.Allocate(RandomSize(random));
            else
                model.Free(random.Next(model.Count));
            if (step % 1500 == 0)
                model.Check();
            if (step % 5000 == 0)
                model.Clear();
        }

        model.FreeAll();
        model.Check();
        Assert.InRange(model.Heap.ReservedBytes, 0, PageHeap.PageBytes);
    }

    [Fact]
    public void Any_order_of_allocations_and_frees_is_accounted_for()
    {
        Prop.ForAll((ushort[] steps) =>
        {
            PageHeapModel model = new();
            foreach (ushort step in steps)
            {
                if (step % 61 == 60)
                    model.Clear();
                else if (step % 3 != 0 || model.Count == 0)
                    model.Allocate(1 + step * 17 % LargestSizes[step % LargestSizes.Length]);
                else
                    model.Free(step % model.Count);
            }
            model.Check();
            model.FreeAll();
            model.Check();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithEndSize(300));
    }

    private static int RandomSize(Random random) =>
        random.Next(1, LargestSizes[(int)(LargestSizes.Length * Math.Pow(random.NextDouble(), 2))]);
}

using Engine.Server.DataTypes.Streams;

namespace Engine.Server.Tests.DataTypes.Streams;

public sealed class IdTreeTests
{
    /// <summary>What a pending entry takes: its id, two times eight bytes and the number of a consumer.</summary>
    private const int PairBytes = 36;

    [Theory]
    [InlineData(1, 40)]
    [InlineData(2, 500)]
    [InlineData(3, 8000)]
    public void Tree_holds_what_a_sorted_list_holds_while_it_grows_and_shrinks(int seed, int ids)
    {
        Random random = new(seed);
        IdTreeModel model = new();
        for (int step = 1; step <= 30_000; step++)
        {
            // An id is as often the time as the number within it.
            StreamId id = new((ulong)random.Next(ids / 20 + 1), (ulong)random.Next(20));
            bool isShrinking = step / 10_000 == 1;
            if (random.Next(10) < (isShrinking ? 8 : 3))
                model.Remove(id);
            else
                model.Set(id, step);
            if (step % 50 == 0)
                model.CheckAround(new StreamId((ulong)random.Next(ids / 20 + 2), (ulong)random.Next(21)));
            if (step % 5000 == 0)
                model.CheckAll();
        }

        while (model.Count > 0)
            model.RemoveAt(random.Next(model.Count));
        model.CheckAll();
        Assert.Equal(0, model.HeapBytes);
    }

    [Fact]
    public void Ids_that_come_in_order_fill_their_nodes_and_leave_nothing_behind_when_they_go_so()
    {
        const int Ids = 20_000;
        IdTreeModel model = new();
        for (int i = 0; i < Ids; i++)
            model.Set(new StreamId((ulong)i / 3, (ulong)i % 3), i);
        Assert.InRange(model.HeapBytes, PairBytes * Ids, PairBytes * Ids * 11 / 10);
        model.CheckAll();
        for (int i = 0; i < Ids; i++)
        {
            model.RemoveAt(0);
            if (i % 4000 == 17)
                model.CheckAll();
        }

        Assert.Equal(0, model.HeapBytes);
    }

    [Fact]
    public void Ids_may_come_backward_and_go_from_the_end()
    {
        const int Ids = 6000;
        IdTreeModel model = new();
        for (int i = Ids; i > 0; i--)
            model.Set(new StreamId(5, (ulong)i), i);
        model.CheckAll();
        while (model.Count > 10)
            model.RemoveLast();
        model.CheckAll();
        Assert.InRange(model.HeapBytes, 0, 1024);
        while (model.Count > 0)
            model.RemoveLast();
        Assert.Equal(0, model.HeapBytes);
    }

    [Fact]
    public void Nodes_that_get_sparse_move_to_smaller_blocks()
    {
        const int Ids = 20_000;
        IdTreeModel model = new();
        for (int i = 0; i < Ids; i++)
            model.Set(new StreamId(0, (ulong)i), i);
        for (int i = 0; i < Ids; i++)
        {
            if (i % 20 != 0)
                model.Remove(new StreamId(0, (ulong)i));
        }

        model.CheckAll();
        Assert.InRange(model.HeapBytes, 0, 4 * PairBytes * Ids / 20);
    }

    [Fact]
    public void The_least_and_the_greatest_id_have_a_neighbour_on_one_side_only()
    {
        IdTreeModel model = new();
        model.Set(StreamId.Zero, 1);
        model.Set(StreamId.Largest, 2);
        model.Set(new StreamId(1, ulong.MaxValue), 3);
        model.Set(new StreamId(2, 0), 4);
        model.CheckAll();
        foreach (StreamId id in (StreamId[])[StreamId.Zero, StreamId.Largest, new(1, ulong.MaxValue), new(2, 0)])
            model.CheckAround(id);
    }
}

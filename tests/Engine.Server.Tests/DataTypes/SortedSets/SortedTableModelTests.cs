using System.Globalization;
using Engine.Server.DataTypes.SortedSets;

namespace Engine.Server.Tests.DataTypes.SortedSets;

public sealed class SortedTableModelTests
{
    /// <summary>The record of a member of up to seven bytes.</summary>
    private const int RecordBytes = 16;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    [InlineData(3, 100)]
    [InlineData(4, 100_000)]
    public void Table_holds_what_a_sorted_list_holds_while_it_grows_and_shrinks(int seed, int scores)
    {
        Random random = new(seed);
        SortedTableModel model = new(scores, members: 3000);
        for (int step = 1; step <= 30_000; step++)
        {
            bool isShrinking = step / 10_000 == 1;
            model.Step(removes: random.Next(10) < (isShrinking ? 8 : 3), random);
        }
        for (int check = 0; check < 3; check++)
        {
            CheckFew(model, scores);
            for (int step = 0; step < 500; step++)
                model.Step(removes: random.Next(2) == 0, random);
        }
        CheckFew(model, scores);
        model.CheckCopy();
        model.Release();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Members_that_come_in_order_and_leave_in_any_are_kept_in_order(int direction)
    {
        const int Members = 6000;
        Random random = new(7);
        SortedTableModel model = new(scores: 20, members: 1);
        for (int score = 0; score < Members; score++)
            model.Set(score.ToString(CultureInfo.InvariantCulture), direction * score);
        Assert.InRange(model.HeapBytes - RecordBytes * Members, 4 * Members, 5 * Members);
        model.Check();
        for (int rank = 0; rank < Members / 4; rank++)
            model.RemoveAt(0);
        for (int rank = 0; rank < Members / 4; rank++)
            model.RemoveAt(model.Count - 1);
        model.Check();
        while (model.Count > 0)
        {
            model.RemoveAt(random.Next(model.Count));
            if (model.Count is 1000 or 126 or 125 or 2)
                model.Check();
        }
        model.Check();
        Assert.Equal(512, model.HeapBytes);
        model.Release();
    }

    [Fact]
    public void Table_that_lost_most_of_its_members_gives_their_nodes_back()
    {
        Random random = new(9);
        SortedTableModel model = new(scores: 1000, members: 20_000);
        for (int step = 0; step < 40_000; step++)
            model.Step(removes: false, random);
        while (model.Count > 1000)
            model.Step(removes: true, random);
        Assert.InRange(model.HeapBytes, 0, 250 * model.Count);
    }

    [Fact]
    public void Zero_has_no_sign_and_infinity_a_place_at_either_end()
    {
        SortedTableModel model = new(scores: 4, members: 1);
        model.Set("b", -0.0);
        model.Set("a", 0.0);
        model.Set("c", double.NegativeInfinity);
        model.Set("d", double.PositiveInfinity);
        model.Set("e", double.MaxValue);
        model.Set("f", double.Epsilon);
        model.Check();
        Assert.Equal(1, model.Table.Order.CountBefore(TreeBound.At(-0.0, isBehind: false)));
        Assert.Equal(3, model.Table.Order.CountBefore(TreeBound.At(-0.0, isBehind: true)));
        Assert.Equal(5, model.Table.Order.CountBefore(TreeBound.At(double.PositiveInfinity, isBehind: false)));
    }

    private static void CheckFew(SortedTableModel model, int scores)
    {
        if (scores <= 100)
            model.Check();
        else
            model.CheckOrder();
    }
}

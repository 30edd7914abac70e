using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Sets;
using FsCheck;
using FsCheck.Fluent;

namespace Engine.Server.Tests.DataTypes.Sets;

public sealed class SetValueTests
{
    [Theory]
    [InlineData(71, 300)]
    [InlineData(72, 2000)]
    public void Set_of_integers_holds_what_it_should_while_it_grows_and_shrinks(int seed, int range)
    {
        Random random = new(seed);
        SetModel model = new(seed);
        for (int step = 1; step <= 20_000; step++)
            Step(model, random, step, $"{random.Next(range) - range / 2}");

        Assert.Equal(range <= 512, model.Value.Slot.Encoding == ValueEncoding.IntSet);
        model.Value.CopyAndFree(model.Check);
    }

    [Theory]
    [InlineData(73, 50)]
    [InlineData(74, 5000)]
    public void Set_of_any_members_holds_what_it_should_while_it_grows_and_shrinks(int seed, int range)
    {
        Random random = new(seed);
        SetModel model = new(seed);
        for (int step = 1; step <= 20_000; step++)
        {
            int number = random.Next(range);
            string member = number % 7 == 0 ? $"{number}" : $"member {number}" + new string('x', number % 200);
            Step(model, random, step, member);
        }

        Assert.Equal(ValueEncoding.HashTable, model.Value.Slot.Encoding);
        model.Value.CopyAndFree(model.Check);
    }

    [Fact]
    public void Any_order_of_changes_gives_what_a_set_gives()
    {
        Prop.ForAll((int[] steps) =>
        {
            SetModel model = new();
            model.Value.Store.Limits.IntegerSetEntries = 30;
            foreach (int step in steps)
            {
                string member = step % 97 == 0 ? "text" : $"{step / 2 % 50}";
                if (step % 3 == 0)
                    model.Remove(member);
                else
                    model.Add(member);
            }
            model.Check();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithEndSize(300));
    }

    [Theory]
    [InlineData("01")]
    [InlineData("-0")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("")]
    [InlineData("1.0")]
    [InlineData("9223372036854775808")]
    public void What_only_looks_like_an_integer_makes_the_set_a_table(string member)
    {
        SetModel model = new();
        model.Add("1");
        model.Find(member);
        Assert.False(new SetValue(model.Value.Slot).Remove(System.Text.Encoding.ASCII.GetBytes(member)));
        Assert.Equal(ValueEncoding.IntSet, model.Value.Slot.Encoding);
        model.Add(member);
        Assert.Equal(ValueEncoding.HashTable, model.Value.Slot.Encoding);
        model.Check();
    }

    private static void Step(SetModel model, Random random, int step, string member)
    {
        bool growing = step / 5000 % 2 == 0;
        int action = random.Next(10);
        if (action == 0)
            model.Find(member);
        else if (action <= (growing ? 7 : 3))
            model.Add(member);
        else
            model.Remove(member);
        if (step % 900 == 0)
            model.RemoveSome(random, random.Next(model.Count / 2));
        if (step % 500 == 0)
            model.Check();
    }
}

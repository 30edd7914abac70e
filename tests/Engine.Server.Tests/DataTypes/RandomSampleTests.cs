using System.Text;
using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Hashes;
using Engine.Server.DataTypes.Sets;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Tests.DataTypes;

public sealed class RandomSampleTests
{
    [Theory]
    [InlineData(9)]
    [InlineData(100)]
    [InlineData(900)]
    public void Every_element_is_drawn_about_as_often_as_any_other(int count)
    {
        const int Members = 1000;
        var value = new ValueUnderTest(ValueType.Set, ValueEncoding.IntSet, SetValue.CreateEmpty);
        for (int i = 0; i < Members; i++)
            new SetValue(value.Slot).Add(Encoding.ASCII.GetBytes($"m{i}"));
        var random = new Random(5);
        Dictionary<uint, int> drawn = [];
        int draws = 100_000 / count;
        for (int i = 0; i < draws; i++)
        {
            List<uint> sample = RandomSample.Draw(new SetValue(value.Slot), count, random);
            Assert.Equal(count, sample.Distinct().Count());
            foreach (uint id in sample)
                drawn[id] = drawn.GetValueOrDefault(id) + 1;
        }

        // Each element is expected a hundred times, give or take ten.
        Assert.Equal(Members, drawn.Count);
        Assert.All(drawn.Values, times => Assert.InRange(times, 40, 160));
    }

    [Fact]
    public void A_sample_of_all_is_all()
    {
        var value = new ValueUnderTest(
            ValueType.Hash, ValueEncoding.ListPack, heap => HashValue.CreateEmpty(heap));
        for (int i = 0; i < 20; i++)
            new HashValue(value.Slot).Set(Encoding.ASCII.GetBytes($"f{i}"), "v"u8);
        List<uint> ids = [];
        new HashValue(value.Slot).CopyIds(ids);
        foreach (long count in (long[])[20, 21, long.MaxValue])
            Assert.Equal(ids, RandomSample.Draw(new HashValue(value.Slot), count, new Random(1)));
        Assert.Empty(RandomSample.Draw(new HashValue(value.Slot), 0, new Random(1)));
    }
}

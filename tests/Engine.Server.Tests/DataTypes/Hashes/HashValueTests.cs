using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Hashes;
using FsCheck;
using FsCheck.Fluent;

namespace Engine.Server.Tests.DataTypes.Hashes;

public sealed class HashValueTests
{
    [Theory]
    [InlineData(61, 40)]
    [InlineData(62, 700)]
    [InlineData(63, 3000)]
    public void Hash_holds_what_a_dictionary_holds_while_it_grows_and_shrinks(int seed, int fields)
    {
        Random random = new(seed);
        HashModel model = new(seed);
        for (int step = 1; step <= 20_000; step++)
        {
            string field = random.Next(fields) is var number && number % 3 == 0 ? $"field {number}" : $"{number}";
            bool growing = step / 5000 % 2 == 0;
            int action = random.Next(10);
            if (action == 0)
                model.Find(field);
            else if (action <= (growing ? 7 : 3))
                model.Set(field, Value(random));
            else
                model.Remove(field);
            if (step % 500 == 0)
                model.Check();
        }

        Assert.Equal(fields > 100, model.Value.Slot.Encoding == ValueEncoding.HashTable);
        model.Value.CopyAndFree(model.Check);

        string Value(Random random) => fields > 100 && random.Next(100) == 0
            ? new string('y', random.Next(10_000))
            : HashModel.RandomText(random);
    }

    [Fact]
    public void Any_order_of_changes_gives_what_a_dictionary_gives()
    {
        Prop.ForAll((int[] steps) =>
        {
            HashModel model = new();
            model.Value.Store.Limits.HashEntries = 20;
            foreach (int step in steps)
            {
                if (step % 3 == 0)
                    model.Remove($"{step / 3 % 40}");
                else
                    model.Set($"{step / 3 % 40}", new string('z', Math.Abs(step % 60)));
            }
            model.Check();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithEndSize(300));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(FieldRecord.InlineValueLimit)]
    [InlineData(FieldRecord.InlineValueLimit + 1)]
    [InlineData(2_000_000)]
    public void Lengths_around_the_limits_of_the_layout_are_kept(int length)
    {
        HashModel model = new();
        model.Value.Store.Limits.HashEntries = 0;
        string[] texts =
            [new string('a', length), new string('b', length + 1), new string('c', Math.Max(0, length - 1))];
        foreach (string field in texts)
        {
            foreach (string value in texts)
            {
                model.Set(field, value);
                model.Set("same", value);
                model.Check();
            }
        }

        model.Value.CopyAndFree(model.Check);
    }

    [Fact]
    public void Values_of_the_same_size_replace_each_other_in_place()
    {
        HashModel model = new();
        model.Value.Store.Limits.HashEntries = 0;
        model.Set("counter", "1000");
        long bytes = model.Value.Store.Heap.UsedBytes;
        List<uint> before = [];
        new HashValue(model.Value.Slot).CopyIds(before);
        for (int i = 1001; i < 2000; i++)
            model.Set("counter", $"{i}");
        List<uint> after = [];
        new HashValue(model.Value.Slot).CopyIds(after);

        Assert.Equal(before, after);
        Assert.Equal(bytes, model.Value.Store.Heap.UsedBytes);
    }

    [Fact]
    public void Large_hash_is_given_back_in_slices()
    {
        HashModel model = new();
        for (int i = 0; i < 1000; i++)
            model.Set($"field {i}", i % 10 == 0 ? new string('v', 5000) : "v");
        LargeValue table = model.Value.Store.Take(model.Value.Slot.Word);
        Assert.Equal(0, model.Value.Store.ManagedBytes);

        int slices = 1;
        while (table.Release(blocks: 100))
            slices++;

        Assert.Equal(10, slices);
        Assert.Equal(0, model.Value.Store.Heap.BlockCount);
    }
}

using FsCheck;
using FsCheck.Fluent;

namespace Engine.Server.Tests.Memory;

public sealed class HandleTableModelTests
{
    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    [InlineData(24)]
    public void Table_holds_what_a_dictionary_holds_while_it_grows_and_shrinks(int seed)
    {
        Random random = new(seed);
        HandleTableModel model = new();
        int resizes = 0;
        for (int step = 1; step <= 48_000; step++)
        {
            bool growing = step / 8000 % 2 == 0;
            bool wasRehashing = model.Table.IsRehashing;
            model.Step(random.Next(growing ? 0 : 4, growing ? 5 : 8), random.Next(2000));
            resizes += model.Table.IsRehashing && !wasRehashing ? 1 : 0;
            if (random.Next(1000) == 0)
                model.Table.RehashStep(random.Next(20));
            if (step % 400 == 0)
                model.Check();
        }
        Assert.InRange(resizes, 20, 1000);
    }

    [Fact]
    public void Any_order_of_operations_gives_what_a_dictionary_gives()
    {
        Prop.ForAll((ushort[] steps) =>
        {
            HandleTableModel model = new();
            foreach (ushort step in steps)
                model.Step(step, step / 8 % 200);
            model.Check();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithEndSize(1000));
    }
}

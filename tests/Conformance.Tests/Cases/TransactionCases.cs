using Conformance.Tests.Targets;
using StackExchange.Redis;

namespace Conformance.Tests.Cases;

public abstract class TransactionCases(ConformanceTarget target) : ConformanceCases(target)
{
    [Fact]
    public async Task Transaction_whose_condition_holds_is_run()
    {
        await Database.StringSetAsync(Key("k"), "old");
        ITransaction transaction = Database.CreateTransaction();
        transaction.AddCondition(Condition.StringEqual(Key("k"), "old"));
        Task<bool> set = transaction.StringSetAsync(Key("k"), "new");
        Task<long> increment = transaction.StringIncrementAsync(Key("n"));

        Assert.True(await transaction.ExecuteAsync());
        Assert.True(await set);
        Assert.Equal(1, await increment);
        Assert.Equal("new", await Database.StringGetAsync(Key("k")));
    }

    [Fact]
    public async Task Transaction_whose_condition_fails_does_nothing()
    {
        ITransaction transaction = Database.CreateTransaction();
        transaction.AddCondition(Condition.KeyExists(Key("none")));
        _ = transaction.StringSetAsync(Key("k"), "v");

        Assert.False(await transaction.ExecuteAsync());
        Assert.False(await Database.KeyExistsAsync(Key("k")));
    }

    [Fact]
    public async Task Hundred_clients_that_count_by_compare_and_set_lose_no_count()
    {
        await Database.StringSetAsync(Key("n"), 0);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CountAsync(5)));
        Assert.Equal(100, (int)await Database.StringGetAsync(Key("n")));
    }

    private async Task CountAsync(int times)
    {
        for (int done = 0; done < times;)
        {
            RedisValue value = await Database.StringGetAsync(Key("n"));
            ITransaction transaction = Database.CreateTransaction();
            transaction.AddCondition(Condition.StringEqual(Key("n"), value));
            _ = transaction.StringSetAsync(Key("n"), (int)value + 1);
            if (await transaction.ExecuteAsync())
                done++;
        }
    }
}

using Redis.Fixtures;
using Redis.Fixtures.Resp;
using Store = Engine.Server.Keyspace.Keyspace;

namespace Engine.Server.Tests.Commands.Server;

public sealed class LazyFlushTests
{
    private const int Keys = 20_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Memory_of_a_lazily_flushed_database_comes_back_while_nobody_asks()
    {
        await using EngineServer engine = await EngineServer.StartAsync();
        await using RespClient client = new(engine.Connect());
        Store store = engine.State.Keyspace;
        await client.CallAsync("SET", "other", "v");
        await client.CallAsync("SELECT", "1");
        long before = 0;
        await engine.RunAsync(() => before = store.Heap.UsedBytes);
        await FillAsync(client);

        Assert.Equal("OK", (await client.CallAsync("FLUSHDB", "ASYNC")).Text);

        Assert.Equal("0", (await client.CallAsync("DBSIZE")).Text);
        // Asking on the engine's thread would itself be the turn in which some memory is given back.
        await Poll.UntilAsync(
            _ => Task.FromResult(store.Unreclaimed == 0),
            "the memory of the deleted keys has come back",
            Cancellation);
        long after = 0;
        await engine.RunAsync(() => after = store.Heap.UsedBytes);
        Assert.Equal(before, after);
    }

    private static async Task FillAsync(RespClient client)
    {
        for (int i = 0; i < Keys; i += 1000)
        {
            IEnumerable<int> numbers = Enumerable.Range(i, 1000);
            await client.CallAsync(["MSET", .. numbers.SelectMany(number => (string[])[$"key:{number}", "value"])]);
        }
    }
}

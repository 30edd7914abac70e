using Redis.Fixtures;
using Redis.Fixtures.Resp;
using Store = Engine.Server.Keyspace.Keyspace;

namespace Engine.Server.Tests.Commands.Keys;

/// <summary>Which commands leave the work of freeing a large value for later, and what tells them to.</summary>
public sealed class LazyFreeCommandTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("UNLINK large", "", true)]
    [InlineData("DEL large", "", false)]
    [InlineData("DEL large", "lazyfree-lazy-user-del", true)]
    [InlineData("SET large v", "", false)]
    [InlineData("SET large v", "lazyfree-lazy-server-del", true)]
    [InlineData("RENAME small large", "lazyfree-lazy-server-del", true)]
    [InlineData("SORT small STORE large", "lazyfree-lazy-server-del", true)]
    [InlineData("PEXPIREAT large 1", "", false)]
    [InlineData("PEXPIREAT large 1", "lazyfree-lazy-expire", true)]
    [InlineData("UNLINK small", "", false)]
    public async Task Large_values_are_freed_later_where_the_command_or_a_directive_says_so(
        string command, string directive, bool isLazy)
    {
        await using EngineServer engine = await EngineServer.StartAsync();
        await using RespClient client = new(engine.Connect());
        Store store = engine.State.Keyspace;
        if (directive.Length > 0)
            Assert.Equal("OK", (await client.CallAsync("CONFIG", "SET", directive, "yes")).Text);
        string[] members = [.. Enumerable.Range(0, 1000).Select(i => $"member:{i}")];
        await client.CallAsync(["SADD", "large", .. members]);
        await client.CallAsync("RPUSH", "small", "1");

        Assert.False((await client.CallAsync(command.Split(' '))).IsError);

        await Poll.UntilAsync(
            _ => Task.FromResult(store.Unreclaimed == 0), "the memory of deleted values has come back", Cancellation);
        string info = (await client.CallAsync("INFO", "memory")).Text;
        Assert.Contains($"lazyfreed_objects:{(isLazy ? 1 : 0)}\r\n", info);
        Assert.Contains("lazyfree_pending_objects:0\r\n", info);
        Assert.Equal("OK", (await client.CallAsync("CONFIG", "RESETSTAT")).Text);
        Assert.Contains("lazyfreed_objects:0\r\n", (await client.CallAsync("INFO", "memory")).Text);
    }

    [Theory]
    [InlineData(1000, "PING", false)]
    [InlineData(10_000, "PING", true)]
    [InlineData(100, "XREADGROUP GROUP g c STREAMS large >", true)]
    public async Task Streams_are_freed_later_that_have_many_nodes_or_much_pending(
        int entries, string command, bool isLazy)
    {
        await using EngineServer engine = await EngineServer.StartAsync();
        await using RespClient client = new(engine.Connect());
        for (int i = 1; i <= entries; i++)
            await client.CallAsync("XADD", "large", $"{i}", "a", "1");
        await client.CallAsync("XGROUP CREATE large g 0".Split(' '));
        Assert.False((await client.CallAsync(command.Split(' '))).IsError);

        await client.CallAsync("UNLINK", "large");

        await Poll.UntilAsync(
            _ => Task.FromResult(engine.State.Keyspace.Unreclaimed == 0), "the memory has come back", Cancellation);
        Assert.Contains(
            $"lazyfreed_objects:{(isLazy ? 1 : 0)}\r\n", (await client.CallAsync("INFO", "memory")).Text);
        Assert.Equal(0, engine.State.Keyspace.Heap.UsedBytes);
    }
}

using Engine.Server.Sessions;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Sessions;

/// <summary>Nothing in the engine remembers a client that is gone, however it went.</summary>
public sealed class SessionLifeCycleTests : EngineTests
{
    [Theory]
    [InlineData("leaves")]
    [InlineData("quits")]
    [InlineData("is killed")]
    [InlineData("breaks the protocol")]
    [InlineData("is killed while it waits")]
    [InlineData("leaves while it waits")]
    public async Task A_client_that_goes_is_forgotten_in_every_room(string how)
    {
        await using RespClient client = Connect();
        await InvolveAsync(client);
        await EndAsync(client, how);

        await UntilAsync(() => State.Clients.Count == 1);
        AssertNothingIsLeft();
        await CallAsync("CLIENT UNPAUSE");
        Assert.Equal("(nil)", await CallAsync("GET written"));
    }

    [Fact]
    public async Task Reset_releases_everything_and_keeps_the_connection()
    {
        await using RespClient client = Connect();
        await InvolveAsync(client);
        Assert.Equal("RESET", await CallAsync(client, "RESET"));
        AssertNothingIsLeft();
        Assert.Equal("PONG", await CallAsync(client, "PING"));
    }

    [Fact]
    public async Task An_engine_that_ends_lets_go_of_clients_that_wait()
    {
        await using RespClient client = Connect();
        await CallAsync("CLIENT PAUSE 100000 WRITE");
        await client.SendAsync("SET", "k", "v");
        await UntilAsync(() => State.Pause.WaitingCount == 1);
        await Engine.DisposeAsync();

        Assert.Empty(await client.ReadToEndAsync(Cancellation));
        Assert.Equal(0, State.Clients.Count);
        Assert.Equal(0, State.Pause.WaitingCount);
    }

    [Fact]
    public async Task A_transaction_that_grows_beyond_the_limit_of_requests_is_closed()
    {
        await Engine.RunAsync(() => State.Options.QueryBufferLimit = 1024 * 1024);
        await using RespClient client = Connect();
        await CallAsync(client, "MULTI");
        string value = new('x', 300_000);
        for (int i = 0; i < 3; i++)
            Assert.Equal("QUEUED", await CallAsync(client, $"SET k {value}"));

        await client.SendAsync("SET", "k", value);
        await UntilAsync(() => State.Clients.Count == 1);
        Assert.Equal(1, State.Statistics.QueryLimitDisconnections);
    }

    /// <summary>Watches, subscribes in all three ways, and queues a command.</summary>
    private static Task<string> InvolveAsync(RespClient client) => CallAsync(
        client, "HELLO 3", "WATCH a b", "SUBSCRIBE c", "PSUBSCRIBE p", "SSUBSCRIBE s", "MULTI", "SET written 1");

    private async Task EndAsync(RespClient client, string how)
    {
        if (how.EndsWith("waits", StringComparison.Ordinal))
        {
            await CallAsync("CLIENT PAUSE 100000 WRITE");
            await client.SendAsync("EXEC");
            await UntilAsync(() => State.Clients.All.Any(session => session.Waiting == WaitReason.Paused));
        }

        if (how == "quits")
            await client.SendAsync("QUIT");
        else if (how == "breaks the protocol")
            await client.SendRawAsync("*x\r\n"u8.ToArray(), Cancellation);
        else if (how.StartsWith("is killed", StringComparison.Ordinal))
            await CallAsync("CLIENT KILL TYPE pubsub");
        else
            await client.DisposeAsync();
    }

    private void AssertNothingIsLeft()
    {
        Assert.Equal(0, State.PubSub.Channels.Count);
        Assert.Equal(0, State.PubSub.Patterns.Count);
        Assert.Equal(0, State.PubSub.ShardChannels.Count);
        Assert.True(State.Keyspace[0].Watches.IsEmpty);
        Assert.Equal(0, State.Pause.WaitingCount);
        Assert.All(State.Clients.All, session => Assert.False(session.Transaction.IsOpen));
    }
}

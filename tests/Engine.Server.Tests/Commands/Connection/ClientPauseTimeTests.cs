using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Commands.Connection;

/// <summary>Pauses on a virtual clock, and what redis-server 7.0.15 crashes on.</summary>
public sealed class ClientPauseTimeTests : EngineTests
{
    [Fact]
    public async Task A_pause_ends_at_its_time_and_not_before()
    {
        await using RespClient other = Connect();
        await CallAsync("CLIENT PAUSE 60000 ALL");
        await other.SendAsync("PING");
        await UntilAsync(() => State.Pause.WaitingCount == 1);
        await PassAsync(TimeSpan.FromMilliseconds(59_999));
        Assert.Equal(1, State.Pause.WaitingCount);

        await PassAsync(TimeSpan.FromMilliseconds(1));
        Assert.Equal("PONG", (await other.ReadAsync(Cancellation)).Text);
    }

    [Fact]
    public async Task Expiry_stands_still_while_clients_are_paused()
    {
        await CallAsync("SET k v PX 10", "CLIENT PAUSE 60000 WRITE");
        await PassAsync(TimeSpan.FromSeconds(1));

        Assert.Equal("(nil)", await CallAsync("GET k"));
        Assert.Equal(1, State.Keyspace[0].Count);
        await PassAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, State.Keyspace[0].Count);
    }

    [Fact]
    public async Task Expiry_goes_on_when_a_pause_is_ended()
    {
        await CallAsync("SET k v PX 10", "CLIENT PAUSE 60000 WRITE");
        await PassAsync(TimeSpan.FromSeconds(1));
        await CallAsync("CLIENT UNPAUSE");
        await PassAsync(TimeSpan.Zero);

        Assert.Equal(0, State.Keyspace[0].Count);
    }

    [Fact]
    public async Task A_watched_key_that_expires_during_a_pause_has_changed()
    {
        await CallAsync("SET k v PX 10", "WATCH k", "CLIENT PAUSE 60000 WRITE");
        await PassAsync(TimeSpan.FromSeconds(1));

        Assert.Equal("(nil array)", await CallAsync("MULTI", "PING", "EXEC"));
    }

    [Fact]
    public async Task A_key_that_has_expired_is_replaced_even_while_expiry_stands_still()
    {
        await CallAsync("SET old v PX 10");
        await Engine.RunAsync(() => State.Keyspace.IsExpiryPaused = true);
        await PassAsync(TimeSpan.FromSeconds(1));
        await CallAsync("SET new w", "RENAME new old");

        Assert.Equal("\"w\"", await CallAsync("GET old"));
        Assert.Equal("(integer) -1", await CallAsync("TTL old"));
        Assert.Equal(1, State.Keyspace[0].Count);
        Assert.Equal(0, State.Keyspace[0].ExpiringCount);
    }

    [Fact]
    public async Task Unblock_leaves_a_paused_client_waiting()
    {
        await using RespClient other = Connect();
        string id = (await other.CallAsync("CLIENT", "ID")).Text;
        await CallAsync("CLIENT PAUSE 60000 WRITE");
        await other.SendAsync("SET", "k", "v");
        await UntilAsync(() => State.Pause.WaitingCount == 1);

        Assert.Equal("(integer) 0", await CallAsync($"CLIENT UNBLOCK {id}"));
        Assert.Equal(1, State.Pause.WaitingCount);
    }
}

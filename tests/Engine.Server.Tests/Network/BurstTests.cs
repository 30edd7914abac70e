using System.Text;
using Redis.Fixtures;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Network;

/// <summary>More arrives, or is to be sent, than there is room for at once.</summary>
public sealed class BurstTests
{
    public static TheoryData<Endpoint> All => Endpoints.All;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Many_clients_that_send_at_the_same_moment_are_all_answered(Endpoint endpoint)
    {
        const int Count = 300;
        await using EngineServer engine = await endpoint.StartAsync();
        var clients = new List<RespClient>();
        for (int i = 0; i < Count; i++)
        {
            // Who was answered was accepted: a Unix socket refuses when too many wait for that.
            clients.Add(await endpoint.ConnectAsync(engine));
            await clients[^1].CallAsync("PING");
        }

        string value = new('v', 20_000);
        using (await engine.PauseAsync())
        {
            foreach (RespClient client in clients)
                await client.SendAsync("ECHO", value);
        }

        foreach (RespClient client in clients)
            Assert.Equal(value, (await client.ReadAsync(Cancellation)).Text);
        foreach (RespClient client in clients)
            await client.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_flood_during_the_senders_own_script_is_answered_in_order(Endpoint endpoint)
    {
        const int Count = 100_000;
        await using EngineServer engine = await endpoint.StartAsync(options => options.BusyReplyThreshold = 1);
        await using RespClient client = await endpoint.ConnectAsync(engine);
        await client.SendAsync("EVAL", "while true do end", "0");
        await using RespClient other = await endpoint.ConnectAsync(engine);
        await Poll.UntilAsync(
            async _ => (await other.CallAsync("PING")).IsError, "other clients hear BUSY", Cancellation);

        byte[] flood = Encoding.ASCII.GetBytes(
            string.Concat(Enumerable.Range(0, Count).Select(i => $"ECHO {i}\r\n")));
        Task sending = client.SendRawAsync(flood, Cancellation);
        for (int i = 0; i < 20; i++)
            Assert.True((await other.CallAsync("PING")).IsError);
        Assert.False((await other.CallAsync("SCRIPT", "KILL")).IsError);

        Assert.True((await client.ReadAsync(Cancellation)).IsError);
        for (int i = 0; i < Count; i++)
            Assert.Equal($"{i}", (await client.ReadAsync(Cancellation)).Text);
        await sending;
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Replies_to_a_client_that_does_not_read_wait_whole_and_in_order(Endpoint endpoint)
    {
        const int Count = 40_000;
        await using EngineServer engine = await endpoint.StartAsync();
        await using Stream stream = await endpoint.OpenAsync(engine);
        await using RespClient other = await endpoint.ConnectAsync(engine);
        string padding = new('p', 100);
        for (int i = 0; i < Count; i += 100)
        {
            string requests = string.Concat(Enumerable.Range(i, 100).Select(n => $"ECHO {n}{padding}\r\n"));
            await stream.WriteAsync(Encoding.ASCII.GetBytes(requests), Cancellation);
            // Each piece is answered in a turn of its own, the later ones behind what the peer had no room for.
            await other.CallAsync("PING");
        }

        await using var client = new RespClient(stream);
        for (int i = 0; i < Count; i++)
            Assert.Equal($"{i}{padding}", (await client.ReadAsync(Cancellation)).Text);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_client_that_leaves_without_reading_is_forgotten(Endpoint endpoint)
    {
        await using EngineServer engine = await endpoint.StartAsync();
        await using (RespClient first = await endpoint.ConnectAsync(engine))
            await first.CallAsync("SETRANGE", "large", "100000", "x");
        byte[] requests = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET large\r\n", 200)));
        for (int i = 0; i < 10; i++)
        {
            await using Stream stream = await endpoint.OpenAsync(engine);
            await stream.WriteAsync(requests, Cancellation);
        }

        await using RespClient client = await endpoint.ConnectAsync(engine);
        await Poll.UntilAsync(
            async _ => (await client.CallAsync("INFO", "clients")).Text.Contains("connected_clients:1\r"),
            "the others are gone",
            Cancellation);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_client_that_is_killed_hears_of_it(Endpoint endpoint)
    {
        await using EngineServer engine = await endpoint.StartAsync();
        await using RespClient victim = await endpoint.ConnectAsync(engine);
        string id = (await victim.CallAsync("CLIENT", "ID")).Text;
        await using RespClient client = await endpoint.ConnectAsync(engine);
        Assert.Equal("1", (await client.CallAsync("CLIENT", "KILL", "ID", id)).Text);
        await Assert.ThrowsAnyAsync<IOException>(async () => await victim.CallAsync("PING"));
    }
}

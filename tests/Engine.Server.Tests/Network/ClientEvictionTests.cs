using System.Globalization;
using System.Text;
using Engine.Server.Sessions;
using Redis.Fixtures;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Network;

/// <summary>maxmemory-clients: those that hold most are closed, and nobody else.</summary>
public sealed class ClientEvictionTests
{
    private const int Megabyte = 1024 * 1024;

    public static TheoryData<Endpoint> All => Endpoints.All;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Client_that_holds_most_is_closed(Endpoint endpoint)
    {
        await using EngineServer engine = await endpoint.StartAsync(options => options.MaxMemoryClients = 4 * Megabyte);
        await using RespClient other = await endpoint.ConnectAsync(engine);
        await other.CallAsync("SET", "k", new string('x', Megabyte));
        await using Stream modest = await endpoint.OpenAsync(engine);
        await modest.WriteAsync("*2\r\n$3\r\nGET\r\n$900000\r\nstart"u8.ToArray(), Cancellation);
        await using Stream greedy = await endpoint.OpenAsync(engine);

        await greedy.WriteAsync(
            Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET k\r\n", 100))), Cancellation);

        await Poll.UntilAsync(
            async _ => await InfoAsync(other, "connected_clients") == 2, "the client was closed", Cancellation);
        Assert.Equal(1, await InfoAsync(other, "evicted_clients"));
        Assert.Equal("PONG", (await other.CallAsync("PING")).Text);
    }

    [Fact]
    public async Task Queue_of_a_transaction_counts()
    {
        await using EngineServer engine =
            await Endpoint.Memory.StartAsync(options => options.MaxMemoryClients = 2 * Megabyte);
        await using RespClient other = await Endpoint.Memory.ConnectAsync(engine);
        await using RespClient greedy = await Endpoint.Memory.ConnectAsync(engine);
        await greedy.CallAsync("MULTI");
        for (int i = 0; i < 3; i++)
            await greedy.SendAsync("SET", "k", new string('x', Megabyte));

        await Poll.UntilAsync(
            async _ => await InfoAsync(other, "evicted_clients") == 1, "the client was closed", Cancellation);
        Assert.Equal(0, (await other.CallAsync("EXISTS", "k")).Number);
    }

    [Fact]
    public async Task Exempt_client_is_spared_and_counts_nevertheless()
    {
        await using EngineServer engine = await Endpoint.Memory.StartAsync(options =>
        {
            options.MaxMemory = 100 * Megabyte;
            options.MaxMemoryClients = -2;
        });
        await using RespClient exempt = await Endpoint.Memory.ConnectAsync(engine);
        await using RespClient small = await Endpoint.Memory.ConnectAsync(engine);
        await small.CallAsync("PING");
        await exempt.CallAsync("CLIENT", "NO-EVICT", "ON");
        await exempt.CallAsync("MULTI");
        for (int i = 0; i < 3; i++)
            Assert.Equal("QUEUED", (await exempt.CallAsync("SET", "k", new string('x', Megabyte))).Text);

        Assert.Empty(await small.ReadToEndAsync(Cancellation));
        Assert.Equal(3, (await exempt.CallAsync("EXEC")).Items.Count);
        Assert.Equal(1, await InfoAsync(exempt, "evicted_clients"));
    }

    [Fact]
    public async Task Limit_that_is_set_later_holds_at_once_and_a_tiny_one_lets_clients_talk()
    {
        await using EngineServer engine = await Endpoint.Memory.StartAsync();
        await using RespClient other = await Endpoint.Memory.ConnectAsync(engine);
        await using RespClient greedy = await Endpoint.Memory.ConnectAsync(engine);
        await greedy.CallAsync("MULTI");
        await greedy.CallAsync("SET", "k", new string('x', Megabyte));

        await other.CallAsync("CONFIG", "SET", "maxmemory-clients", "1");

        Assert.Empty(await greedy.ReadToEndAsync(Cancellation));
        Assert.Equal("PONG", (await other.CallAsync("PING")).Text);
        Assert.Equal(1, await InfoAsync(other, "evicted_clients"));
    }

    [Fact]
    public async Task Sum_of_what_clients_hold_is_that_of_each()
    {
        await using EngineServer engine = await Endpoint.Memory.StartAsync();
        var clients = new List<RespClient>();
        for (int i = 0; i < 5; i++)
        {
            RespClient client = await Endpoint.Memory.ConnectAsync(engine);
            clients.Add(client);
            await client.CallAsync("MULTI");
            await client.CallAsync("SET", "k", new string('x', 100_000 * i));
            await client.SendAsync("GET", new string('x', 1000));
        }

        await clients[0].CallAsync("DISCARD");
        await clients[4].DisposeAsync();
        bool isSettled = false;
        await Poll.UntilAsync(
            async _ =>
            {
                await engine.RunAsync(() => isSettled = engine.State.Clients.Count == 4);
                return isSettled;
            },
            "the client is gone",
            Cancellation);

        long sum = 0;
        long total = 0;
        await engine.RunAsync(() =>
        {
            sum = engine.State.Clients.All.Sum(session => session.MemoryBytes);
            total = engine.State.Clients.MemoryBytes;
        });
        Assert.Equal(sum, total);
        Assert.InRange(total, 300_000 + 4 * Session.ObjectBytes, 700_000);
        foreach (RespClient client in clients)
            await client.DisposeAsync();
        await Poll.UntilAsync(
            async _ =>
            {
                await engine.RunAsync(() => isSettled = engine.State.Clients.MemoryBytes == 0);
                return isSettled;
            },
            "nothing is held any more",
            Cancellation);
    }

    private static async Task<long> InfoAsync(RespClient client, string field)
    {
        string info = (await client.CallAsync("INFO")).Text;
        string line = info.Split("\r\n").Single(line => line.StartsWith(field + ":", StringComparison.Ordinal));
        return long.Parse(line.Split(':')[1], CultureInfo.InvariantCulture);
    }
}

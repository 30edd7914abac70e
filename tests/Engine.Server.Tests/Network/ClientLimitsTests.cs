using System.Diagnostics;
using System.Globalization;
using System.Text;
using Redis.Fixtures;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Network;

/// <summary>Clients that take too much are bounded, told so where possible, and harm nobody else.</summary>
public sealed class ClientLimitsTests
{
    private const long Megabyte = 1024 * 1024;

    public static TheoryData<Endpoint> All => Endpoints.All;

    /// <summary>By TLS nothing can be said before the handshake.</summary>
    public static TheoryData<Endpoint> InTheClear =>
        [.. Endpoints.All.Select(row => row.Data).Where(endpoint => endpoint != Endpoint.Tls)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Client_that_does_not_read_is_closed_at_the_hard_limit(Endpoint endpoint)
    {
        await using EngineServer engine =
            await endpoint.StartAsync(options => options.NormalOutputLimit = new OutputLimit(8 * Megabyte, 0, 0));
        await using RespClient other = await endpoint.ConnectAsync(engine);
        await other.CallAsync("SET", "k", new string('x', 1_000_000));
        await using Stream greedy = await endpoint.OpenAsync(engine);

        await greedy.WriteAsync(
            Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET k\r\n", 100))), Cancellation);

        await Poll.UntilAsync(
            async _ => await InfoAsync(other, "client_output_buffer_limit_disconnections") == 1,
            "the client was closed",
            Cancellation);
        Assert.Equal("PONG", (await other.CallAsync("PING")).Text);
        Assert.Equal(1, await InfoAsync(other, "connected_clients"));
    }

    [Theory]
    [InlineData("SRANDMEMBER s -9223372036854775807")]
    [InlineData("HRANDFIELD h -9223372036854775807")]
    [InlineData("HRANDFIELD h -4611686018427387903 WITHVALUES")]
    public async Task Client_that_asks_for_more_than_anybody_can_be_sent_is_closed_at_the_hard_limit(string command)
    {
        await using EngineServer engine = await Endpoint.Memory.StartAsync(
            options => options.NormalOutputLimit = new OutputLimit(8 * Megabyte, 0, 0));
        await using RespClient other = await Endpoint.Memory.ConnectAsync(engine);
        await other.CallAsync("HSET", "h", "field", "value");
        await other.CallAsync("SADD", "s", "member");
        await using Stream greedy = await Endpoint.Memory.OpenAsync(engine);

        await greedy.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), Cancellation);

        await Poll.UntilAsync(
            async _ => await InfoAsync(other, "client_output_buffer_limit_disconnections") == 1,
            "the client was closed",
            Cancellation);
    }

    [Fact]
    public async Task Client_above_the_soft_limit_is_closed_when_it_stays_there()
    {
        var time = new SteppingTimeProvider();
        await using EngineServer engine = await Endpoint.Memory.StartAsync(options =>
        {
            options.TimeProvider = time;
            options.NormalOutputLimit = new OutputLimit(0, Megabyte, 10);
        });
        await using RespClient other = await Endpoint.Memory.ConnectAsync(engine);
        await other.CallAsync("SET", "k", new string('x', 1_000_000));
        await using Stream greedy = await Endpoint.Memory.OpenAsync(engine);
        await greedy.WriteAsync(
            Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET k\r\n", 5))), Cancellation);
        await Poll.UntilAsync(
            async _ => await OnEngineAsync(engine, () => engine.State.Clients.Count) == 2,
            "both clients are there",
            Cancellation);

        time.Step(TimeSpan.FromSeconds(9));
        await engine.RunAsync(() => { });
        Assert.Equal(2, await InfoAsync(other, "connected_clients"));
        time.Step(TimeSpan.FromSeconds(3));

        await Poll.UntilAsync(
            async _ => await InfoAsync(other, "connected_clients") == 1, "the client was closed", Cancellation);
    }

    [Fact]
    public async Task Idle_client_is_closed_and_a_subscriber_is_not()
    {
        var time = new SteppingTimeProvider();
        await using EngineServer engine = await Endpoint.Memory.StartAsync(options =>
        {
            options.TimeProvider = time;
            options.IdleTimeout = 60;
        });
        await using RespClient idle = await Endpoint.Memory.ConnectAsync(engine);
        await idle.CallAsync("PING");
        await using RespClient subscriber = await Endpoint.Memory.ConnectAsync(engine);
        await subscriber.SendAsync("SUBSCRIBE", "c");
        await subscriber.ReadAsync(Cancellation);

        time.Step(TimeSpan.FromSeconds(59));
        await engine.RunAsync(() => { });
        Assert.Equal(2, engine.State.Clients.Count);
        time.Step(TimeSpan.FromSeconds(2));

        Assert.Empty(await idle.ReadToEndAsync(Cancellation));
        Assert.Equal(1, engine.State.Clients.Count);
    }

    [Theory]
    [MemberData(nameof(InTheClear))]
    public async Task One_client_too_many_is_told_so(Endpoint endpoint)
    {
        await using EngineServer engine = await endpoint.StartAsync(options => options.MaxClients = 1);
        await using RespClient first = await endpoint.ConnectAsync(engine);
        await first.CallAsync("PING");
        await using RespClient second = await endpoint.ConnectAsync(engine);

        Assert.Equal(
            "-ERR max number of clients reached\r\n",
            Encoding.ASCII.GetString(await second.ReadToEndAsync(Cancellation)));
        Assert.Equal("PONG", (await first.CallAsync("PING")).Text);
    }

    [Fact]
    public async Task Large_bulk_that_is_only_declared_takes_no_memory()
    {
        await using EngineServer engine = await Endpoint.Memory.StartAsync();
        var streams = new List<Stream>();
        for (int i = 0; i < 50; i++)
        {
            Stream stream = await Endpoint.Memory.OpenAsync(engine);
            await stream.WriteAsync("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$536870912\r\nstart"u8.ToArray(), Cancellation);
            streams.Add(stream);
        }

        await Poll.UntilAsync(
            async _ =>
                await OnEngineAsync(
                    engine, () => engine.State.Clients.All.Count(client => client.Link.PendingInput > 0)) == 50,
            "every client has begun its request", Cancellation);
        long buffers =
            await OnEngineAsync(engine, () => engine.State.Clients.All.Sum(client => (long)client.Link.InputCapacity));

        Assert.InRange(buffers, 0, 50 * 32 * 1024);
        foreach (Stream stream in streams)
            await stream.DisposeAsync();
    }

    [Fact]
    public async Task Gigabyte_of_a_bulk_is_refused_when_it_is_declared()
    {
        await using EngineServer engine = await Endpoint.Memory.StartAsync();
        await using RespClient client = await Endpoint.Memory.ConnectAsync(engine);

        await client.SendRawAsync("*2\r\n$3\r\nGET\r\n$1073741824\r\n"u8.ToArray(), Cancellation);

        Assert.Equal(
            "-ERR Protocol error: invalid bulk length\r\n",
            Encoding.ASCII.GetString(await client.ReadToEndAsync(Cancellation)));
    }

    [Fact]
    public async Task Million_arguments_are_one_request_like_any_other()
    {
        const int Count = 1_000_000;
        await using EngineServer engine = await Endpoint.Memory.StartAsync();
        await using RespClient client = await Endpoint.Memory.ConnectAsync(engine);
        var request = new StringBuilder($"*{Count + 1}\r\n$6\r\nEXISTS\r\n", Count * 7 + 32);
        for (int i = 0; i < Count; i++)
            request.Append("$1\r\nk\r\n");
        await client.CallAsync("SET", "k", "v");

        await client.SendRawAsync(Encoding.ASCII.GetBytes(request.ToString()), Cancellation);

        Assert.Equal(Count, (await client.ReadAsync(Cancellation)).Number);
    }

    [Fact]
    public async Task Input_that_never_becomes_a_request_is_cut_off_at_its_limit()
    {
        await using EngineServer engine =
            await Endpoint.Memory.StartAsync(options => options.QueryBufferLimit = Megabyte);
        await using RespClient other = await Endpoint.Memory.ConnectAsync(engine);
        await using Stream endless = await Endpoint.Memory.OpenAsync(engine);
        byte[] piece = new byte[256 * 1024];

        await endless.WriteAsync("*2\r\n$4\r\nECHO\r\n$100000000\r\n"u8.ToArray(), Cancellation);
        for (int i = 0; i < 6; i++)
            await endless.WriteAsync(piece, Cancellation);

        await Poll.UntilAsync(
            async _ => await InfoAsync(other, "client_query_buffer_limit_disconnections") == 1,
            "the client was closed",
            Cancellation);
    }

    [Fact]
    public async Task Flood_of_ten_thousand_connections_is_served()
    {
        _ = RedisInstallation.ServerPath;
        await using EngineServer engine = await EngineServer.StartAsync(new EngineOptions { MaxClients = 10_100 });
        var start = new ProcessStartInfo(
            "redis-benchmark",
            [
                "-p",
                engine.Port.ToString(CultureInfo.InvariantCulture),
                "-c",
                "10000",
                "-n",
                "20000",
                "-t",
                "ping_mbulk",
                "-q"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process flood = Process.Start(start)!;
        Task<string> errors = flood.StandardError.ReadToEndAsync(Cancellation);
        string output = await flood.StandardOutput.ReadToEndAsync(Cancellation);
        await flood.WaitForExitAsync(Cancellation);

        Assert.Equal(0, flood.ExitCode);
        Assert.Contains("requests per second", output + await errors, StringComparison.Ordinal);
        await using RespClient client = await Endpoint.EpollTcp.ConnectAsync(engine);
        Assert.InRange(await InfoAsync(client, "total_connections_received"), 10_000, 10_100);
        await Poll.UntilAsync(
            async _ => await InfoAsync(client, "connected_clients") == 1, "all of the flood is gone", Cancellation);
    }

    private static async Task<T> OnEngineAsync<T>(EngineServer engine, Func<T> ask)
    {
        T answer = default!;
        await engine.RunAsync(() => answer = ask());
        return answer;
    }

    private static async Task<long> InfoAsync(RespClient client, string field)
    {
        string info = (await client.CallAsync("INFO", "everything")).Text;
        string line =
            info.Split("\r\n").First(candidate => candidate.StartsWith(field + ":", StringComparison.Ordinal));
        return long.Parse(line[(field.Length + 1)..], CultureInfo.InvariantCulture);
    }
}

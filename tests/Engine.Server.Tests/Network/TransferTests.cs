using System.Text;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Network;

/// <summary>Requests arrive and replies leave whole and in order, however they are cut on the way.</summary>
public sealed class TransferTests
{
    private const string Requests =
        "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$12\r\nvalue\r\n*1\r\n$\r\n*1\r\n$4\r\nPING\r\n*2\r\n$3\r\nGET\r\n$1\r\nk\r\n"
        + "set \"a b\" 'c'\r\n*-1\r\n\r\nget \"a b\"\r\n*2\r\n$4\r\nECHO\r\n$0\r\n\r\n";

    private const string Replies = "+OK\r\n+PONG\r\n$12\r\nvalue\r\n*1\r\n$\r\n+OK\r\n$1\r\nc\r\n$0\r\n\r\n";

    public static TheoryData<Endpoint> All => Endpoints.All;

    /// <summary>A stream within the process has no half to close.</summary>
    public static TheoryData<Endpoint> Sockets =>
        [.. Endpoints.All.Select(row => row.Data).Where(endpoint => endpoint != Endpoint.Memory)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Requests_may_be_cut_at_every_byte(Endpoint endpoint)
    {
        await using EngineServer engine = await endpoint.StartAsync();
        byte[] bytes = Encoding.ASCII.GetBytes(Requests);
        for (int cut = 1; cut < bytes.Length; cut++)
        {
            await using Stream stream = await endpoint.OpenAsync(engine);
            await stream.WriteAsync(bytes.AsMemory(0, cut), Cancellation);
            // The engine has read the first piece once another client, which came later, is answered.
            await using (RespClient other = await endpoint.ConnectAsync(engine))
                await other.CallAsync("PING");
            await stream.WriteAsync(bytes.AsMemory(cut), Cancellation);
            byte[] replies = new byte[Replies.Length];
            await stream.ReadExactlyAsync(replies, Cancellation);
            Assert.Equal(Replies, Encoding.ASCII.GetString(replies));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Requests_may_come_byte_by_byte(Endpoint endpoint)
    {
        await using EngineServer engine = await endpoint.StartAsync();
        await using Stream stream = await endpoint.OpenAsync(engine);
        foreach (byte single in Encoding.ASCII.GetBytes(Requests))
            await stream.WriteAsync(new[] { single }, Cancellation);
        byte[] replies = new byte[Replies.Length];
        await stream.ReadExactlyAsync(replies, Cancellation);
        Assert.Equal(Replies, Encoding.ASCII.GetString(replies));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Hundred_thousand_requests_in_one_piece_are_answered_in_order(Endpoint endpoint)
    {
        const int Count = 100_000;
        await using EngineServer engine = await endpoint.StartAsync();
        await using Stream stream = await endpoint.OpenAsync(engine);
        byte[] requests = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("INCR n\r\n", Count)));

        Task sending = stream.WriteAsync(requests, Cancellation).AsTask();
        using var reader = new StreamReader(stream, Encoding.ASCII);
        for (int i = 1; i <= Count; i++)
            Assert.Equal($":{i}", await reader.ReadLineAsync(Cancellation));
        await sending;
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Sixty_four_megabytes_travel_both_ways(Endpoint endpoint)
    {
        await using EngineServer engine = await endpoint.StartAsync();
        await using Stream stream = await endpoint.OpenAsync(engine);
        byte[] value = new byte[64 * 1024 * 1024];
        new Random(7).NextBytes(value);

        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n${value.Length}\r\n"), Cancellation);
        await stream.WriteAsync(value, Cancellation);
        await stream.WriteAsync("\r\nGET k\r\n"u8.ToArray(), Cancellation);
        byte[] header = new byte[$"+OK\r\n${value.Length}\r\n".Length];
        await stream.ReadExactlyAsync(header, Cancellation);
        byte[] returned = new byte[value.Length];
        await stream.ReadExactlyAsync(returned, Cancellation);

        Assert.True(value.AsSpan().SequenceEqual(returned));
    }

    [Theory]
    [MemberData(nameof(Sockets))]
    public async Task Client_that_has_sent_its_last_request_gets_every_reply(Endpoint endpoint)
    {
        await using EngineServer engine = await endpoint.StartAsync();
        await using Stream stream = await endpoint.OpenAsync(engine);
        byte[] value = new byte[10_000_000];
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n${value.Length}\r\n"), Cancellation);
        await stream.WriteAsync(value, Cancellation);
        await stream.WriteAsync("\r\nGET k\r\nGET k\r\nPING\r\n"u8.ToArray(), Cancellation);
        await stream.FinishSendingAsync();

        using var replies = new MemoryStream();
        await stream.CopyToAsync(replies, Cancellation);

        Assert.Equal(
            "+OK\r\n".Length + 2 * $"$10000000\r\n".Length + 2 * (value.Length + 2) + "+PONG\r\n".Length,
            replies.Length);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Client_that_vanishes_is_forgotten(Endpoint endpoint)
    {
        await using EngineServer engine = await endpoint.StartAsync();
        await using RespClient watcher = await endpoint.ConnectAsync(engine);
        for (int i = 0; i < 20; i++)
        {
            RespClient client = await endpoint.ConnectAsync(engine);
            await client.CallAsync("WATCH", "k");
            await client.SendAsync("SUBSCRIBE", "channel");
            await client.ReadAsync(Cancellation);
            await client.DisposeAsync();
        }

        await Redis.Fixtures.Poll.UntilAsync(
            async _ =>
                (await watcher.CallAsync("CLIENT", "LIST")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Length == 1,
            "the engine knows of one client only", Cancellation);
        await engine.RunAsync(() =>
        {
            Assert.Equal(0, engine.State.PubSub.Channels.Count);
            Assert.True(engine.State.Keyspace[0].Watches.IsEmpty);
        });
    }
}

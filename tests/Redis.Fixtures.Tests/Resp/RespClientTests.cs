using System.Net;
using System.Net.Sockets;
using System.Text;
using Redis.Fixtures.Resp;

namespace Redis.Fixtures.Tests.Resp;

public sealed class RespClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Command_is_sent_as_an_array_of_bulk_strings_byte_for_byte()
    {
        using MemoryStream sent = new();
        await using RespClient client = new(sent);

        await client.SendAsync([Bytes("SET"), Bytes(""), new byte[] { 0, 255, 13, 10 }], Cancellation);
        await client.SendAsync("ECHO", "né");

        byte[] set = [.. "*3\r\n$3\r\nSET\r\n$0\r\n\r\n$4\r\n\0"u8, 255, .. "\r\n\r\n"u8];
        byte[] echo = [.. "*2\r\n$4\r\nECHO\r\n$3\r\nné\r\n"u8];
        Assert.Equal([.. set, .. echo], sent.ToArray());
    }

    [Fact]
    public async Task Raw_bytes_are_sent_as_they_are()
    {
        using MemoryStream sent = new();
        await using RespClient client = new(sent);

        await client.SendRawAsync(Bytes("PING\r\n*1"), Cancellation);

        Assert.Equal("PING\r\n*1"u8.ToArray(), sent.ToArray());
    }

    [Fact]
    public async Task Silent_server_is_given_up_and_what_it_had_sent_is_shown()
    {
        await using SilentServer server = new();
        await using RespClient client = await server.ConnectAsync("$5\r\nab");
        client.ReplyTimeout = TimeSpan.FromMilliseconds(100);

        var exception = await Assert.ThrowsAsync<TimeoutException>(() => client.ReadAsync(Cancellation));

        Assert.Contains("\"$5\\r\\nab\"", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_read_is_no_timeout()
    {
        await using SilentServer server = new();
        await using RespClient client = await server.ConnectAsync("");
        using CancellationTokenSource cancelled = new();

        Task<RespValue> read = client.ReadAsync(cancelled.Token);
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    [Fact]
    public async Task Read_that_was_given_up_can_be_taken_up_again()
    {
        await using SilentServer server = new();
        await using RespClient client = await server.ConnectAsync("$5\r\nab");
        client.ReplyTimeout = TimeSpan.FromMilliseconds(50);
        await Assert.ThrowsAsync<TimeoutException>(() => client.ReadAsync(Cancellation));

        await server.SendAsync("cde\r\n");
        client.ReplyTimeout = TimeSpan.FromSeconds(10);

        Assert.Equal("abcde", (await client.ReadAsync(Cancellation)).Text);
    }

    [Fact]
    public async Task End_in_the_middle_of_a_value_shows_what_there_was()
    {
        await using RespClient client = new(new ChunkedStream("$5\r\nab"u8.ToArray()));

        var exception = await Assert.ThrowsAsync<EndOfStreamException>(() => client.ReadAsync(Cancellation));

        Assert.Contains("\"$5\\r\\nab\"", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_until_the_end_is_read_even_if_it_is_no_resp()
    {
        await using RespClient client = new(new ChunkedStream("+OK\r\n?"u8.ToArray(), "?!"u8.ToArray()));

        Assert.Equal("OK", (await client.ReadAsync(Cancellation)).Text);
        Assert.Equal("??!"u8.ToArray(), await client.ReadToEndAsync(Cancellation));
    }

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A server that says what it is told and then keeps the connection open.</summary>
    private sealed class SilentServer : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private Socket? _socket;

        public async Task<RespClient> ConnectAsync(string greeting)
        {
            _listener.Start();
            RespClient client = await RespClient.ConnectAsync(_listener.LocalEndpoint, Cancellation);
            _socket = await _listener.AcceptSocketAsync(Cancellation);
            await SendAsync(greeting);
            return client;
        }

        public async Task SendAsync(string text) => await _socket!.SendAsync(Bytes(text), Cancellation);

        public ValueTask DisposeAsync()
        {
            _socket?.Dispose();
            _listener.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

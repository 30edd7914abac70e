using System.IO.Pipelines;
using System.Net.Sockets;

namespace Pipelines.Sockets.Unofficial.Tests.Connections;

public sealed class SocketConnectionTests
{
    private const int LargeValueBytes = 64 * 1024 * 1024;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Bytes_travel_both_ways_and_are_counted()
    {
        using var sockets = await SocketPair.ConnectAsync();
        using var connection = SocketConnection.Create(sockets.Own, null, null);

        await connection.Output.WriteAsync("PING"u8.ToArray(), Cancellation);
        Assert.Equal("PING"u8.ToArray(), await sockets.Peer.ReceiveAsync(4));
        await sockets.Peer.SendAllAsync("+PONG"u8.ToArray());
        Assert.Equal("+PONG"u8.ToArray(), await connection.Input.TakeAsync(5));

        await Eventually.TrueAsync(() => connection.BytesSent == 4);
        Assert.Equal(5, connection.BytesRead);
        Assert.Equal(5, connection.LastReceived);
        Assert.Equal(4, ((IMeasuredDuplexPipe)connection).TotalBytesSent);
        Assert.Equal(5, ((IMeasuredDuplexPipe)connection).TotalBytesReceived);
        Assert.Equal(PipeShutdownKind.None, connection.ShutdownKind);
        Assert.Equal(SocketError.Success, connection.SocketError);
    }

    [Theory(Timeout = TestTimeout.Milliseconds)]
    [InlineData(SocketConnectionOptions.None)]
    [InlineData(SocketConnectionOptions.ZeroLengthReads)]
    public async Task Large_values_travel_both_ways_at_once(SocketConnectionOptions options)
    {
        using var sockets = await SocketPair.ConnectAsync();
        using var connection = SocketConnection.Create(sockets.Own, null, Unlimited(), options);
        var outbound = Transfer.Noise(LargeValueBytes, seed: 1);
        var inbound = Transfer.Noise(LargeValueBytes, seed: 2);

        var writing = connection.Output.WriteAsync(outbound, Cancellation).AsTask();
        var sending = sockets.Peer.SendAllAsync(inbound);
        var arrivedAtPeer = sockets.Peer.ReceiveAsync(LargeValueBytes);
        var arrivedHere = connection.Input.TakeAsync(LargeValueBytes);
        await Task.WhenAll(writing, sending, arrivedAtPeer, arrivedHere);

        Assert.Equal(outbound, await arrivedAtPeer);
        Assert.Equal(inbound, await arrivedHere);
        await Eventually.TrueAsync(() => connection.BytesSent == LargeValueBytes);
        Assert.Equal(LargeValueBytes, connection.BytesRead);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Unix_socket_carries_bytes()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.sock");
        try
        {
            using var sockets = await SocketPair.ConnectAsync(new UnixDomainSocketEndPoint(path));
            SocketConnection.SetRecommendedClientOptions(sockets.Own);
            using var connection = SocketConnection.Create(sockets.Own, null, null);

            await connection.Output.WriteAsync("PING"u8.ToArray(), Cancellation);
            Assert.Equal("PING"u8.ToArray(), await sockets.Peer.ReceiveAsync(4));
            await sockets.Peer.SendAllAsync("+PONG"u8.ToArray());
            Assert.Equal("+PONG"u8.ToArray(), await connection.Input.TakeAsync(5));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Counters_tell_where_bytes_wait()
    {
        using var sockets = await SocketPair.ConnectAsync();
        var paused = new PipeOptions(pauseWriterThreshold: 1024, resumeWriterThreshold: 512);
        using var connection = SocketConnection.Create(sockets.Own, null, paused);

        await sockets.Peer.SendAllAsync(new byte[1024]);
        await Eventually.TrueAsync(() => connection.GetCounters().BytesWaitingToBeRead == 1024);
        await sockets.Peer.SendAllAsync(new byte[10]);
        await Eventually.TrueAsync(() => connection.GetCounters().BytesAvailableOnSocket == 10);
        await connection.Input.TakeAsync(1000);
        await Eventually.TrueAsync(() => connection.GetCounters() is
            { BytesAvailableOnSocket: 0, BytesWaitingToBeRead: 34, BytesWaitingToBeSent: 0 });

        connection.Output.GetSpan(7);
        connection.Output.Advance(7);
        Assert.Equal(7, connection.GetCounters().BytesWaitingToBeSent);
        await connection.Output.FlushAsync(Cancellation);
        await Eventually.TrueAsync(() => connection.GetCounters().BytesWaitingToBeSent == 0);

        connection.Dispose();
        Assert.Equal(-1, connection.GetCounters().BytesAvailableOnSocket);
    }

    [Theory(Timeout = TestTimeout.Milliseconds)]
    [InlineData(SocketConnectionOptions.None, true)]
    [InlineData(SocketConnectionOptions.ZeroLengthReads, false)]
    public async Task Idle_connection_holds_a_buffer_unless_it_reads_zero_lengths(
        SocketConnectionOptions options, bool rents)
    {
        using var sockets = await SocketPair.ConnectAsync();
        using var pool = new CountingPool();
        var inline = new PipeOptions(pool, writerScheduler: PipeScheduler.Inline);

        using var connection = SocketConnection.Create(sockets.Own, null, inline, options);

        Assert.Equal(rents ? 1 : 0, pool.Rented);
    }

    [Fact]
    public void Recommended_options_send_small_messages_at_once()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        SocketConnection.SetRecommendedClientOptions(socket);

        Assert.True(socket.NoDelay);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Name_shows_in_ToString()
    {
        using var sockets = await SocketPair.ConnectAsync();
        using var connection = SocketConnection.Create(sockets.Own, null, null, name: "cache:Interactive");

        Assert.Equal("cache:Interactive", connection.ToString());
    }

    /// <summary>A reader that waits for a whole large value needs a pipe that does not pause before it.</summary>
    private static PipeOptions Unlimited() => new(pauseWriterThreshold: 0);
}

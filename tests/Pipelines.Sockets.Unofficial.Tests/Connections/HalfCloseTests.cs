using System.Buffers;
using System.Net.Sockets;

namespace Pipelines.Sockets.Unofficial.Tests.Connections;

/// <summary>The two directions of a connection end independently.</summary>
public sealed class HalfCloseTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Peer_that_stops_sending_completes_the_input_and_can_still_be_written_to()
    {
        using var sockets = await SocketPair.ConnectAsync();
        using var connection = SocketConnection.Create(sockets.Own, null, null);

        await sockets.Peer.SendAllAsync("last words"u8.ToArray());
        sockets.Peer.Shutdown(SocketShutdown.Send);

        Assert.Equal("last words"u8.ToArray(), await connection.Input.TakeToEndAsync());
        Assert.Equal(PipeShutdownKind.ReadEndOfStream, connection.ShutdownKind);
        Assert.Equal(SocketError.Success, connection.SocketError);
        Assert.Equal(0, connection.LastReceived);

        await connection.Output.WriteAsync("still here"u8.ToArray(), Cancellation);
        Assert.Equal("still here"u8.ToArray(), await sockets.Peer.ReceiveAsync(10));
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Completed_output_sends_everything_then_ends_our_side_while_the_input_stays_open()
    {
        using var sockets = await SocketPair.ConnectAsync();
        using var connection = SocketConnection.Create(sockets.Own, null, null);

        connection.Output.Write("last words"u8);
        await connection.Output.CompleteAsync();

        Assert.Equal("last words"u8.ToArray(), await sockets.Peer.ReceiveAsync(10));
        Assert.Equal(0, await sockets.Peer.ReceiveAsync(new byte[1], Cancellation));
        Assert.Equal(PipeShutdownKind.OutputWriterCompleted, connection.ShutdownKind);

        await sockets.Peer.SendAllAsync("still here"u8.ToArray());
        Assert.Equal("still here"u8.ToArray(), await connection.Input.TakeAsync(10));
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Socket_is_closed_once_both_directions_have_ended()
    {
        using var sockets = await SocketPair.ConnectAsync();
        using var connection = SocketConnection.Create(sockets.Own, null, null);

        sockets.Peer.Shutdown(SocketShutdown.Send);
        await connection.Input.TakeToEndAsync();
        Assert.False(sockets.Own.SafeHandle.IsClosed);
        await connection.Output.CompleteAsync();

        await Eventually.TrueAsync(() => sockets.Own.SafeHandle.IsClosed);
        Assert.Equal(PipeShutdownKind.ReadEndOfStream, connection.ShutdownKind);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task User_that_completes_both_ends_closes_the_socket()
    {
        using var sockets = await SocketPair.ConnectAsync();
        using var connection = SocketConnection.Create(sockets.Own, null, null);

        await connection.Input.CompleteAsync();
        Assert.Equal(PipeShutdownKind.InputReaderCompleted, connection.ShutdownKind);
        Assert.False(sockets.Own.SafeHandle.IsClosed);
        await connection.Output.CompleteAsync();

        await Eventually.TrueAsync(() => sockets.Own.SafeHandle.IsClosed);
        Assert.Equal(SocketError.Success, connection.SocketError);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Output_completed_with_a_failure_does_not_look_like_a_regular_end()
    {
        using var sockets = await SocketPair.ConnectAsync();
        using var connection = SocketConnection.Create(sockets.Own, null, null);

        await connection.Output.CompleteAsync(new InvalidDataException("The producer failed half-way."));

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await connection.Input.ReadAsync(Cancellation));
        var seenByPeer = await Assert.ThrowsAsync<SocketException>(() => sockets.Peer.ReceiveAsync(1));
        Assert.Equal(SocketError.ConnectionReset, seenByPeer.SocketErrorCode);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Input_completed_by_the_user_ends_receiving_at_the_next_bytes()
    {
        using var sockets = await SocketPair.ConnectAsync();
        using var connection = SocketConnection.Create(sockets.Own, null, null);

        await connection.Input.CompleteAsync();
        await sockets.Peer.SendAllAsync(new byte[1]);
        await Eventually.TrueAsync(() => connection.BytesRead == 1);

        await connection.Output.WriteAsync(new byte[1], Cancellation);
        await sockets.Peer.ReceiveAsync(1);
        Assert.Equal(PipeShutdownKind.InputReaderCompleted, connection.ShutdownKind);
    }
}

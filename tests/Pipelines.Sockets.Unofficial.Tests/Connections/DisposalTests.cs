using System.IO.Pipelines;
using System.Net.Sockets;

namespace Pipelines.Sockets.Unofficial.Tests.Connections;

/// <summary>What this side does to end a connection, and the cause that is reported for it.</summary>
public sealed class DisposalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Disposal_ends_a_pending_read_and_closes_the_socket()
    {
        using var sockets = await SocketPair.ConnectAsync();
        var connection = SocketConnection.Create(sockets.Own, null, null);
        var reading = connection.Input.ReadAsync(Cancellation).AsTask();

        connection.Dispose();
        connection.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => reading);
        await Assert.ThrowsAsync<ObjectDisposedException>(connection.Output.WriteUntilRefusedAsync);
        Assert.Equal(PipeShutdownKind.PipeDisposed, connection.ShutdownKind);
        Assert.Equal(SocketError.Success, connection.SocketError);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Disposal_delivers_what_the_socket_has_and_ends_the_stream_regularly()
    {
        using var sockets = await SocketPair.ConnectAsync();
        var connection = SocketConnection.Create(sockets.Own, null, null);
        await connection.Output.WriteAsync("QUIT"u8.ToArray(), Cancellation);
        await Eventually.TrueAsync(() => connection.BytesSent == 4);

        connection.Dispose();

        Assert.Equal("QUIT"u8.ToArray(), await sockets.Peer.ReceiveAsync(4));
        Assert.Equal(0, await sockets.Peer.ReceiveAsync(new byte[1], Cancellation));
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Disposal_ends_a_flush_that_waits_for_the_peer()
    {
        using var sockets = await SocketPair.ConnectAsync();
        using var connection = SocketConnection.Create(sockets.Own, null, null);
        var writing = connection.Output.WriteAsync(new byte[32 * 1024 * 1024], Cancellation).AsTask();
        await Eventually.TrueAsync(() => sockets.Peer.Available > 0);

        connection.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => writing);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Disposal_ends_a_receiver_that_waits_for_the_reader()
    {
        using var sockets = await SocketPair.ConnectAsync();
        var paused = new PipeOptions(pauseWriterThreshold: 1024, resumeWriterThreshold: 512);
        using var connection = SocketConnection.Create(sockets.Own, null, paused);
        await sockets.Peer.SendAllAsync(new byte[1024]);
        await Eventually.TrueAsync(() => connection.BytesRead == 1024);

        connection.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(connection.Input.TakeToEndAsync);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Cancelled_read_and_cancelled_flush_leave_the_connection_usable()
    {
        using var sockets = await SocketPair.ConnectAsync();
        using var connection = SocketConnection.Create(sockets.Own, null, null);

        connection.Input.CancelPendingRead();
        connection.Output.CancelPendingFlush();
        Assert.True((await connection.Input.ReadAsync(Cancellation)).IsCanceled);
        connection.Input.AdvanceTo(default);
        Assert.True((await connection.Output.FlushAsync(Cancellation)).IsCanceled);

        await sockets.Peer.SendAllAsync(new byte[3]);
        Assert.Equal(new byte[3], await connection.Input.TakeAsync(3));
        Assert.False(connection.Input.TryRead(out _));
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Protocol_exit_stays_the_cause_when_the_peer_then_closes()
    {
        using var sockets = await SocketPair.ConnectAsync();
        using var connection = SocketConnection.Create(sockets.Own, null, null);

        Assert.False(connection.TrySetProtocolShutdown(PipeShutdownKind.ReadEndOfStream));
        Assert.True(connection.TrySetProtocolShutdown(PipeShutdownKind.ProtocolExitClient));
        Assert.False(connection.TrySetProtocolShutdown(PipeShutdownKind.ProtocolExitServer));
        sockets.Peer.Close();
        await connection.Input.TakeToEndAsync();

        Assert.Equal(PipeShutdownKind.ProtocolExitClient, connection.ShutdownKind);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Protocol_exit_comes_too_late_after_another_cause()
    {
        using var sockets = await SocketPair.ConnectAsync();
        using var connection = SocketConnection.Create(sockets.Own, null, null);
        sockets.Peer.Close();
        await connection.Input.TakeToEndAsync();

        Assert.False(connection.TrySetProtocolShutdown(PipeShutdownKind.ProtocolExitServer));
        Assert.Equal(PipeShutdownKind.ReadEndOfStream, connection.ShutdownKind);
    }
}

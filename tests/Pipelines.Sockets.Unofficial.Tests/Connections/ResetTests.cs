using System.IO.Pipelines;
using System.Net.Sockets;

namespace Pipelines.Sockets.Unofficial.Tests.Connections;

/// <summary>A connection that the peer tears down reaches the reader and the writer as one kind of exception.</summary>
public sealed class ResetTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Reset_while_reading_reaches_the_reader_and_the_idle_writer()
    {
        using var sockets = await SocketPair.ConnectAsync();
        using var connection = SocketConnection.Create(sockets.Own, null, null);
        var reading = connection.Input.ReadAsync(Cancellation).AsTask();

        sockets.ResetByPeer();

        var reset = await Assert.ThrowsAsync<ConnectionResetException>(() => reading);
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(reset.InnerException).SocketErrorCode);
        Assert.Equal(PipeShutdownKind.ReadSocketError, connection.ShutdownKind);
        Assert.Equal(SocketError.ConnectionReset, connection.SocketError);
        await Assert.ThrowsAsync<ConnectionResetException>(connection.Output.WriteUntilRefusedAsync);
        await Eventually.TrueAsync(() => sockets.Own.SafeHandle.IsClosed);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Reset_while_a_flush_waits_reaches_the_writer()
    {
        using var sockets = await SocketPair.ConnectAsync();
        var options = new PipeOptions(pauseWriterThreshold: 1024, resumeWriterThreshold: 512);
        using var connection = SocketConnection.Create(sockets.Own, options, options);
        var writing = connection.Output.WriteAsync(new byte[32 * 1024 * 1024], Cancellation).AsTask();
        await Eventually.TrueAsync(() => sockets.Peer.Available > 0);
        Assert.False(writing.IsCompleted);

        sockets.ResetByPeer();

        await Assert.ThrowsAsync<ConnectionResetException>(() => writing);

        // The operating system reports a reset to one of the two; the other may see no more than the end.
        var seenByReader = await Record.ExceptionAsync(connection.Input.TakeToEndAsync);
        Assert.True(seenByReader is null or ConnectionResetException, $"The reader saw {seenByReader}.");
        PipeShutdownKind[] possible =
            [PipeShutdownKind.ReadSocketError, PipeShutdownKind.WriteSocketError, PipeShutdownKind.ReadEndOfStream];
        Assert.Contains(connection.ShutdownKind, possible);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Writing_to_a_peer_that_has_gone_is_a_reset_and_the_input_still_gives_what_had_arrived()
    {
        using var sockets = await SocketPair.ConnectAsync();
        using var connection = SocketConnection.Create(sockets.Own, null, null);
        await sockets.Peer.SendAllAsync("-ERR max number of clients reached"u8.ToArray());

        sockets.Peer.Close();
        await Eventually.TrueAsync(() => connection.ShutdownKind == PipeShutdownKind.ReadEndOfStream);

        await Assert.ThrowsAsync<ConnectionResetException>(connection.Output.WriteUntilRefusedAsync);
        Assert.Equal("-ERR max number of clients reached"u8.ToArray(), await connection.Input.TakeToEndAsync());
        Assert.Equal(PipeShutdownKind.ReadEndOfStream, connection.ShutdownKind);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Reset_wakes_a_receiver_that_the_reader_has_not_caught_up_with()
    {
        using var sockets = await SocketPair.ConnectAsync();
        var paused = new PipeOptions(pauseWriterThreshold: 1024, resumeWriterThreshold: 512);
        using var connection = SocketConnection.Create(sockets.Own, null, paused);
        await sockets.Peer.SendAllAsync(new byte[1024]);
        await Eventually.TrueAsync(() => connection.BytesRead == 1024);

        sockets.ResetByPeer();

        await connection.Input.TakeAsync(1024);
        await Assert.ThrowsAsync<ConnectionResetException>(async () => await connection.Input.ReadAsync(Cancellation));
    }
}

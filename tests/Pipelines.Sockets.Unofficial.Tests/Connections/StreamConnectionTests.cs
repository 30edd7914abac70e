using System.IO.Pipelines;
using System.Net.Sockets;

namespace Pipelines.Sockets.Unofficial.Tests.Connections;

public sealed class StreamConnectionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Network_stream_carries_bytes_and_ends_each_direction_by_itself()
    {
        using var sockets = await SocketPair.ConnectAsync();
        var pipe = StreamConnection.GetDuplex(new NetworkStream(sockets.Own, ownsSocket: true), name: "tunnel");
        var measured = Assert.IsType<IMeasuredDuplexPipe>(pipe, exactMatch: false);

        await pipe.Output.WriteAsync("PING"u8.ToArray(), Cancellation);
        await pipe.Output.CompleteAsync();
        Assert.Equal("PING"u8.ToArray(), await sockets.Peer.ReceiveAsync(4));
        Assert.Equal(0, await sockets.Peer.ReceiveAsync(new byte[1], Cancellation));
        await sockets.Peer.SendAllAsync("+PONG"u8.ToArray());
        sockets.Peer.Shutdown(SocketShutdown.Send);

        Assert.Equal("+PONG"u8.ToArray(), await pipe.Input.TakeToEndAsync());
        Assert.Equal(4, measured.TotalBytesSent);
        Assert.Equal(5, measured.TotalBytesReceived);
        Assert.Equal("tunnel", pipe.ToString());
        await Eventually.TrueAsync(() => sockets.Own.SafeHandle.IsClosed);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Reset_under_a_network_stream_reaches_the_reader()
    {
        using var sockets = await SocketPair.ConnectAsync();
        var pipe = StreamConnection.GetDuplex(new NetworkStream(sockets.Own, ownsSocket: true));

        sockets.ResetByPeer();

        await Assert.ThrowsAsync<ConnectionResetException>(async () => await pipe.Input.ReadAsync(Cancellation));
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Failure_of_the_stream_reaches_the_user_as_it_is()
    {
        var failure = new InvalidDataException("The frame is damaged.");
        var stream = new TestStream { OnRead = _ => ValueTask.FromException<int>(failure) };
        var pipe = StreamConnection.GetDuplex(stream);

        var read = await Assert.ThrowsAsync<InvalidDataException>(async () => await pipe.Input.ReadAsync(Cancellation));
        Assert.Same(failure, read);
        Assert.Same(failure, await Assert.ThrowsAsync<InvalidDataException>(pipe.Output.WriteUntilRefusedAsync));
        await Eventually.TrueAsync(() => stream.IsDisposed);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Failure_to_write_reaches_the_writer_and_leaves_the_input_open()
    {
        var failure = new IOException("No space.");
        var incoming = new TaskCompletionSource<int>();
        var stream = new TestStream
        {
            OnRead = _ => new(incoming.Task),
            OnWrite = _ => ValueTask.FromException(failure),
        };
        var pipe = StreamConnection.GetDuplex(stream);

        Assert.Same(failure, await Assert.ThrowsAsync<IOException>(pipe.Output.WriteUntilRefusedAsync));
        Assert.False(stream.IsDisposed);
        incoming.SetResult(0);

        Assert.Empty(await pipe.Input.TakeToEndAsync());
        await Eventually.TrueAsync(() => stream.IsDisposed);
    }

    [Fact]
    public void Disposed_pipe_disposes_its_stream()
    {
        var stream = new TestStream();
        var pipe = StreamConnection.GetDuplex(stream);

        ((IDisposable)pipe).Dispose();

        Assert.True(stream.IsDisposed);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task End_that_this_side_made_is_not_taken_for_the_peers()
    {
        var incoming = new TaskCompletionSource<int>();
        var pipe = StreamConnection.GetDuplex(new TestStream { OnRead = _ => new(incoming.Task) });
        var reading = pipe.Input.ReadAsync(Cancellation).AsTask();

        ((IDisposable)pipe).Dispose();
        incoming.SetResult(0);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => reading);
    }

    [Fact]
    public void Stream_that_cannot_be_written_is_refused()
    {
        var stream = new TestStream { Writable = false };

        var error = Assert.Throws<ArgumentException>(() => StreamConnection.GetDuplex(stream));

        Assert.Equal("stream", error.ParamName);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Reader_gives_the_bytes_of_a_stream_and_closes_it()
    {
        var bytes = Transfer.Noise(100_000, seed: 5);
        var stream = new MemoryStream(bytes);
        var reader = StreamConnection.GetReader(stream, new PipeOptions(minimumSegmentSize: 512));

        Assert.Equal(bytes, await reader.TakeToEndAsync());
        await reader.CompleteAsync();
        Assert.False(stream.CanRead);
    }
}

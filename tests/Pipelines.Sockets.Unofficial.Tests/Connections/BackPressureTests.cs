using System.Buffers;
using System.IO.Pipelines;

namespace Pipelines.Sockets.Unofficial.Tests.Connections;

/// <summary>The thresholds of the pipes bound what waits in them, in both directions.</summary>
public sealed class BackPressureTests
{
    private const int PauseBytes = 64 * 1024;
    private const int LargestReceiveBytes = 64 * 1024;

    private static readonly PipeOptions s_options =
        new(pauseWriterThreshold: PauseBytes, resumeWriterThreshold: PauseBytes / 2);

    private static readonly PipeOptions s_inlineOptions = new(
        readerScheduler: PipeScheduler.Inline,
        writerScheduler: PipeScheduler.Inline,
        pauseWriterThreshold: PauseBytes,
        resumeWriterThreshold: PauseBytes / 2,
        useSynchronizationContext: false);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Receiving_stops_at_the_pause_threshold_and_goes_on_at_the_resume_threshold()
    {
        var received = 0;
        var stream = new TestStream
        {
            OnRead = _ =>
            {
                received += 1024;
                return new(1024);
            },
        };

        // Everything runs inline, so the loop has gone as far as it goes when the constructor returns.
        var pipe = StreamConnection.GetDuplex(stream, s_inlineOptions, s_inlineOptions);
        Assert.Equal(PauseBytes, received);

        var read = await pipe.Input.ReadAsync(Cancellation);
        pipe.Input.AdvanceTo(read.Buffer.GetPosition(PauseBytes / 2));
        Assert.Equal(PauseBytes, received);

        read = await pipe.Input.ReadAsync(Cancellation);
        pipe.Input.AdvanceTo(read.Buffer.GetPosition(1));
        Assert.True(received > PauseBytes, "Receiving did not go on below the resume threshold.");
        Assert.InRange(received, PauseBytes + (PauseBytes / 2), PauseBytes + (PauseBytes / 2) + 2048);
        ((IDisposable)pipe).Dispose();
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Flush_waits_at_the_pause_threshold_until_the_transport_takes_bytes()
    {
        var gate = new TaskCompletionSource();
        var stream = new TestStream { OnWrite = _ => new(gate.Task) };
        var pipe = StreamConnection.GetDuplex(stream, s_inlineOptions, s_inlineOptions);

        var below = pipe.Output.WriteAsync(new byte[PauseBytes - 1], Cancellation);
        Assert.True(below.IsCompletedSuccessfully);
        var above = pipe.Output.WriteAsync(new byte[1], Cancellation);
        Assert.False(above.IsCompleted);

        gate.SetResult();
        Assert.False((await above).IsCompleted);
        ((IDisposable)pipe).Dispose();
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Slow_reader_bounds_what_a_socket_connection_takes_in()
    {
        using var sockets = await SocketPair.ConnectAsync();
        using var connection = SocketConnection.Create(sockets.Own, s_options, s_options);
        var bytes = Transfer.Noise(4 * 1024 * 1024, seed: 3);
        var sending = sockets.Peer.SendAllAsync(bytes);

        long most = 0;
        for (var taken = 0; taken < bytes.Length;)
        {
            var expected = Math.Min(PauseBytes, bytes.Length - taken);
            await Eventually.TrueAsync(() => connection.GetCounters().BytesWaitingToBeRead >= expected);
            most = Math.Max(most, connection.GetCounters().BytesWaitingToBeRead);
            var read = await connection.Input.ReadAsync(Cancellation);
            Assert.Equal(bytes[taken..(taken + (int)read.Buffer.Length)], read.Buffer.ToArray());
            taken += (int)read.Buffer.Length;
            connection.Input.AdvanceTo(read.Buffer.End);
        }

        await sending;
        Assert.InRange(most, PauseBytes, PauseBytes + LargestReceiveBytes);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Slow_peer_bounds_what_waits_to_be_sent()
    {
        using var sockets = await SocketPair.ConnectAsync();
        using var connection = SocketConnection.Create(sockets.Own, s_options, s_options);
        var bytes = Transfer.Noise(32 * 1024 * 1024, seed: 4);
        long most = 0;
        var writing = WriteAsync();

        // The kernel buffers a few megabytes for the peer that does not read, far less than all.
        await Eventually.TrueAsync(() => connection.GetCounters().BytesWaitingToBeSent >= PauseBytes);
        Assert.False(writing.IsCompleted);
        var arrived = await sockets.Peer.ReceiveAsync(bytes.Length);
        await writing;

        Assert.Equal(bytes, arrived);
        Assert.InRange(most, PauseBytes, 2 * PauseBytes);

        async Task WriteAsync()
        {
            for (var written = 0; written < bytes.Length; written += 1024)
            {
                var flush = connection.Output.WriteAsync(bytes.AsMemory(written, 1024), Cancellation);
                most = Math.Max(most, connection.GetCounters().BytesWaitingToBeSent);
                await flush;
            }
        }
    }
}

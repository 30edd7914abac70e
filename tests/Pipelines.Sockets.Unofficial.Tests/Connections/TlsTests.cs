using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;

namespace Pipelines.Sockets.Unofficial.Tests.Connections;

/// <summary>Pipes over TLS, with a certificate made for the test.</summary>
public sealed class TlsTests
{
    private const int LargeValueBytes = 64 * 1024 * 1024;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Large_values_travel_both_ways_at_once()
    {
        using var sockets = await SocketPair.ConnectAsync();
        var (own, peer) = await AuthenticateAsync(sockets);
        var pipe = StreamConnection.GetDuplex(own, null, new PipeOptions(pauseWriterThreshold: 0));
        var outbound = Transfer.Noise(LargeValueBytes, seed: 6);
        var inbound = Transfer.Noise(LargeValueBytes, seed: 7);
        var arrivedAtPeer = new byte[LargeValueBytes];

        var writing = pipe.Output.WriteAsync(outbound, Cancellation).AsTask();
        var sending = peer.WriteAsync(inbound, Cancellation).AsTask();
        var reading = peer.ReadExactlyAsync(arrivedAtPeer, Cancellation).AsTask();
        var arrivedHere = pipe.Input.TakeAsync(LargeValueBytes);
        await Task.WhenAll(writing, sending, reading, arrivedHere);

        Assert.Equal(outbound, arrivedAtPeer);
        Assert.Equal(inbound, await arrivedHere);
        var measured = (IMeasuredDuplexPipe)pipe;
        await Eventually.TrueAsync(() => measured.TotalBytesSent == LargeValueBytes);
        Assert.Equal(LargeValueBytes, measured.TotalBytesReceived);
        ((IDisposable)pipe).Dispose();
        await peer.DisposeAsync();
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Completed_output_ends_our_side_of_the_session_while_the_input_stays_open()
    {
        using var sockets = await SocketPair.ConnectAsync();
        var (own, peer) = await AuthenticateAsync(sockets);
        var pipe = StreamConnection.GetDuplex(own);

        pipe.Output.Write("last words"u8);
        await pipe.Output.CompleteAsync();
        var words = new byte[10];
        await peer.ReadExactlyAsync(words, Cancellation);
        Assert.Equal("last words"u8.ToArray(), words);
        Assert.Equal(0, await peer.ReadAsync(words, Cancellation));

        await peer.WriteAsync("still here"u8.ToArray(), Cancellation);
        await peer.ShutdownAsync();
        Assert.Equal("still here"u8.ToArray(), await pipe.Input.TakeToEndAsync());
        await peer.DisposeAsync();
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Reset_under_the_session_reaches_the_reader_and_the_writer()
    {
        using var sockets = await SocketPair.ConnectAsync();
        var (own, _) = await AuthenticateAsync(sockets);
        var pipe = StreamConnection.GetDuplex(own);

        sockets.ResetByPeer();

        await Assert.ThrowsAsync<ConnectionResetException>(async () => await pipe.Input.ReadAsync(Cancellation));
        await Assert.ThrowsAsync<ConnectionResetException>(pipe.Output.WriteUntilRefusedAsync);
    }

    private static async Task<(SslStream Own, SslStream Peer)> AuthenticateAsync(SocketPair sockets)
    {
        using var certificate = SelfSigned.Create();
        var own = new SslStream(new NetworkStream(sockets.Own, ownsSocket: true));
        var peer = new SslStream(new NetworkStream(sockets.Peer, ownsSocket: true));
        await Task.WhenAll(
            own.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "localhost",
                    RemoteCertificateValidationCallback = (_, remote, _, _) =>
                        remote?.GetCertHashString() == certificate.GetCertHashString(),
                },
                Cancellation),
            peer.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = certificate }, Cancellation));
        return (own, peer);
    }
}

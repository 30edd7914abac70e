using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Redis.Fixtures;
using Redis.Fixtures.Certificates;

namespace Engine.Server.Tests.Network.Tls;

/// <summary>Whatever bytes come to the port for TLS, the connection ends and the others are served.</summary>
[Trait("Category", "Soak")]
public sealed class TlsMutationTests : IDisposable
{
    private readonly CertificateFolder _files = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Mutated_handshakes_end_the_connection(int seed)
    {
        await using EngineServer engine = await StartAsync();
        byte[] hello = await RecordHelloAsync();
        var random = new Random(seed);
        int count = Soak.Iterations(usual: 300, soak: 100_000);
        for (int i = 0; i < count; i++)
        {
            byte[] bytes = Mutated(hello, random);
            using Socket socket = await ConnectAsync(engine);
            await EndsAsync(socket, bytes, $"seed {seed}, handshake {i}: {Convert.ToHexString(bytes)}");
        }

        Assert.Equal("PONG", await _files.Authority.PingAsync(engine.TlsPort, _files.Client));
        await Poll.UntilAsync(async _ => await CountAsync(engine) == 0, "no client is left", Cancellation);
        Assert.False(engine.Completion.IsCompleted);
    }

    [Theory]
    [InlineData(3)]
    public async Task Garbage_behind_a_handshake_ends_the_connection(int seed)
    {
        await using EngineServer engine = await StartAsync();
        var random = new Random(seed);
        for (int i = 0; i < Soak.Iterations(usual: 30, soak: 10_000); i++)
        {
            using Socket socket = await ConnectAsync(engine);
            await using SslStream stream =
                await _files.Authority.SecureAsync(new NetworkStream(socket), _files.Client);
            await stream.WriteAsync("PING\r\n"u8.ToArray(), Cancellation);
            byte[] garbage = new byte[random.Next(1, 200)];
            random.NextBytes(garbage);
            await EndsAsync(socket, garbage, $"seed {seed}, garbage {i}: {Convert.ToHexString(garbage)}");
        }

        Assert.Equal("PONG", await _files.Authority.PingAsync(engine.TlsPort, _files.Client));
        await Poll.UntilAsync(async _ => await CountAsync(engine) == 0, "no client is left", Cancellation);
    }

    public void Dispose() => _files.Dispose();

    /// <summary>Sends bytes and no more, and waits for the engine to end the connection.</summary>
    private static async Task EndsAsync(Socket socket, byte[] bytes, string description)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        byte[] answer = new byte[4096];
        try
        {
            await socket.SendAsync(bytes, deadline.Token);
            // Without an end, a part of a message would rightly be waited for.
            socket.Shutdown(SocketShutdown.Send);
            while (await socket.ReceiveAsync(answer, deadline.Token) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // Closed with bytes unread, which is an end like the other one.
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"The engine keeps the connection; {description}");
        }
    }

    /// <summary>The first message of a client, as it goes over the wire.</summary>
    private async Task<byte[]> RecordHelloAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task connecting = _files.Authority.PingAsync(((IPEndPoint)listener.LocalEndpoint).Port, _files.Client);
        using Socket client = await listener.AcceptSocketAsync(Cancellation);
        byte[] hello = new byte[4096];
        int length = await client.ReceiveAsync(hello, Cancellation);
        client.Close();
        await connecting;
        return hello[..length];
    }

    private static byte[] Mutated(byte[] hello, Random random)
    {
        List<byte> bytes = [.. hello];
        for (int i = random.Next(6); i > 0 && bytes.Count > 0; i--)
        {
            // The first bytes say what and how long the message is, so they are hit more often.
            int at = random.Next(random.Next(2) == 0 ? Math.Min(12, bytes.Count) : bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(40)));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(40))));
                    break;
                default:
                    byte[] noise = new byte[random.Next(100)];
                    random.NextBytes(noise);
                    bytes.InsertRange(at, noise);
                    break;
            }
        }

        return [.. bytes];
    }

    private static async Task<Socket> ConnectAsync(EngineServer engine)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, engine.TlsPort), Cancellation);
        return socket;
    }

    private static async Task<int> CountAsync(EngineServer engine)
    {
        int count = 0;
        await engine.RunAsync(() => count = engine.State.Clients.Count);
        return count;
    }

    private Task<EngineServer> StartAsync()
    {
        var options = new EngineOptions { Port = -1 };
        options.Tls.Port = 0;
        options.Tls.Certificate = _files.Server;
        options.Tls.Authorities.Add(_files.Authority.Certificate);
        return EngineServer.StartAsync(options);
    }
}

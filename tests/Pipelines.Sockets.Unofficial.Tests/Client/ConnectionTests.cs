using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Pipelines.Sockets.Unofficial.Tests.Connections;
using Redis.Fixtures.Servers;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace Pipelines.Sockets.Unofficial.Tests.Client;

/// <summary>The ways by which the client reaches a server, and what it makes of their failures.</summary>
public sealed class ConnectionTests(SingleRedis redis)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Tls_carries_commands_and_large_values()
    {
        using var certificate = SelfSigned.Create();
        await using var terminator = new Relay(redis.EndPoint, async (stream, cancellation) =>
        {
            var tls = new SslStream(stream);
            var options = new SslServerAuthenticationOptions { ServerCertificate = certificate };
            await tls.AuthenticateAsServerAsync(options, cancellation);
            return tls;
        });
        await using var client = await RedisClient.ConnectAsync(terminator.EndPoint, configure: options =>
        {
            options.Ssl = true;
            options.SslHost = "localhost";
            options.CertificateValidation +=
                (_, remote, _, _) => remote?.GetCertHashString() == certificate.GetCertHashString();
        });

        await client.RoundTripAsync(16 * 1024 * 1024);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Http_proxy_is_asked_for_a_tunnel()
    {
        var asked = "";
        await using var proxy = new Relay(redis.EndPoint, async (stream, cancellation) =>
        {
            var request = new byte[1024];
            var length = await stream.ReadAsync(request, cancellation);
            asked = Encoding.ASCII.GetString(request, 0, length);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), cancellation);
            return stream;
        });
        await using var client = await RedisClient.ConnectAsync(
            redis.EndPoint, configure: options => options.Tunnel = Tunnel.HttpProxy(proxy.EndPoint));

        await client.RoundTripAsync(1024);
        Assert.Equal($"CONNECT {Format(redis.EndPoint)} HTTP/1.1\r\n\r\n", asked);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Unix_socket_carries_commands()
    {
        await using var server = await RedisServerProcess.StartAsync(cancellationToken: Cancellation);
        await using var observer = await server.ConnectAsync(Cancellation);
        var path = (await observer.CallAsync("CONFIG", "GET", "unixsocket"))[1].Text;
        await using var client = await RedisClient.ConnectAsync(new UnixDomainSocketEndPoint(path));

        await client.RoundTripAsync(1024);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Stream_of_a_tunnel_carries_commands()
    {
        await using var client = await RedisClient.ConnectAsync(
            redis.EndPoint, configure: options => options.Tunnel = new StreamTunnel(redis.EndPoint));

        await client.RoundTripAsync(1024 * 1024);
    }

    [Theory(Timeout = TestTimeout.Milliseconds)]
    [InlineData(SocketManager.SocketManagerOptions.UseThreadPool)]
    [InlineData(SocketManager.SocketManagerOptions.None)]
    [InlineData(SocketManager.SocketManagerOptions.UseHighPrioritySocketThreads)]
    public async Task Every_kind_of_socket_manager_serves(SocketManager.SocketManagerOptions kind)
    {
        using var manager = new SocketManager("own", workerCount: 2, kind);
        await using var client = await RedisClient.ConnectAsync(
            redis.EndPoint, configure: options => options.SocketManager = manager);

        await client.RoundTripAsync(1024 * 1024);
        Assert.Equal(kind != SocketManager.SocketManagerOptions.UseThreadPool, manager.ToString() != manager.Name);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Reset_connection_fails_what_was_sent_and_is_made_anew()
    {
        var key = SingleRedis.NewKeyPrefix();
        await using var network = new Relay(redis.EndPoint);
        await using var client = await RedisClient.ConnectAsync(network.EndPoint, configure: o => o.ClientName = key);
        var restored = new TaskCompletionSource();
        client.ConnectionRestored += (_, _) => restored.TrySetResult();
        var blocked = client.GetDatabase().ExecuteAsync("BLPOP", key, 0);
        await using var observer = await redis.ConnectAsync(Cancellation);
        await Eventually.TrueAsync(async () =>
            Regex.IsMatch((await observer.CallAsync("CLIENT", "LIST")).Text, $"name={key} .* cmd=blpop "));

        network.ResetConnections();

        var error = await Assert.ThrowsAsync<RedisConnectionException>(() => blocked);
        Assert.Contains("(ReadSocketError/ConnectionReset, ", error.Message, StringComparison.Ordinal);
        await restored.Task.WaitAsync(Cancellation);
        await client.RoundTripAsync(1024);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Server_that_ends_is_reported_as_the_end_of_the_stream()
    {
        await using var server = await RedisServerProcess.StartAsync(cancellationToken: Cancellation);
        await using var client = await RedisClient.ConnectAsync(server.EndPoint);
        var closed = new TaskCompletionSource<string>();
        client.ConnectionFailed += (_, failure) =>
        {
            // Events run beside each other: that of an attempt to connect again may come first.
            if (failure.FailureType == ConnectionFailureType.SocketClosed)
            {
                closed.TrySetResult(failure.Exception!.Message);
            }
        };

        await server.StopAsync(Cancellation);

        Assert.Contains(
            "(ReadEndOfStream, last-recv: 0)", await closed.Task.WaitAsync(Cancellation), StringComparison.Ordinal);
        await server.StartAgainAsync(Cancellation);
    }

    private static string Format(EndPoint endPoint) =>
        endPoint is DnsEndPoint name ? $"{name.Host}:{name.Port}" : endPoint.ToString()!;

    private sealed class StreamTunnel(EndPoint server) : Tunnel
    {
        public override ValueTask<EndPoint?> GetSocketConnectEndpointAsync(
            EndPoint endpoint, CancellationToken cancellationToken) => default;

        public override async ValueTask<Stream?> BeforeAuthenticateAsync(
            EndPoint endpoint, ConnectionType connectionType, Socket? socket, CancellationToken cancellationToken)
        {
            Assert.Null(socket);
            var own = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await own.ConnectAsync(server, cancellationToken);
            return new NetworkStream(own, ownsSocket: true);
        }
    }
}

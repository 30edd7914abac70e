using System.Net;
using System.Net.Sockets;

namespace Pipelines.Sockets.Unofficial.Tests.Client;

/// <summary>
/// Listens on a loopback port, greets every connection in its own way and then relays its bytes to a server and back.
/// It plays a TLS terminator, an HTTP proxy, or a network that fails.
/// </summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly EndPoint _server;
    private readonly Func<Stream, CancellationToken, Task<Stream>> _greet;
    private readonly CancellationTokenSource _ended = new();
    private readonly List<Socket> _accepted = [];
    private readonly Task _accepting;

    public Relay(EndPoint server, Func<Stream, CancellationToken, Task<Stream>>? greet = null)
    {
        _server = server;
        _greet = greet ?? (static (stream, _) => Task.FromResult(stream));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public EndPoint EndPoint => _listener.LocalEndpoint;

    /// <summary>Resets every connection that was accepted so far.</summary>
    public void ResetConnections()
    {
        lock (_accepted)
        {
            foreach (var socket in _accepted)
            {
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
                socket.Dispose();
            }

            _accepted.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        var relays = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_ended.Token);
                lock (_accepted)
                {
                    _accepted.Add(socket);
                }

                relays.Add(RelayAsync(socket));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(relays);
        }
    }

    private async Task RelayAsync(Socket accepted)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await using var client = await _greet(new NetworkStream(accepted, ownsSocket: true), _ended.Token);
            await socket.ConnectAsync(_server, _ended.Token);
            await using var server = new NetworkStream(socket);
            await Task.WhenAny(client.CopyToAsync(server, _ended.Token), server.CopyToAsync(client, _ended.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The client has left, or was made to.
        }
    }
}

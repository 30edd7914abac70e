using System.Net;
using System.Net.Sockets;
using Engine.Server;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace Engine.Testing;

/// <summary>Connects StackExchange.Redis to an engine in the same process by a stream instead of a socket.</summary>
/// <param name="server">The engine; the endpoints of the client's configuration are names only.</param>
public sealed class EngineTunnel(EngineServer server) : Tunnel
{
    /// <inheritdoc/>
    public override ValueTask<EndPoint?> GetSocketConnectEndpointAsync(
        EndPoint endpoint, CancellationToken cancellationToken) =>
        ValueTask.FromResult<EndPoint?>(null);

    /// <inheritdoc/>
    public override ValueTask<Stream?> BeforeAuthenticateAsync(
        EndPoint endpoint, ConnectionType connectionType, Socket? socket, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Stream?>(server.Connect());
}

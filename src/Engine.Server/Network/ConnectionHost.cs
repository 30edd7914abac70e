using Engine.Server.Commands;
using Engine.Server.Dispatch;
using Engine.Server.Protocol;
using Engine.Server.Sessions;

namespace Engine.Server.Network;

/// <summary>What all connections of an engine share, and their coming and going.</summary>
internal sealed class ConnectionHost(EngineState engine, Dispatcher dispatcher, EventLoop loop)
{
    private readonly Dictionary<Session, Connection> _connections = [];

    public EventLoop Loop => loop;

    public Dispatcher Dispatcher => dispatcher;

    public EngineOptions Options => engine.Options;

    public ServerStatistics Statistics => engine.Statistics;

    /// <summary>Unix milliseconds.</summary>
    public long Now => engine.Clock.Now;

    public ChunkPool Chunks => engine.Clients.Chunks;

    /// <summary>How many clients are connected.</summary>
    public int Count => engine.Clients.Count;

    public ClientLimits Limits { get; } = new(engine);

    /// <summary>Takes on a new peer, or refuses it when there are too many.</summary>
    public void Accept(Transport transport)
    {
        if (Count >= Options.MaxClients)
        {
            TurnAway(transport);
            return;
        }

        if (Options.ProtectedMode && engine.Users.Default.NeedsNoPassword && !transport.IsLocal)
        {
            Refuse(transport, Errors.ProtectedMode);
            return;
        }

        Statistics.ConnectionsReceived++;
        var connection = new Connection(this, transport, engine.Clients.NextId(), Now);
        connection.Session.LogOut(engine.Users);
        _connections.Add(connection.Session, connection);
        engine.Clients.Add(connection.Session);
        connection.Start();
    }

    /// <summary>Refuses a peer for whom there is no room.</summary>
    public void TurnAway(Transport transport) => Refuse(transport, Errors.MaxClientsReached);

    /// <summary>Forgets a client that is gone, in every room that knew it.</summary>
    public void Closed(Session session)
    {
        _connections.Remove(session);
        engine.Release(session);
        engine.Clients.Remove(session);
    }

    public void CloseAll()
    {
        foreach (Connection connection in _connections.Values.ToArray())
            connection.Close();
    }

    private void Refuse(Transport transport, ReadOnlySpan<byte> reason)
    {
        Statistics.ConnectionsRejected++;
        transport.Refuse([(byte)'-', .. reason, .. "\r\n"u8]);
    }
}

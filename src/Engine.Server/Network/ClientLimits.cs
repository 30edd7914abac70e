using Engine.Server.Commands;
using Engine.Server.Sessions;
using Microsoft.Extensions.Logging;

namespace Engine.Server.Network;

/// <summary>
/// Closes clients that take too much: replies they do not read, requests that never end, connections they do not use.
/// </summary>
internal sealed partial class ClientLimits(EngineState engine)
{
    /// <summary>With less nobody could talk to the engine to correct it.</summary>
    private const long SmallestLimit = 128 * 1024;

    /// <summary>The check to make each time a session's output grows.</summary>
    public Action<long> WatchOutput(Session session) => length => CheckOutput(session, length);

    public void CloseForInput(Connection connection)
    {
        engine.Statistics.QueryLimitDisconnections++;
        connection.Abort();
    }

    /// <summary>Regular work: idle clients, and outputs that have been above their soft limit for too long.</summary>
    public void CheckAll()
    {
        long now = engine.Clock.Now;
        foreach (Session session in engine.Clients.All.ToArray())
        {
            if (engine.Options.IdleTimeout > 0 && !session.IsSubscriber && !session.IsWaiting
                && now - session.LastInteraction > engine.Options.IdleTimeout * 1000L)
                session.Link.Abort();
            else if (session.Output.Length > 0)
                CheckOutput(session, session.Output.Length);
        }
    }

    /// <summary>
    /// maxmemory-clients: closes the clients that hold most until all of them together hold less than that.
    /// </summary>
    public void EvictClients()
    {
        if (engine.Options.MaxMemoryClients == 0 || engine.Clients.MemoryBytes < LimitOfAll())
            return;
        long held = engine.Clients.MemoryBytes
            - engine.Clients.All.Where(session => session.IsEvicted).Sum(session => session.MemoryBytes);
        while (held >= LimitOfAll() && FindLargest() is { } largest)
        {
            Evicting(engine.Options.Logger, largest.Id, largest.Link.RemoteAddress, largest.Name, largest.MemoryBytes);
            held -= largest.MemoryBytes;
            engine.Statistics.EvictedClients++;
            largest.IsEvicted = true;
            largest.Link.Abort();
        }
    }

    private long LimitOfAll()
    {
        long limit = engine.Options.MaxMemoryClients;
        if (limit < 0)
            limit = engine.Options.MaxMemory == 0 ? long.MaxValue : (long)(engine.Options.MaxMemory * -limit / 100.0);
        return Math.Max(limit, SmallestLimit);
    }

    private Session? FindLargest() =>
        engine.Clients.All
            .Where(session => !session.IsExemptFromEviction && !session.IsEvicted)
            .MaxBy(session => session.MemoryBytes);

    private void CheckOutput(Session session, long length)
    {
        EvictClients();
        OutputLimit limit =
            session.IsSubscriber ? engine.Options.SubscriberOutputLimit : engine.Options.NormalOutputLimit;
        bool isOverSoftLimit = limit.SoftBytes > 0 && length >= limit.SoftBytes;
        if (isOverSoftLimit && session.SoftLimitReachedAt == 0)
            session.SoftLimitReachedAt = engine.Clock.Now;
        else if (!isOverSoftLimit)
            session.SoftLimitReachedAt = 0;

        bool isOverForTooLong =
            isOverSoftLimit && engine.Clock.Now - session.SoftLimitReachedAt > limit.SoftSeconds * 1000L;
        if (!isOverForTooLong && (limit.HardBytes == 0 || length < limit.HardBytes))
            return;
        engine.Statistics.OutputLimitDisconnections++;
        session.Link.Abort();
    }

    [LoggerMessage(5203, LogLevel.Information,
        "Evicting client: id={Id} addr={Address} name={Name} tot-mem={Bytes}")]
    private static partial void Evicting(ILogger logger, long id, string address, string name, long bytes);
}

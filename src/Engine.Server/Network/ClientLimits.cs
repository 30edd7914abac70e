using Engine.Server.Commands;
using Engine.Server.Sessions;

namespace Engine.Server.Network;

/// <summary>
/// Closes clients that take too much: replies they do not read, requests that never end, connections they do not use.
/// </summary>
internal sealed class ClientLimits(EngineState engine)
{
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

    private void CheckOutput(Session session, long length)
    {
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
}

using Engine.Server.Keyspace;

namespace Engine.Server.Sessions;

/// <summary>Who listens to which channel.</summary>
internal sealed class PubSubRegistry
{
    public Dictionary<byte[], HashSet<Session>> Channels { get; } = new(ByteArrayComparer.Instance);

    public Dictionary<byte[], HashSet<Session>> Patterns { get; } = new(ByteArrayComparer.Instance);

    public Dictionary<byte[], HashSet<Session>> ShardChannels { get; } = new(ByteArrayComparer.Instance);

    /// <summary>Ends all subscriptions of a client without telling it.</summary>
    public void RemoveAll(Session session)
    {
        Remove(session, session.Subscriptions.Channels, Channels);
        Remove(session, session.Subscriptions.Patterns, Patterns);
        Remove(session, session.Subscriptions.ShardChannels, ShardChannels);
    }

    private static void Remove(Session session, HashSet<byte[]> own, Dictionary<byte[], HashSet<Session>> all)
    {
        foreach (byte[] name in own)
        {
            HashSet<Session> listeners = all[name];
            listeners.Remove(session);
            if (listeners.Count == 0)
                all.Remove(name);
        }

        own.Clear();
    }
}

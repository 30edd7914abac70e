using Engine.Server.DataTypes;
using Engine.Server.Protocol;

namespace Engine.Server.Sessions;

/// <summary>Who listens to which channel, and the delivery of messages to them.</summary>
internal sealed class PubSubRegistry
{
    /// <summary>The message that is being delivered; empty when none is.</summary>
    private readonly EncodedBulks _message = new();

    public ListenerTable Channels { get; } = new();

    public ListenerTable Patterns { get; } = new();

    public ListenerTable ShardChannels { get; } = new();

    public ListenerTable this[SubscriptionKind kind] => kind switch
    {
        SubscriptionKind.Channel => Channels,
        SubscriptionKind.Pattern => Patterns,
        _ => ShardChannels,
    };

    public void Subscribe(Session session, SubscriptionKind kind, ReadOnlySpan<byte> name) =>
        session.Subscriptions[kind].Add(this[kind].Add(name, session));

    /// <summary>Ends a subscription, if there is one.</summary>
    public void Unsubscribe(Session session, SubscriptionKind kind, byte[] name)
    {
        if (session.Subscriptions[kind].Remove(name))
            this[kind].Remove(name, session);
    }

    /// <summary>Ends all subscriptions of a client without telling it.</summary>
    public void RemoveAll(Session session)
    {
        foreach (SubscriptionKind kind in Enum.GetValues<SubscriptionKind>())
        {
            foreach (byte[] name in session.Subscriptions[kind])
                this[kind].Remove(name, session);
            session.Subscriptions[kind].Clear();
        }
    }

    /// <summary>
    /// Sends a message to all who listen to a channel, and once more to those who listen to a pattern that matches it.
    /// Returns how many times it was sent.
    /// </summary>
    public int Publish(ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message)
    {
        int receivers = Publish("message"u8, Channels, channel, message);
        foreach ((byte[] pattern, HashSet<Session> listeners) in Patterns)
        {
            if (!GlobPattern.Matches(pattern, channel))
                continue;
            _message.Add("pmessage"u8);
            _message.Add(pattern);
            _message.Add(channel);
            _message.Add(message);
            receivers += Deliver(listeners);
        }

        return receivers;
    }

    /// <summary>Sends a message to all who listen to a shard channel. Returns how many there are.</summary>
    public int PublishToShard(ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message) =>
        Publish("smessage"u8, ShardChannels, channel, message);

    private int Publish(
        ReadOnlySpan<byte> kind, ListenerTable table, ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message)
    {
        if (table.Find(channel) is not { } listeners)
            return 0;
        _message.Add(kind);
        _message.Add(channel);
        _message.Add(message);
        return Deliver(listeners);
    }

    /// <summary>Sends <see cref="_message"/> to all of these.</summary>
    private int Deliver(HashSet<Session> listeners)
    {
        foreach (Session session in listeners)
        {
            session.BeginPush(_message.Count);
            session.Output.Write(_message.Bytes);
            session.EndPush();
        }

        _message.Clear();
        return listeners.Count;
    }
}

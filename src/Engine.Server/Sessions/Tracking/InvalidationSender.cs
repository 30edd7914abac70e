using Engine.Server.Protocol;

namespace Engine.Server.Sessions.Tracking;

/// <summary>
/// Writes invalidation messages: as a push to clients of RESP3, or as a message of a channel to subscribers to whom
/// they are redirected. A client that is neither cannot be told.
/// </summary>
internal sealed class InvalidationSender(ClientRegistry clients)
{
    /// <summary>The keys of a broadcast, which are encoded once for all.</summary>
    private readonly EncodedBulks _keys = new();

    private static ReadOnlySpan<byte> Channel => "__redis__:invalidate"u8;

    /// <summary>Tells the reader of a key that it has changed.</summary>
    public void Send(Session reader, ReadOnlySpan<byte> key)
    {
        if (!TryBegin(reader, out Session receiver))
            return;
        receiver.Reply.Array(1);
        receiver.Reply.Bulk(key);
        receiver.EndPush();
    }

    /// <summary>Tells a client that all keys are gone.</summary>
    public void SendAll(Session reader)
    {
        if (!TryBegin(reader, out Session receiver))
            return;
        // In the protocol of the reader, even if another client gets it, as Redis has it.
        receiver.Output.Write(reader.Reply.IsResp3 ? "_\r\n"u8 : "$-1\r\n"u8);
        receiver.EndPush();
    }

    /// <summary>Tells listeners of keys that have changed, but those with NOLOOP not of what they changed.</summary>
    public void Send(List<Session> listeners, KeyValuePair<byte[], Session?>[] changed)
    {
        foreach ((byte[] key, _) in changed)
            _keys.Add(key);
        foreach (Session listener in listeners)
        {
            if (!listener.Tracking!.Has(TrackingModes.NoLoop))
                Send(listener, _keys);
        }

        _keys.Clear();
        foreach (Session listener in listeners)
        {
            if (listener.Tracking!.Has(TrackingModes.NoLoop))
                SendForeign(listener, changed);
        }
    }

    private void SendForeign(Session listener, KeyValuePair<byte[], Session?>[] changed)
    {
        foreach ((byte[] key, Session? author) in changed)
        {
            if (!ReferenceEquals(author, listener))
                _keys.Add(key);
        }

        if (_keys.Count > 0)
            Send(listener, _keys);
        _keys.Clear();
    }

    private void Send(Session listener, EncodedBulks keys)
    {
        if (!TryBegin(listener, out Session receiver))
            return;
        receiver.Reply.Array(keys.Count);
        receiver.Output.Write(keys.Bytes);
        receiver.EndPush();
    }

    /// <summary>
    /// Begins a message for a reader, to which the keys are to be added. Returns false when it cannot be told.
    /// </summary>
    private bool TryBegin(Session reader, out Session receiver)
    {
        receiver = reader;
        // A transaction that changes a key and then ends tracking is still told of the key.
        bool isRedirected = reader.Tracking is { RedirectedTo: not 0 };
        if (isRedirected)
        {
            if (clients.Find(reader.Tracking!.RedirectedTo) is not { } target)
            {
                ReportBroken(reader, reader.Tracking);
                return false;
            }

            receiver = target;
        }

        if (receiver.Reply.IsResp3)
        {
            receiver.BeginPush(2).Bulk("invalidate"u8);
            return true;
        }

        if (!isRedirected || !receiver.IsSubscriber)
            return false;
        ReplyWriter message = receiver.BeginPush(3);
        message.Bulk("message"u8);
        message.Bulk(Channel);
        return true;
    }

    private static void ReportBroken(Session reader, ClientTracking tracking)
    {
        tracking.IsRedirectionBroken = true;
        if (!reader.Reply.IsResp3)
            return;
        ReplyWriter message = reader.BeginPush(2);
        message.Bulk("tracking-redir-broken"u8);
        message.Integer(tracking.RedirectedTo);
        reader.EndPush();
    }
}

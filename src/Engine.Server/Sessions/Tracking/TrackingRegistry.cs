using Engine.Server.Keyspace;

namespace Engine.Server.Sessions.Tracking;

/// <summary>
/// CLIENT TRACKING: which clients keep copies of which keys, and telling them when those change. Until a client asks
/// for it, the keyspace tells nothing.
/// </summary>
internal sealed class TrackingRegistry(ClientRegistry clients, Keyspace.Keyspace keyspace) : IKeyTracker
{
    private readonly TrackingTable _table = new();
    private readonly PrefixTable _prefixes = new();
    private readonly InvalidationSender _sender = new(clients);

    /// <summary>What the acting client is told once its reply is complete; null stands for all keys.</summary>
    private readonly List<(Session Reader, byte[]? Key)> _postponed = [];
    private int _roundsAboveLimit;

    /// <summary>For whom the engine works at the moment.</summary>
    public ActingClient Acting { get; set; }

    /// <summary>How many clients track keys.</summary>
    public int ClientCount { get; private set; }

    public int KeyCount => _table.Count;

    /// <summary>The clients at all keys, each counted once for every key.</summary>
    public long ReaderCount => _table.Readers;

    public int PrefixCount => _prefixes.Count;

    /// <summary>Whether the acting client is to be told of something, now that its reply is complete.</summary>
    public bool HasPostponed => _postponed.Count > 0;

    /// <summary>Begins to track for a client, or changes how; prefixes come to those it has.</summary>
    public void Enable(Session session, TrackingModes modes, long redirectedTo, IReadOnlyList<byte[]> prefixes)
    {
        ClientTracking? tracking = session.Tracking;
        if (tracking is null)
        {
            session.Tracking = tracking = new ClientTracking();
            ClientCount++;
            keyspace.Tracker = this;
        }

        tracking.Modes = modes;
        tracking.RedirectedTo = redirectedTo;
        tracking.IsRedirectionBroken = false;
        if (!tracking.Has(TrackingModes.Broadcast))
            return;
        foreach (byte[] prefix in prefixes.Count > 0 ? prefixes : [[]])
        {
            tracking.Prefixes.Add(prefix);
            _prefixes.Add(prefix, session);
        }
    }

    /// <summary>Ends tracking for a client, if it tracks. Keys that it has read are forgotten as they change.</summary>
    public void Disable(Session session)
    {
        if (session.Tracking is not { } tracking)
            return;
        foreach (byte[] prefix in tracking.Prefixes)
            _prefixes.Remove(prefix, session);
        session.Tracking = null;
        ClientCount--;
        RestWhenUnused();
    }

    /// <summary>A client has read a key and wants to hear when it changes.</summary>
    public void Remember(Session reader, ReadOnlySpan<byte> key) => _table.Add(key, reader.Id);

    /// <inheritdoc/>
    public void Changed(ReadOnlySpan<byte> key)
    {
        if (_prefixes.Count > 0)
            _prefixes.Changed(key, Acting.Author);
        Invalidate(key, isOwnChange: true);
    }

    /// <inheritdoc/>
    public void Removed(ReadOnlySpan<byte> key)
    {
        if (_prefixes.Count > 0)
            _prefixes.Changed(key, author: null);
        Invalidate(key, isOwnChange: false);
    }

    /// <inheritdoc/>
    public void AllRemoved()
    {
        if (ClientCount > 0)
        {
            foreach (Session session in clients.All)
            {
                if (session.Tracking is not null)
                    TellOrPostpone(session, key: null);
            }
        }

        _table.Clear();
        RestWhenUnused();
    }

    /// <summary>
    /// Forgets keys at random while there are too many, and tells their readers as if they had changed. Each call does
    /// a bounded part of it, a larger one while the calls before were not enough.
    /// </summary>
    /// <param name="limit">How many there may be; 0 for any number.</param>
    public void LimitKeys(long limit)
    {
        const int KeysPerRound = 100;
        if (limit == 0 || _table.Count <= limit)
        {
            _roundsAboveLimit = 0;
            return;
        }

        ActingClient acting = Acting;
        Acting = acting with { IsAnswering = false };
        _roundsAboveLimit++;
        for (long left = KeysPerRound * (long)_roundsAboveLimit; left > 0 && _table.Count > limit; left--)
            Invalidate(_table.PickRandom(keyspace.Random).Name, isOwnChange: false);
        Acting = acting;
    }

    /// <summary>Tells the acting client what could not be sent before its reply was complete.</summary>
    public void SendPostponed()
    {
        // While a script lets other clients be served, what waits for the script's own client goes on waiting.
        Session? client = Acting.Client;
        foreach ((Session reader, byte[]? key) in _postponed)
        {
            if (ReferenceEquals(reader, client))
                Tell(reader, key);
        }

        _postponed.RemoveAll(message => ReferenceEquals(message.Reader, client));
    }

    /// <summary>Tells those who listen to prefixes which keys have changed since the last call.</summary>
    public void Broadcast()
    {
        if (!_prefixes.HasChanges)
            return;
        foreach (PrefixGroup group in _prefixes.TakeChanges())
        {
            KeyValuePair<byte[], Session?>[] changed = group.TakeChanged();
            if (changed.Length > 0)
                _sender.Send(group.Listeners, changed);
        }
    }

    /// <param name="key">What changed.</param>
    /// <param name="isOwnChange">The acting client changed it, so with NOLOOP it is not told.</param>
    private void Invalidate(ReadOnlySpan<byte> key, bool isOwnChange)
    {
        if (_table.Take(key) is not { } tracked)
            return;
        foreach (long id in tracked.Readers)
        {
            if (clients.Find(id) is not { Tracking: { } tracking } reader || tracking.Has(TrackingModes.Broadcast))
                continue;
            bool isSilent = isOwnChange && tracking.Has(TrackingModes.NoLoop);
            if (!isSilent || !ReferenceEquals(reader, Acting.Client))
                TellOrPostpone(reader, tracked.Name);
        }

        RestWhenUnused();
    }

    private void TellOrPostpone(Session reader, byte[]? key)
    {
        if (Acting.IsAnswering && ReferenceEquals(reader, Acting.Client))
            _postponed.Add((reader, key));
        else
            Tell(reader, key);
    }

    private void Tell(Session reader, byte[]? key)
    {
        if (key is null)
            _sender.SendAll(reader);
        else
            _sender.Send(reader, key);
    }

    private void RestWhenUnused()
    {
        if (ClientCount == 0 && _table.Count == 0)
            keyspace.Tracker = null;
    }
}

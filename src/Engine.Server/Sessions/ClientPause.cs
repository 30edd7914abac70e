namespace Engine.Server.Sessions;

/// <summary>CLIENT PAUSE: until when commands are held back, and the clients that wait for its end.</summary>
internal sealed class ClientPause(Keyspace.Keyspace keyspace)
{
    private readonly List<Session> _waiting = [];

    /// <summary>Whether commands are held back now.</summary>
    public bool IsOn { get; private set; }

    public int WaitingCount => _waiting.Count;

    /// <summary>All commands are held back, not only those that may write.</summary>
    public bool HoldsAll { get; private set; }

    /// <summary>Unix milliseconds at which it ends by itself.</summary>
    public long Until { get; private set; }

    /// <summary>Pauses, or prolongs a pause; the stricter of two pauses holds until the later end.</summary>
    public void Start(long until, bool holdsAll)
    {
        IsOn = true;
        HoldsAll |= holdsAll;
        Until = Math.Max(Until, until);
        keyspace.IsExpiryPaused = true;
    }

    public void Hold(Session session)
    {
        session.Wait(WaitReason.Paused);
        _waiting.Add(session);
    }

    /// <summary>Ends the pause and lets those who wait go on, in the order in which they came.</summary>
    public void End()
    {
        IsOn = false;
        HoldsAll = false;
        Until = 0;
        keyspace.IsExpiryPaused = false;
        Session[] waiting = [.. _waiting];
        _waiting.Clear();
        foreach (Session session in waiting)
            session.Resume();
    }

    public void EndWhenOver(long now)
    {
        if (IsOn && now >= Until)
            End();
    }

    public void Forget(Session session) => _waiting.Remove(session);
}

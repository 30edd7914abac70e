namespace Engine.Server.Sessions;

/// <summary>CLIENT PAUSE: until when which commands are held back, and the clients that wait for its end.</summary>
internal sealed class ClientPause
{
    private readonly List<Session> _waiting = [];

    /// <summary>Unix milliseconds; 0 when nothing is paused.</summary>
    public long Until { get; private set; }

    /// <summary>All commands are held back, not only those that may write.</summary>
    public bool HoldsAll { get; private set; }

    public bool IsActive(long now) => now < Until;

    /// <summary>Pauses, or prolongs a pause; the stricter of two pauses holds until the later end.</summary>
    public void Start(long until, bool holdsAll, long now)
    {
        HoldsAll = holdsAll || (IsActive(now) && HoldsAll);
        Until = Math.Max(Until, until);
    }

    public void Hold(Session session)
    {
        session.Wait(WaitReason.Paused);
        _waiting.Add(session);
    }

    /// <summary>Ends the pause and lets those who wait go on.</summary>
    public void End()
    {
        Until = 0;
        HoldsAll = false;
        Session[] waiting = [.. _waiting];
        _waiting.Clear();
        foreach (Session session in waiting)
            session.Resume();
    }

    public void Forget(Session session) => _waiting.Remove(session);
}

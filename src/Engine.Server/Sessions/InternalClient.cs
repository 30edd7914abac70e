namespace Engine.Server.Sessions;

/// <summary>
/// What stands behind a session in which the engine itself runs commands, those of a script or of a file: nobody. The
/// replies are read where they are written.
/// </summary>
internal sealed class InternalClient : IClientLink
{
    public string RemoteAddress => "";

    public string LocalAddress => "";

    public int Descriptor => -1;

    public bool IsUnixSocket => false;

    public bool IsLocal => true;

    public int PendingInput => 0;

    public int InputCapacity => 0;

    public bool IsWaitingToSend => false;

    public void ScheduleFlush()
    {
    }

    public void Resume()
    {
    }

    public void Abort()
    {
    }

    public void Close()
    {
    }
}

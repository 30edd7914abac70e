using Engine.Server.Sessions;

namespace Engine.Server.Scripting;

/// <summary>
/// What stands behind the session in which scripts run commands: nobody. The replies are read where they are written.
/// </summary>
internal sealed class ScriptClient : IClientLink
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

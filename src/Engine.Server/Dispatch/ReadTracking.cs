using Engine.Server.Commands;
using Engine.Server.Protocol;
using Engine.Server.Sessions;
using Engine.Server.Sessions.Tracking;

namespace Engine.Server.Dispatch;

/// <summary>Notes which keys the commands of clients read that are to be told when those change.</summary>
internal sealed class ReadTracking(TrackingRegistry tracking)
{
    /// <summary>The keys that the caller of the running script named.</summary>
    private readonly List<byte[]> _keysOfScript = [];
    private Session? _callerOfScript;

    /// <summary>
    /// A command begins. Of a script the keys are kept: as in Redis, a script that reads anything counts as having read
    /// all keys that its caller named.
    /// </summary>
    public void Begin(Session session, CommandSpec command, in Request request)
    {
        if (command.Group != CommandGroup.Scripting || session.Tracking is null || !KeySearch.HasKeys(command))
            return;
        _callerOfScript = session;
        _keysOfScript.Clear();
        foreach (FoundKey key in KeySearch.Find(command, request))
            _keysOfScript.Add(request[key.Position].ToArray());
    }

    /// <summary>A command has ended.</summary>
    public void End(Session session, CommandSpec command, in Request request)
    {
        if (command.Group == CommandGroup.Scripting)
        {
            // Not of another client's SCRIPT KILL, which runs while the script does.
            if (ReferenceEquals(session, _callerOfScript))
                _callerOfScript = null;
        }
        else if (command.Is(CommandFlags.ReadOnly) && session.IsOfScripts)
        {
            RememberKeysOfScript();
        }
        else if (command.Is(CommandFlags.ReadOnly) && session.Tracking is { RemembersReads: true })
        {
            foreach (FoundKey key in KeySearch.Find(command, request))
                tracking.Remember(session, request[key.Position]);
        }
    }

    private void RememberKeysOfScript()
    {
        if (_callerOfScript is not { Tracking.RemembersReads: true } caller)
            return;
        foreach (byte[] key in _keysOfScript)
            tracking.Remember(caller, key);
    }
}

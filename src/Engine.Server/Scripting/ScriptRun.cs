using Engine.Server.Keyspace;
using Engine.Server.Protocol;

namespace Engine.Server.Scripting;

/// <summary>The script or function that runs now. One at a time does, so there is one of these, used again.</summary>
internal sealed class ScriptRun(EngineClock clock)
{
    private ScriptIdentity? _script;
    private long _started;

    public bool IsActive => _script is not null;

    public bool IsFunction => _script is { IsFunction: true };

    public string Name => _script?.Name ?? "";

    /// <summary>It must not write.</summary>
    public bool IsReadOnly { get; private set; }

    public bool HasWritten { get; set; }

    /// <summary>It has run for so long that other clients are told so.</summary>
    public bool IsBusy { get; set; }

    /// <summary>It is to end as soon as possible.</summary>
    public bool IsKilled { get; set; }

    /// <summary>The request that runs it, when it is a function.</summary>
    public StoredRequest? Request { get; private set; }

    public void Begin(ScriptIdentity script, bool isReadOnly, in Request request)
    {
        _script = script;
        Request = script.IsFunction ? new StoredRequest(request) : null;
        IsReadOnly = isReadOnly;
        HasWritten = false;
        IsKilled = false;
        _started = clock.Timestamp();
    }

    public void End()
    {
        _script = null;
        Request = null;
        IsBusy = false;
    }

    public long ElapsedMilliseconds() => clock.Microseconds(_started, clock.Timestamp()) / 1000;
}

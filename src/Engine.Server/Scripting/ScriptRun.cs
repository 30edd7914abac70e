using Engine.Server.Keyspace;
using Engine.Server.Protocol;

namespace Engine.Server.Scripting;

/// <summary>The script or function that runs now. One at a time does, so there is one of these, used again.</summary>
internal sealed class ScriptRun(EngineClock clock)
{
    private ScriptIdentity? _script;
    private long _started;
    private bool _isMemoryShort;

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

    /// <summary>
    /// Commands that may take memory are refused, as long as it has written nothing: memory was short when it began.
    /// </summary>
    public bool DeniesMemory => _isMemoryShort && !HasWritten;

    /// <param name="script">What begins.</param>
    /// <param name="isReadOnly">The command that runs it only reads.</param>
    /// <param name="request">The request that runs it.</param>
    /// <param name="isMemoryShort">Commands that may take memory are refused at this time.</param>
    public void Begin(ScriptIdentity script, bool isReadOnly, in Request request, bool isMemoryShort)
    {
        _script = script;
        Request = script.IsFunction ? new StoredRequest(request) : null;
        IsReadOnly = isReadOnly || (script.Flags & ScriptFlags.NoWrites) != 0;
        _isMemoryShort = isMemoryShort && (script.Flags & ScriptFlags.AllowOom) == 0;
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

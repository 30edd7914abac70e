using Engine.Server.Protocol;
using Engine.Server.Sessions;

namespace Engine.Testing;

/// <summary>
/// The network between an engine and its clients, in the hands of a test: requests and replies are held, delayed or
/// lost,
/// connections cut, clients parted from the engine, the engine paused. Each call starts one fault and returns its <see
/// cref="Fault"/>,
/// which ends it when disposed.
/// </summary>
public sealed class EngineFaults : ITrafficGate
{
    private readonly Lock _gate = new();
    private readonly List<Fault> _faults = [];
    private readonly TestEngine _engine;

    internal EngineFaults(TestEngine engine) => _engine = engine;

    /// <summary>
    /// Requests wait before the engine, and those of the same client behind them, until the fault ends.
    /// </summary>
    public Fault HoldRequests(FaultScope? scope = null) => Start(FaultKind.HoldRequest, scope);

    /// <summary>Requests reach the engine later by <paramref name="delay"/> of the engine's clock.</summary>
    public Fault DelayRequests(TimeSpan delay, FaultScope? scope = null) => Start(FaultKind.DelayRequest, scope, delay);

    /// <summary>Requests never reach the engine; the client waits for a reply that never comes.</summary>
    public Fault DropRequests(FaultScope? scope = null) => Start(FaultKind.DropRequest, scope);

    /// <summary>Requests are run, and their replies and all that follows wait until the fault ends.</summary>
    public Fault HoldReplies(FaultScope? scope = null) => Start(FaultKind.HoldReply, scope);

    /// <summary>
    /// Requests are run, and their replies and all that follows come later by <paramref name="delay"/> of the engine's
    /// clock.
    /// </summary>
    public Fault DelayReplies(TimeSpan delay, FaultScope? scope = null) => Start(FaultKind.DelayReply, scope, delay);

    /// <summary>Requests are run, and their replies are lost: the client cannot know.</summary>
    public Fault DropReplies(FaultScope? scope = null) => Start(FaultKind.DropReply, scope);

    /// <summary>The connection ends as a request arrives, before it is run.</summary>
    public Fault CutBeforeRequests(FaultScope? scope = null) => Start(FaultKind.CutBeforeRequest, scope);

    /// <summary>The connection ends when a request has been run, before its reply is sent.</summary>
    public Fault CutBeforeReplies(FaultScope? scope = null) => Start(FaultKind.CutBeforeReply, scope);

    /// <summary>
    /// Nothing passes between the engine and the clients in scope, nor new connections' requests, until the fault ends;
    /// then what was
    /// on its way arrives, as it does when a network heals before connections time out.
    /// </summary>
    public async Task<Fault> PartitionAsync(string? clientName = null)
    {
        Fault fault = Start(FaultKind.HoldRequest, new FaultScope { ClientName = clientName });
        await _engine.Server.RunAsync(() =>
        {
            foreach (Session session in _engine.Server.State.Clients.All)
            {
                if (clientName is null || session.Name == clientName)
                    fault.HoldOutput(session, length: 0);
            }
        }).ConfigureAwait(false);
        return fault;
    }

    /// <summary>The engine does nothing until the result is disposed, as if its process or machine hung.</summary>
    public Task<IDisposable> PauseEngineAsync() => _engine.Server.PauseAsync();

    /// <inheritdoc/>
    GateDecision ITrafficGate.Arriving(Session session, in Request request)
    {
        foreach (Fault fault in Active())
        {
            if (!fault.IsOfRequests || !fault.Catches(session, request))
                continue;
            return fault.Arriving(session);
        }

        return GateDecision.Pass;
    }

    /// <inheritdoc/>
    void ITrafficGate.Answered(Session session, in Request request, long repliesFrom)
    {
        foreach (Fault fault in Active())
        {
            if (!fault.IsOfRequests && fault.Catches(session, request))
                fault.Answered(session, repliesFrom);
        }
    }

    internal void End(Fault fault)
    {
        lock (_gate)
            _faults.Remove(fault);
    }

    private Fault Start(FaultKind kind, FaultScope? scope, TimeSpan delay = default)
    {
        var fault = new Fault(_engine, kind, scope ?? new FaultScope(), delay);
        lock (_gate)
            _faults.Add(fault);
        return fault;
    }

    private Fault[] Active()
    {
        lock (_gate)
            return [.. _faults];
    }
}

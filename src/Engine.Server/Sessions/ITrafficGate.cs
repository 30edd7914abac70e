using Engine.Server.Protocol;

namespace Engine.Server.Sessions;

/// <summary>What a gate lets happen to a request.</summary>
internal enum GateDecision
{
    Pass,

    /// <summary>It waits, and what the client sends behind it waits too, until the session is resumed.</summary>
    Hold,

    /// <summary>It is not run and never answered, as if it had been lost on the way.</summary>
    Drop,

    /// <summary>The connection ends.</summary>
    Cut,
}

/// <summary>
/// Stands between clients and commands in tests: faults of the network are made here. Called on the engine thread.
/// </summary>
internal interface ITrafficGate
{
    GateDecision Arriving(Session session, in Request request);

    /// <summary>
    /// The request ran, perhaps after the client was blocked, and its replies stand in the output from
    /// <paramref name="repliesFrom"/> on; the gate may take them.
    /// </summary>
    void Answered(Session session, in Request request, long repliesFrom);
}

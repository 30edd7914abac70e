using Engine.Server.Commands.Blocking;
using Engine.Server.Protocol;
using Engine.Server.Sessions;

namespace Engine.Server.Commands;

/// <summary>
/// The way back from a command into dispatch, for EXEC, scripts and clients that were woken: runs a request of a
/// session as part of the current unit of work. Implemented by Dispatch.
/// </summary>
internal interface ICommandRunner
{
    void Run(Session session, in Request request);

    /// <summary>The same for a command that has been found and accepts so many arguments.</summary>
    void Run(Session session, CommandSpec command, in Request request);

    /// <summary>
    /// Lets a command that waited take what it wants from <paramref name="key"/>, as a unit of work of its own. Returns
    /// false when there was nothing to take.
    /// </summary>
    bool TryServe(BlockedCommand blocked, ReadOnlySpan<byte> key);
}

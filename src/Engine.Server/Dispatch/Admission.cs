using System.Text;
using Engine.Server.Access;
using Engine.Server.Commands;
using Engine.Server.Protocol;
using Engine.Server.Sessions;

namespace Engine.Server.Dispatch;

internal enum AdmissionDecision
{
    Run,

    /// <summary>MULTI is open: the command waits for EXEC.</summary>
    Queue,

    /// <summary>CLIENT PAUSE holds the command back.</summary>
    Wait,

    Refuse,
}

/// <summary>
/// Whether a command may run now, for this client; the checks come in the order in which Redis makes them.
/// </summary>
internal sealed class Admission(EngineState engine, MemoryLimit memory)
{
    public AdmissionDecision Decide(Session session, CommandSpec command, in Request request, out string? refusal)
    {
        refusal = null;
        if (command.Is(CommandFlags.Protected) && !AllowsProtected(session, command))
        {
            string container = (command.Parent ?? command).Name;
            refusal = Errors.ProtectedCommand(container, $"enable-{container}-command");
            return AdmissionDecision.Refuse;
        }

        if (!session.IsAuthenticated && !command.Is(CommandFlags.NoAuth) && engine.Users.RequiresLogin)
            return Refuse(Errors.NoAuth, out refusal);
        bool isInTransaction = session.Transaction.IsOpen;
        if (isInTransaction && command.Is(CommandFlags.NoMulti))
            return Refuse(Errors.NotInsideTransaction, out refusal);
        if (!session.User.IsUnrestricted && IsDenied(session, command, request, out refusal))
            return AdmissionDecision.Refuse;
        bool isBusy = !engine.Scripts.BusyError.IsEmpty;
        if (engine.Options.MaxMemory > 0 && !isBusy)
            memory.MakeRoom();
        if (engine.IsMemoryShort && !isBusy && MayTakeMemory(session, command, request))
            return Refuse(Errors.OutOfMemory, out refusal);
        if (engine.Persistence.WriteRefusal is { } reason && MayChangeData(session, command, request))
        {
            refusal = reason;
            return AdmissionDecision.Refuse;
        }

        if (engine.Options.LacksReplicas && (command.FlagsOf(engine, request) & CommandFlags.Write) != 0)
            return Refuse(Errors.NoReplicas, out refusal);
        if (session.IsSubscriber && !session.Reply.IsResp3 && !IsAllowedWhileSubscribed(command))
        {
            refusal = Errors.NotWhileSubscribed(command.FullName);
            return AdmissionDecision.Refuse;
        }

        if (engine.Persistence.IsLoading && !command.Is(CommandFlags.Loading))
            return Refuse(Errors.Loading, out refusal);
        if (isBusy && !command.Is(CommandFlags.AllowBusy))
            return Refuse(engine.Scripts.BusyError, out refusal);
        if (session.IsMonitor && UsesKeyspace(command, request))
            return Refuse(Errors.MonitorUsesKeyspace, out refusal);
        if (engine.Pause.IsOn && !session.IsMonitor && IsHeldBack(session, command, request))
            return AdmissionDecision.Wait;
        return isInTransaction && !RunsInsideTransaction(command) ? AdmissionDecision.Queue : AdmissionDecision.Run;
    }

    private bool IsDenied(Session session, CommandSpec command, in Request request, out string? refusal)
    {
        DenialContext context = session.Transaction.IsOpen ? DenialContext.Multi : DenialContext.TopLevel;
        refusal = engine.Access.CheckAndLog(session, command, request, context).Reason switch
        {
            DenialReason.None => null,
            DenialReason.Command => Errors.NoPermissionForCommand(command.FullName),
            DenialReason.Key => Encoding.ASCII.GetString(Errors.NoPermissionForKey),
            _ => Encoding.ASCII.GetString(Errors.NoPermissionForChannel),
        };
        return refusal is not null;
    }

    private bool AllowsProtected(Session session, CommandSpec command) =>
        (command.FullName == "debug" ? engine.Options.EnableDebugCommand : engine.Options.EnableModuleCommand) switch
        {
            "yes" => true,
            "local" => session.Link.IsLocal,
            _ => false,
        };

    private bool IsHeldBack(Session session, CommandSpec command, in Request request) =>
        engine.Pause.HoldsAll
        || (command.FlagsOf(engine, request) & (CommandFlags.Write | CommandFlags.MayReplicate)) != 0
        || (command.FullName == "exec" && session.Transaction.MayWrite);

    private bool UsesKeyspace(CommandSpec command, in Request request) =>
        (command.FlagsOf(engine, request)
            & (CommandFlags.Write | CommandFlags.MayReplicate | CommandFlags.ReadOnly)) != 0;

    /// <summary>PING is refused, too, so that whoever watches the server notices.</summary>
    private bool MayChangeData(Session session, CommandSpec command, in Request request) =>
        (command.FlagsOf(engine, request) & CommandFlags.Write) != 0 || command.FullName == "ping"
        || (command.FullName == "exec" && session.Transaction.MayWrite);

    /// <summary>While a transaction is open, whatever it queues counts, as in Redis.</summary>
    private bool MayTakeMemory(Session session, CommandSpec command, in Request request) =>
        (command.FlagsOf(engine, request) & CommandFlags.DenyOom) != 0
        || (session.Transaction.IsOpen && command.FullName is not ("exec" or "discard" or "quit" or "reset"))
        || (command.FullName == "exec" && session.Transaction.MayTakeMemory);

    private static bool IsAllowedWhileSubscribed(CommandSpec command) => command.FullName
        is "ping" or "quit" or "reset" or "subscribe" or "ssubscribe" or "psubscribe" or "unsubscribe" or "sunsubscribe"
        or "punsubscribe";

    private static bool RunsInsideTransaction(CommandSpec command) =>
        command.FullName is "exec" or "discard" or "multi" or "watch" or "quit" or "reset";

    private static AdmissionDecision Refuse(ReadOnlySpan<byte> sentence, out string? refusal)
    {
        refusal = Encoding.Latin1.GetString(sentence);
        return AdmissionDecision.Refuse;
    }
}

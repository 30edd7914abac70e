using System.Text;
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

/// <summary>Whether a command may run now, for this client; the checks come in the order in which Redis makes them.</summary>
internal sealed class Admission(EngineState engine)
{
    public AdmissionDecision Decide(Session session, CommandSpec command, in Request request, out string? refusal)
    {
        refusal = null;
        if (!session.IsAuthenticated && !command.Is(CommandFlags.NoAuth))
            return Refuse(Errors.NoAuth, out refusal);
        if (session.Transaction.IsOpen && command.Is(CommandFlags.NoMulti))
            return Refuse(Errors.NotInsideTransaction, out refusal);
        if (session.IsSubscriber && !session.Reply.IsResp3 && !IsAllowedWhileSubscribed(command))
        {
            refusal = Errors.NotWhileSubscribed(command.FullName);
            return AdmissionDecision.Refuse;
        }

        if (engine.Pause.Until != 0 && IsPaused(session, command))
            return AdmissionDecision.Wait;
        return session.Transaction.IsOpen && !RunsInsideTransaction(command) ? AdmissionDecision.Queue : AdmissionDecision.Run;
    }

    private bool IsPaused(Session session, CommandSpec command)
    {
        if (!engine.Pause.IsActive(engine.Clock.Now))
            return false;
        if (engine.Pause.HoldsAll)
            return !command.Is(CommandFlags.NoMulti) || !session.Transaction.IsOpen;
        const CommandFlags MayWrite = CommandFlags.Write | CommandFlags.MayReplicate;
        return command.Is(MayWrite) || (command.Name == "exec" && session.Transaction.Queue.Any(QueuedMayWrite));
    }

    private static bool QueuedMayWrite(StoredRequest queued) =>
        CommandTable.Find(queued.View[0])?.Is(CommandFlags.Write | CommandFlags.MayReplicate) ?? false;

    private static bool IsAllowedWhileSubscribed(CommandSpec command) => command.Name is "ping" or "subscribe" or "ssubscribe"
        or "psubscribe" or "unsubscribe" or "sunsubscribe" or "punsubscribe" or "quit" or "reset";

    private static bool RunsInsideTransaction(CommandSpec command) =>
        command.Name is "exec" or "discard" or "multi" or "watch" or "quit" or "reset";

    private static AdmissionDecision Refuse(ReadOnlySpan<byte> sentence, out string? refusal)
    {
        refusal = Encoding.Latin1.GetString(sentence);
        return AdmissionDecision.Refuse;
    }
}

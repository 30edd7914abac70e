using Engine.Server.DataTypes;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Connection;

/// <summary>Holding clients back, and letting them go on.</summary>
internal static partial class ClientCommands
{
    /// <summary>CLIENT PAUSE timeout [WRITE | ALL]</summary>
    private static void Pause(ref CommandContext context)
    {
        if (context.Count > 4)
        {
            context.Reply.Error(Errors.SubcommandSyntax(context[1], "client"));
            return;
        }

        bool holdsAll = context.Count == 3 || context.Is(3, "ALL"u8);
        if (!holdsAll && !context.Is(3, "WRITE"u8))
            context.Reply.Error(Errors.UnknownPauseMode);
        else if (!Numbers.TryParse(context[2], out long milliseconds))
            context.Reply.Error(Errors.TimeoutNotAnInteger);
        else if (milliseconds < 0)
            context.Reply.Error(Errors.NegativeTimeout);
        else
            StartPause(context, milliseconds, holdsAll);
    }

    private static void StartPause(in CommandContext context, long milliseconds, bool holdsAll)
    {
        // An end beyond the end of time is none, as in Redis, where it overflows: else nobody could end that pause.
        long now = context.Engine.Clock.Now;
        if (milliseconds > 0 && milliseconds <= long.MaxValue - now)
            context.Engine.Pause.Start(now + milliseconds, holdsAll);
        context.Reply.Ok();
    }

    /// <summary>CLIENT UNPAUSE</summary>
    private static void Unpause(ref CommandContext context)
    {
        context.Engine.Pause.End();
        context.Reply.Ok();
    }

    /// <summary>CLIENT UNBLOCK client-id [TIMEOUT | ERROR]</summary>
    private static void Unblock(ref CommandContext context)
    {
        if (context.Count > 4)
            context.Reply.Error(Errors.SubcommandSyntax(context[1], "client"));
        else if (context.Count == 4 && !context.Is(3, "TIMEOUT"u8) && !context.Is(3, "ERROR"u8))
            context.Reply.Error(Errors.UnknownUnblockReason);
        else if (context.TryReadInteger(2, out long id))
            context.Reply.Integer(TryUnblock(context, id) ? 1 : 0);
    }

    /// <summary>A pause holds clients back too, but it is not this command that ends it.</summary>
    private static bool TryUnblock(in CommandContext context, long id)
    {
        ReadOnlySpan<byte> error = context.Count == 4 && context.Is(3, "ERROR"u8) ? Errors.Unblocked : default;
        return context.Engine.Clients.Find(id) is { } session && context.Engine.Blocked.TryUnblock(session, error);
    }
}

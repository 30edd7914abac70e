using Engine.Server.Protocol;

namespace Engine.Server.Commands.Scripting;

/// <summary>The scripts that are kept.</summary>
internal static partial class ScriptingCommands
{
    /// <summary>SCRIPT LOAD script</summary>
    private static void Load(ref CommandContext context)
    {
        if (context.Engine.Scripts.Load(context[2], out string error) is { } hash)
            context.Reply.Bulk(hash);
        else
            context.Reply.Error(error);
    }

    /// <summary>SCRIPT EXISTS sha1 [sha1 ...]</summary>
    private static void Exists(ref CommandContext context)
    {
        context.Reply.Array(context.Count - 2);
        for (int i = 2; i < context.Count; i++)
            context.Reply.Integer(context.Engine.Scripts.Contains(context[i]) ? 1 : 0);
    }

    /// <summary>SCRIPT FLUSH [ASYNC | SYNC]; either way it takes no time.</summary>
    private static void Flush(ref CommandContext context)
    {
        if (context.Count > 3 || (context.Count == 3 && !context.Is(2, "ASYNC"u8) && !context.Is(2, "SYNC"u8)))
        {
            context.Reply.Error(Errors.ScriptFlushMode);
            return;
        }

        context.Engine.Scripts.Flush();
        context.Reply.Ok();
    }

    /// <summary>SCRIPT DEBUG YES | SYNC | NO</summary>
    private static void Debug(ref CommandContext context)
    {
        if (context.Is(2, "NO"u8))
            context.Reply.Ok();
        else if (context.Is(2, "YES"u8) || context.Is(2, "SYNC"u8))
            context.Reply.Error(Errors.NoScriptDebugger);
        else
            context.Reply.Error(Errors.ScriptDebugMode);
    }

    /// <summary>SCRIPT KILL</summary>
    private static void Kill(ref CommandContext context) =>
        ReplyToKill(context, context.Engine.Scripts.Kill());

    internal static void ReplyToKill(in CommandContext context, KillOutcome outcome)
    {
        switch (outcome)
        {
            case KillOutcome.Killed:
                context.Reply.Ok();
                break;
            case KillOutcome.NothingRuns:
                context.Reply.Error(Errors.NothingToKill);
                break;
            case KillOutcome.OtherKind:
                context.Reply.Error(context.Engine.Scripts.BusyError);
                break;
            case KillOutcome.HasWritten:
                context.Reply.Error(Errors.Unkillable);
                break;
        }
    }

    /// <summary>SCRIPT HELP</summary>
    private static void Help(ref CommandContext context) => HelpReply.Write(context.Reply, "SCRIPT",
    [
        "DEBUG (YES|SYNC|NO)",
        "    Set the debug mode for subsequent scripts executed.",
        "EXISTS <sha1> [<sha1> ...]",
        "    Return information about the existence of the scripts in the script cache.",
        "FLUSH [ASYNC|SYNC]",
        "    Flush the Lua scripts cache. Very dangerous on replicas.",
        "    When called without the optional mode argument, the behavior is determined by the",
        "    lazyfree-lazy-user-flush configuration directive. Valid modes are:",
        "    * ASYNC: Asynchronously flush the scripts cache.",
        "    * SYNC: Synchronously flush the scripts cache.",
        "KILL",
        "    Kill the currently executing Lua script.",
        "LOAD <script>",
        "    Load a script into the scripts cache without executing it.",
    ]);
}

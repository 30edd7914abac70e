using Engine.Server.Access;
using Engine.Server.Protocol;
using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Persistence;

/// <summary>Taking snapshots and rewriting the append-only file.</summary>
internal static class SaveCommands
{
    public static CommandSpec[] Table { get; } =
    [
        new("save", 1, Admin | NoScript | NoAsyncLoading | NoMulti, Save)
        {
            Group = CommandGroup.Server, Since = "1.0.0",
            Complexity = "O(N) where N is the total number of keys in all databases",
            Summary = "Takes a snapshot while all clients wait.",
        },
        new("bgsave", -1, Admin | NoScript | NoAsyncLoading, SaveInBackground)
        {
            Group = CommandGroup.Server, Since = "1.0.0", Complexity = "O(1)",
            Summary = "Takes a snapshot while the work goes on.",
            Syntax = "[SCHEDULE@3.2.2]",
        },
        new("bgrewriteaof", 1, Admin | NoScript | NoAsyncLoading, Rewrite)
        {
            Group = CommandGroup.Server, Since = "1.0.0", Complexity = "O(1)",
            Summary = "Rewrites the append-only file while the work goes on.",
        },
        new("lastsave", 1, Loading | Stale | Fast, LastSave)
        {
            Group = CommandGroup.Server, Since = "1.0.0", Complexity = "O(1)",
            Acl = AclCategories.Admin | AclCategories.Dangerous,
            Summary = "Returns the Unix time in seconds of the last snapshot, or of the start when there was none.",
            Tips = ["nondeterministic_output"],
        },
    ];

    /// <summary>SAVE</summary>
    private static void Save(ref CommandContext context) =>
        Reply(ref context, context.Engine.Persistence.Save(), "Background saving started"u8);

    /// <summary>BGSAVE [SCHEDULE]</summary>
    private static void SaveInBackground(ref CommandContext context)
    {
        bool waits = context.Count == 2 && context.Is(1, "SCHEDULE"u8);
        if (context.Count > 1 && !waits)
        {
            context.Reply.Error(Errors.Syntax);
            return;
        }

        SaveOutcome outcome = context.Engine.Persistence.SaveInBackground(waits, context.IsNested);
        if (outcome == SaveOutcome.Scheduled)
            context.Reply.SimpleString("Background saving scheduled");
        else
            Reply(ref context, outcome, "Background saving started"u8);
    }

    /// <summary>BGREWRITEAOF</summary>
    private static void Rewrite(ref CommandContext context)
    {
        SaveOutcome outcome = context.Engine.Persistence.RewriteInBackground(context.IsNested);
        if (outcome == SaveOutcome.Scheduled)
            context.Reply.SimpleString("Background append only file rewriting scheduled");
        else if (outcome == SaveOutcome.RewriteIsRunning)
            context.Reply.Error(Errors.RewriteIsRunning);
        else if (outcome == SaveOutcome.Failed)
            context.Reply.Error(Errors.RewriteFailed);
        else
            Reply(ref context, outcome, "Background append only file rewriting started"u8);
    }

    /// <summary>LASTSAVE</summary>
    private static void LastSave(ref CommandContext context) =>
        context.Reply.Integer(context.Engine.Persistence.LastSave);

    private static void Reply(ref CommandContext context, SaveOutcome outcome, ReadOnlySpan<byte> started)
    {
        switch (outcome)
        {
            case SaveOutcome.Done:
                context.Reply.Ok();
                break;
            case SaveOutcome.Started:
                context.Reply.SimpleString(started);
                break;
            case SaveOutcome.SaveIsRunning:
                context.Reply.Error(Errors.SaveIsRunning);
                break;
            case SaveOutcome.RewriteIsRunning:
                context.Reply.Error(Errors.OtherWriterIsRunning);
                break;
            case SaveOutcome.NoFiles:
                context.Reply.Error(Errors.NoFiles);
                break;
            default:
                context.Reply.Error(Errors.SaveFailed);
                break;
        }
    }
}

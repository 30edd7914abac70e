using Engine.Server.Commands.Persistence;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Server.Debugging;

/// <content>Saving and loading.</content>
internal static partial class DebugCommand
{
    /// <summary>DEBUG RELOAD [MERGE] [NOFLUSH] [NOSAVE]</summary>
    private static void Reload(ref CommandContext context)
    {
        var options = ReloadOptions.None;
        for (int i = 2; i < context.Count; i++)
        {
            if (context.Is(i, "NOSAVE"u8))
                options |= ReloadOptions.NoSave;
            else if (context.Is(i, "NOFLUSH"u8))
                options |= ReloadOptions.NoFlush;
            else if (context.Is(i, "MERGE"u8))
                options |= ReloadOptions.Merge;
            else
            {
                context.Reply.Error(Errors.ReloadSyntax);
                return;
            }
        }

        // What is loaded is what the files say: no news for those who read the journal.
        context.ChangesAreJournalled();
        if (context.Engine.Persistence.Reload(options) is { } error)
            context.Reply.Error(error);
        else
            context.Reply.Ok();
    }

    /// <summary>DEBUG LOADAOF</summary>
    private static void ReloadLog(ref CommandContext context)
    {
        context.ChangesAreJournalled();
        if (context.Engine.Persistence.ReloadLog() is { } error)
            context.Reply.Error(error);
        else
            context.Reply.Ok();
    }
}

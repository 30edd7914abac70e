using Engine.Server.Protocol;
using Engine.Server.Sessions;
using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Server;

/// <summary>SHUTDOWN: ends the engine.</summary>
internal static class ShutdownCommand
{
    private const CommandFlags Flags = Admin | NoScript | Loading | Stale | NoMulti | AllowBusy;

    public static CommandSpec Row { get; } = new("shutdown", -1, Flags, Run)
    {
        Group = CommandGroup.Server, Since = "1.0.0", Complexity = "O(1)",
        Summary = "Ends the engine.",
        Syntax = "[nosave_save(NOSAVE|SAVE)] [NOW@7.0.0] [FORCE@7.0.0] [ABORT@7.0.0]",
    };

    [Flags]
    private enum Options
    {
        None = 0,
        NoSave = 1 << 0,
        Save = 1 << 1,
        Now = 1 << 2,
        Force = 1 << 3,
        Abort = 1 << 4,
    }

    /// <summary>
    /// SHUTDOWN [NOSAVE | SAVE] [NOW] [FORCE] [ABORT]. There are no replicas to wait for, so it ends at once when the
    /// data are safe, without a reply, and what the client sent behind it is not run.
    /// </summary>
    private static void Run(ref CommandContext context)
    {
        if (!TryReadOptions(context, out Options options))
        {
            context.Reply.Error(Errors.Syntax);
            return;
        }

        if (options == Options.Abort)
        {
            context.Reply.Error(Errors.NoShutdown);
            return;
        }

        // While a script runs the data are half changed: they can be left as the files have them, and not be saved.
        if (!context.Engine.Scripts.BusyError.IsEmpty && !options.HasFlag(Options.NoSave))
        {
            context.Reply.Error(context.Engine.Scripts.BusyError);
            return;
        }

        bool? saves = options.HasFlag(Options.Save) ? true : options.HasFlag(Options.NoSave) ? false : null;
        if (!context.Engine.Persistence.TryEnd(saves) && !options.HasFlag(Options.Force))
        {
            context.Reply.Error(Errors.CannotShutDown);
            return;
        }

        context.Session.Wait(WaitReason.EngineEnds);
        context.Engine.Control.RequestShutdown();
    }

    private static bool TryReadOptions(in CommandContext context, out Options options)
    {
        options = Options.None;
        for (int i = 1; i < context.Count; i++)
        {
            Options option = OptionAt(context, i);
            if (option == Options.None)
                return false;
            options |= option;
        }

        bool isAbortAlone = options == Options.Abort || !options.HasFlag(Options.Abort);
        return isAbortAlone && !options.HasFlag(Options.Save | Options.NoSave);
    }

    private static Options OptionAt(in CommandContext context, int index)
    {
        if (context.Is(index, "NOSAVE"u8))
            return Options.NoSave;
        if (context.Is(index, "SAVE"u8))
            return Options.Save;
        if (context.Is(index, "NOW"u8))
            return Options.Now;
        if (context.Is(index, "FORCE"u8))
            return Options.Force;
        return context.Is(index, "ABORT"u8) ? Options.Abort : Options.None;
    }
}

using Engine.Server.Commands;

namespace Engine.Server.Scripting;

/// <summary>What the flags of a script say of the command that runs it.</summary>
internal static class ScriptNature
{
    private const CommandFlags Decided =
        CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Stale | CommandFlags.MayReplicate;

    /// <summary>
    /// The flags of a command that runs this script, from those that it has in general. A script that says nothing of
    /// itself is taken as the command is.
    /// </summary>
    public static CommandFlags Refine(this ScriptFlags script, CommandFlags command)
    {
        if ((script & ScriptFlags.Unstated) != 0)
            return command;
        command &= ~Decided;
        if ((script & ScriptFlags.NoWrites) == 0)
            command |= CommandFlags.Write;
        if ((script & (ScriptFlags.NoWrites | ScriptFlags.AllowOom)) == 0)
            command |= CommandFlags.DenyOom;
        if ((script & ScriptFlags.AllowStale) != 0)
            command |= CommandFlags.Stale;
        return command;
    }
}

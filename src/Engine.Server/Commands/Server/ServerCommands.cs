using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Server;

/// <summary>Commands about all databases and the server's process.</summary>
internal static class ServerCommands
{
    public static CommandSpec[] Table { get; } =
    [
        ConfigCommands.Config,
        Info.InfoCommand.Info,
        new("flushall", -1, Write, FlushAll)
        {
            Group = CommandGroup.Server, Since = "1.0.0", Complexity = "O(N) where N is the total number of keys in all databases",
            Summary = "Deletes all keys of all databases.",
            Acl = AclCategories.Keyspace | AclCategories.Dangerous,
        },
    ];

    /// <summary>FLUSHALL [ASYNC | SYNC]</summary>
    private static void FlushAll(ref CommandContext context)
    {
        for (int i = 0; i < context.Engine.Keyspace.DatabaseCount; i++)
            context.Engine.Keyspace[i].Clear();
        context.Changed();
        context.Reply.Ok();
    }
}

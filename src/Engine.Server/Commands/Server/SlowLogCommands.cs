using Engine.Server.DataTypes;
using Engine.Server.Protocol;
using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Server;

/// <summary>SLOWLOG: the commands that took longest lately.</summary>
internal static class SlowLogCommands
{
    public static CommandSpec SlowLogCommand { get; } = new("slowlog", -2, None, CommandSpec.NeedsSubcommand)
    {
        Group = CommandGroup.Server, Since = "2.2.12", Complexity = "Depends on subcommand.",
        Summary = "Looks at the commands that took longest lately.",
        Subcommands =
        [
            Subcommand("get", -2, Get, "2.2.12", "O(N) where N is the number of entries returned",
                "Returns the latest entries.") with
            {
                Syntax = "[count:integer]", Tips = ["request_policy:all_nodes", "nondeterministic_output"],
            },
            Subcommand("len", 2, Length, "2.2.12", "O(1)", "Counts the entries.") with
            {
                Tips = ["request_policy:all_nodes", "response_policy:agg_sum", "nondeterministic_output"],
            },
            Subcommand("reset", 2, Reset, "2.2.12", "O(N) where N is the number of entries",
                "Forgets all entries.") with
            {
                Tips = ["request_policy:all_nodes", "response_policy:all_succeeded"],
            },
            new("help", 2, Loading | Stale, Help)
            {
                Group = CommandGroup.Server, Since = "6.2.0", Complexity = "O(1)", Summary = "Lists the subcommands.",
            },
        ],
    };

    private static CommandSpec Subcommand(
        string name, int arity, CommandHandler handler, string since, string complexity, string summary) =>
        new(name, arity, Admin | Loading | Stale, handler)
        {
            Group = CommandGroup.Server, Since = since, Complexity = complexity, Summary = summary,
        };

    /// <summary>SLOWLOG GET [count]</summary>
    private static void Get(ref CommandContext context)
    {
        const long DefaultCount = 10;
        long count = DefaultCount;
        if (context.Count > 3)
        {
            context.Reply.Error(Errors.SubcommandSyntax(context[1], "slowlog"));
            return;
        }

        if (context.Count == 3 && (!Numbers.TryParse(context[2], out count) || count is < -1 or > int.MaxValue))
        {
            context.Reply.Error(Errors.SlowLogCount);
            return;
        }

        SlowLogEntry[] entries = [.. context.Engine.SlowLog.Entries.Take(count < 0 ? int.MaxValue : (int)count)];
        context.Reply.Array(entries.Length);
        foreach (SlowLogEntry entry in entries)
            Write(context.Reply, entry);
    }

    private static void Write(ReplyWriter reply, SlowLogEntry entry)
    {
        reply.Array(6);
        reply.Integer(entry.Id);
        reply.Integer(entry.UnixSeconds);
        reply.Integer(entry.Microseconds);
        reply.Array(entry.Arguments.Length);
        foreach (byte[] argument in entry.Arguments)
            reply.Bulk(argument);
        reply.Bulk(entry.ClientAddress);
        reply.Bulk(entry.ClientName);
    }

    /// <summary>SLOWLOG LEN</summary>
    private static void Length(ref CommandContext context) =>
        context.Reply.Integer(context.Engine.SlowLog.Entries.Count);

    /// <summary>SLOWLOG RESET</summary>
    private static void Reset(ref CommandContext context)
    {
        context.Engine.SlowLog.Clear();
        context.Reply.Ok();
    }

    /// <summary>SLOWLOG HELP</summary>
    private static void Help(ref CommandContext context) => HelpReply.Write(context.Reply, "SLOWLOG",
    [
        "GET [<count>]",
        "    Return top <count> entries from the slowlog (default: 10, -1 mean all).",
        "    Entries are made of:",
        "    id, timestamp, time in microseconds, arguments array, client IP and port,",
        "    client name",
        "LEN",
        "    Return the length of the slowlog.",
        "RESET",
        "    Reset the slowlog.",
    ]);
}

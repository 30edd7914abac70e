using System.Text;
using Engine.Server.Access;
using Engine.Server.DataTypes;
using Engine.Server.Protocol;
using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Documentation;

/// <summary>COMMAND: what the table of commands says about them.</summary>
internal static class CommandCommands
{
    private const string PerCommand = "O(N) where N is the number of commands to look up";
    private const string PerArgument = "O(N) where N is the number of arguments to the command";

    private static readonly string[] Unordered = ["nondeterministic_output_order"];

    public static CommandSpec[] Table { get; } =
    [
        new("command", -1, Loading | Stale, DescribeAll)
        {
            Group = CommandGroup.Server, Since = "2.8.13", Acl = AclCategories.Connection, Tips = Unordered,
            Complexity = "O(N) where N is the total number of Redis commands",
            Summary = "Describes all commands.",
            Subcommands =
            [
                Subcommand("count", 2, Count, "2.8.13", "O(1)", "Counts the commands."),
                Subcommand("info", -2, Describe, "2.8.13", PerCommand, "Describes some commands, or all.") with
                {
                    Syntax = "[command-name...]", Tips = Unordered,
                },
                Subcommand("docs", -2, Document, "7.0.0", PerCommand,
                    "Returns the manual of some commands, or of all.") with
                {
                    Syntax = "[command-name...]", Tips = Unordered,
                },
                Subcommand("getkeys", -4, GetKeys, "2.8.13", PerArgument,
                    "Returns the keys among the arguments of a command."),
                Subcommand("getkeysandflags", -4, GetKeysAndFlags, "7.0.0", PerArgument,
                    "Returns the keys among the arguments of a command, and what it does with them."),
                Subcommand("list", -2, List, "7.0.0", "O(N) where N is the total number of Redis commands",
                    "Names the commands.") with
                {
                    Syntax = "[FILTERBY filterby(MODULE module-name|ACLCAT category|PATTERN pattern:pattern)]",
                    Tips = Unordered,
                },
                Subcommand("help", 2, Help, "5.0.0", "O(1)", "Lists the subcommands."),
            ],
        },
    ];

    private static CommandSpec Subcommand(
        string name, int arity, CommandHandler handler, string since, string complexity, string summary) =>
        new(name, arity, Loading | Stale, handler)
        {
            Group = CommandGroup.Server, Since = since, Complexity = complexity, Summary = summary,
            Acl = AclCategories.Connection,
        };

    /// <summary>COMMAND</summary>
    private static void DescribeAll(ref CommandContext context)
    {
        IReadOnlyList<CommandSpec> commands = context.Engine.Names.All;
        context.Reply.Array(commands.Count);
        foreach (CommandSpec command in commands)
            CommandDescription.Write(context.Reply, command);
    }

    /// <summary>COMMAND COUNT</summary>
    private static void Count(ref CommandContext context) => context.Reply.Integer(context.Engine.Names.All.Count);

    /// <summary>COMMAND INFO [command-name [command-name ...]]</summary>
    private static void Describe(ref CommandContext context)
    {
        if (context.Count == 2)
        {
            DescribeAll(ref context);
            return;
        }

        context.Reply.Array(context.Count - 2);
        for (int i = 2; i < context.Count; i++)
        {
            if (context.Engine.Names.Find(Text(context[i])) is { } command)
                CommandDescription.Write(context.Reply, command);
            else
                context.Reply.Null();
        }
    }

    /// <summary>COMMAND DOCS [command-name [command-name ...]]</summary>
    private static void Document(ref CommandContext context)
    {
        var commands = new List<CommandSpec>();
        if (context.Count == 2)
            commands.AddRange(context.Engine.Names.All);
        for (int i = 2; i < context.Count; i++)
        {
            if (context.Engine.Names.Find(Text(context[i])) is { } command)
                commands.Add(command);
        }

        context.Reply.Map(commands.Count);
        foreach (CommandSpec command in commands)
        {
            context.Reply.Bulk(command.FullName);
            CommandManual.Write(context.Reply, command);
        }
    }

    /// <summary>COMMAND GETKEYS command [arg [arg ...]]</summary>
    private static void GetKeys(ref CommandContext context)
    {
        if (!TryFindKeys(ref context, out List<FoundKey> keys))
            return;
        context.Reply.Array(keys.Count);
        foreach (FoundKey key in keys)
            context.Reply.Bulk(context[key.Position + 2]);
    }

    /// <summary>COMMAND GETKEYSANDFLAGS command [arg [arg ...]]</summary>
    private static void GetKeysAndFlags(ref CommandContext context)
    {
        if (!TryFindKeys(ref context, out List<FoundKey> keys))
            return;
        context.Reply.Array(keys.Count);
        foreach (FoundKey key in keys)
        {
            context.Reply.Array(2);
            context.Reply.Bulk(context[key.Position + 2]);
            CommandDescription.Write(context.Reply, key.Use);
        }
    }

    private static bool TryFindKeys(ref CommandContext context, out List<FoundKey> keys)
    {
        keys = [];
        Request request = context.Request.Skip(2);
        CommandSpec? command = context.Engine.Names.Find(request[0]);
        if (command is { Subcommands.Length: > 0 })
            command = CommandTable.FindSubcommand(command, request[1]);
        if (command is null)
        {
            context.Reply.Error(Errors.InvalidCommand);
            return false;
        }

        if (!KeySearch.HasKeys(command))
        {
            context.Reply.Error(Errors.NoKeyArguments);
            return false;
        }

        if (!command.AcceptsCount(request.Count))
        {
            context.Reply.Error(Errors.InvalidArgumentCount);
            return false;
        }

        keys = KeySearch.Find(command, request);
        if (keys.Count > 0 || command.Is(NoMandatoryKeys))
            return true;
        context.Reply.Error(Errors.InvalidArguments);
        return false;
    }

    /// <summary>COMMAND LIST [FILTERBY MODULE module-name | ACLCAT category | PATTERN pattern]</summary>
    private static void List(ref CommandContext context)
    {
        IEnumerable<CommandSpec>? commands = Filter(ref context);
        if (commands is null)
        {
            context.Reply.Error(Errors.Syntax);
            return;
        }

        CommandSpec[] named = [.. commands];
        context.Reply.Array(named.Length);
        foreach (CommandSpec command in named)
            context.Reply.Bulk(command.FullName);
    }

    private static IEnumerable<CommandSpec>? Filter(ref CommandContext context)
    {
        IEnumerable<CommandSpec> all =
            context.Engine.Names.All.SelectMany(command => command.Subcommands.Prepend(command));
        if (context.Count == 2)
            return all;
        if (context.Count != 5 || !context.Is(2, "FILTERBY"u8))
            return null;
        if (context.Is(3, "MODULE"u8))
            return [];
        if (context.Is(3, "ACLCAT"u8))
        {
            string name = Text(context[4]).ToLowerInvariant();
            AclCategories category = WireNames.Categories.FirstOrDefault(category => category.Name == name).Category;
            return all.Where(command => (command.Acl & category) != 0);
        }

        if (!context.Is(3, "PATTERN"u8))
            return null;
        byte[] pattern = context[4].ToArray();
        return all.Where(
            command => GlobPattern.Matches(pattern, Encoding.ASCII.GetBytes(command.FullName), ignoreCase: true));
    }

    /// <summary>COMMAND HELP</summary>
    private static void Help(ref CommandContext context) => HelpReply.Write(context.Reply, "COMMAND",
    [
        "(no subcommand)",
        "    Return details about all Redis commands.",
        "COUNT",
        "    Return the total number of commands in this Redis server.",
        "LIST",
        "    Return a list of all commands in this Redis server.",
        "INFO [<command-name> ...]",
        "    Return details about multiple Redis commands.",
        "    If no command names are given, documentation details for all",
        "    commands are returned.",
        "DOCS [<command-name> ...]",
        "    Return documentation details about multiple Redis commands.",
        "    If no command names are given, documentation details for all",
        "    commands are returned.",
        "GETKEYS <full-command>",
        "    Return the keys from a full Redis command.",
        "GETKEYSANDFLAGS <full-command>",
        "    Return the keys and the access flags from a full Redis command.",
    ]);

    private static string Text(ReadOnlySpan<byte> argument) => Encoding.Latin1.GetString(argument);
}

using Engine.Server.Protocol;

namespace Engine.Server.Commands.Documentation;

/// <summary>
/// Writes what COMMAND DOCS tells about a command: summary, version, group, complexity, history and the
/// tree of its arguments.
/// </summary>
internal static class CommandManual
{
    public static void Write(ReplyWriter reply, CommandSpec command)
    {
        IReadOnlyList<(string Version, string Change)> history = CommandHistory.Of(command);
        IReadOnlyList<CommandArgument> arguments = ArgumentSyntax.Parse(command.Syntax);
        List<string> flags = FlagsOf(command);
        int fields = 3
            + Count(
                command.Complexity.Length > 0, flags.Count > 0, history.Count > 0, arguments.Count > 0,
                command.Subcommands.Length > 0)
            + (command.Deprecated is null ? 0 : 2);

        reply.Map(fields);
        Field(reply, "summary", command.Summary);
        Field(reply, "since", command.Since);
        Field(reply, "group", WireNames.Of(command.Group));
        if (command.Complexity.Length > 0)
            Field(reply, "complexity", command.Complexity);
        Set(reply, "doc_flags", flags);
        if (command.Deprecated is { } deprecated)
        {
            Field(reply, "deprecated_since", deprecated.Since);
            Field(reply, "replaced_by", deprecated.ReplacedBy);
        }

        Write(reply, history);
        Write(reply, arguments);
        if (command.Subcommands.Length > 0)
            WriteSubcommands(reply, command.Subcommands);
    }

    private static List<string> FlagsOf(CommandSpec command)
    {
        var flags = new List<string>();
        if (command.Deprecated is not null)
            flags.Add("deprecated");
        if (command.IsSystem)
            flags.Add("syscmd");
        return flags;
    }

    private static void WriteSubcommands(ReplyWriter reply, CommandSpec[] subcommands)
    {
        reply.Bulk("subcommands"u8);
        reply.Map(subcommands.Length);
        foreach (CommandSpec subcommand in subcommands)
        {
            reply.Bulk(subcommand.FullName);
            Write(reply, subcommand);
        }
    }

    private static void Write(ReplyWriter reply, IReadOnlyList<(string Version, string Change)> history)
    {
        if (history.Count == 0)
            return;
        reply.Bulk("history"u8);
        reply.Set(history.Count);
        foreach ((string version, string change) in history)
        {
            reply.Array(2);
            reply.Bulk(version);
            reply.Bulk(change);
        }
    }

    private static void Write(ReplyWriter reply, IReadOnlyList<CommandArgument> arguments)
    {
        if (arguments.Count == 0)
            return;
        reply.Bulk("arguments"u8);
        reply.Array(arguments.Count);
        foreach (CommandArgument argument in arguments)
            Write(reply, argument);
    }

    private static void Write(ReplyWriter reply, CommandArgument argument)
    {
        List<string> flags = FlagsOf(argument);
        reply.Map(2 + Count(
            argument.KeySpec is not null, argument.Token is not null, argument.Since is not null,
            argument.DeprecatedSince is not null, flags.Count > 0, argument.Children.Count > 0));
        Field(reply, "name", argument.Name);
        Field(reply, "type", WireNames.Of(argument.Type));
        if (argument.KeySpec is { } index)
        {
            reply.Bulk("key_spec_index"u8);
            reply.Integer(index);
        }

        if (argument.Token is not null)
            Field(reply, "token", argument.Token);
        if (argument.Since is not null)
            Field(reply, "since", argument.Since);
        if (argument.DeprecatedSince is not null)
            Field(reply, "deprecated_since", argument.DeprecatedSince);
        Set(reply, "flags", flags);
        Write(reply, argument.Children);
    }

    private static List<string> FlagsOf(CommandArgument argument)
    {
        var flags = new List<string>();
        if (argument.IsOptional)
            flags.Add("optional");
        if (argument.IsMultiple)
            flags.Add("multiple");
        if (argument.RepeatsToken)
            flags.Add("multiple_token");
        return flags;
    }

    /// <summary>A set of names, left out when it is empty.</summary>
    private static void Set(ReplyWriter reply, string name, List<string> values)
    {
        if (values.Count == 0)
            return;
        reply.Bulk(name);
        reply.Set(values.Count);
        foreach (string value in values)
            reply.SimpleString(value);
    }

    private static void Field(ReplyWriter reply, string name, string value)
    {
        reply.Bulk(name);
        reply.Bulk(value);
    }

    private static int Count(params ReadOnlySpan<bool> present)
    {
        int count = 0;
        foreach (bool isPresent in present)
            count += isPresent ? 1 : 0;
        return count;
    }
}

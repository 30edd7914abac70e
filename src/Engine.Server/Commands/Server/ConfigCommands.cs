using System.Text;
using Engine.Server.Access;
using Engine.Server.Commands.Acl;
using Engine.Server.Configuration;
using Engine.Server.DataTypes;
using Engine.Server.Protocol;
using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Server;

/// <summary>CONFIG: reading and changing the settings of a running engine.</summary>
internal static class ConfigCommands
{
    public static CommandSpec Config { get; } = new("config", -2, None, CommandSpec.NeedsSubcommand)
    {
        Group = CommandGroup.Server, Since = "2.0.0", Complexity = "Depends on subcommand.",
        Summary = "A container for server configuration commands.",
        Subcommands =
        [
            Subcommand("get", -3, Get, "2.0.0", "O(N) when N is the number of configuration parameters provided",
                "Returns the parameters whose names match.", "parameter{parameter}..."),
            Subcommand("set", -4, Set, "2.0.0", "O(N) when N is the number of configuration parameters provided",
                "Changes parameters, all or none.", "parameter_value{parameter value}...") with
            {
                Tips = ["request_policy:all_nodes", "response_policy:all_succeeded"],
            },
            Subcommand("resetstat", 2, ResetStatistics, "2.0.0", "O(1)", "Sets the server's statistics to zero.", ""),
            Subcommand("rewrite", 2, Rewrite, "2.8.0", "O(1)",
                "Writes the settings in force to the configuration file.", ""),
            new("help", 2, Loading | Stale, Help)
            {
                Group = CommandGroup.Server, Since = "5.0.0", Complexity = "O(1)", Summary = "Lists the subcommands.",
            },
        ],
    };

    private static CommandSpec Subcommand(
        string name, int arity, CommandHandler handler,
        string since, string complexity, string summary, string syntax) =>
        new(name, arity, Admin | NoScript | Loading | Stale, handler)
        {
            Group = CommandGroup.Server, Since = since, Complexity = complexity, Summary = summary, Syntax = syntax,
        };

    /// <summary>CONFIG GET parameter [parameter ...]</summary>
    private static void Get(ref CommandContext context)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 2; i < context.Count; i++)
        {
            foreach ((string name, ConfigParameter parameter) in ConfigTable.Names)
            {
                if (GlobPattern.Matches(context[i], Encoding.ASCII.GetBytes(name), ignoreCase: true))
                    found[name] = parameter.Read(context.Engine.Options);
            }
        }

        context.Reply.Map(found.Count);
        foreach ((string name, string value) in found)
        {
            context.Reply.Bulk(name);
            context.Reply.Bulk(value);
        }
    }

    /// <summary>CONFIG SET parameter value [parameter value ...]</summary>
    private static void Set(ref CommandContext context)
    {
        if (context.Count % 2 != 0)
        {
            context.Reply.Error(Errors.Syntax);
            return;
        }

        EngineOptions options = context.Engine.Options;
        EngineOptions changed = options.Copy();
        if (TryChange(ref context, changed) && TryApply(ref context, changed))
        {
            for (int i = 2; i < context.Count; i += 2)
                ConfigTable.Find(Text(context[i]))!.Write(options, Text(context[i + 1]));
            context.Engine.Control.ApplyOptions();
            if (context.Engine.Persistence.ApplyOptions())
                context.Reply.Ok();
            else
                context.Reply.Error(Errors.ConfigSetFailed("appendonly", "Unable to turn on AOF. Check server logs."));
        }
    }

    /// <summary>Makes the changes on a copy, so that one that is refused leaves nothing changed.</summary>
    private static bool TryChange(ref CommandContext context, EngineOptions changed)
    {
        for (int i = 2; i < context.Count; i += 2)
        {
            // Whether or not anything is refused: what was sent is a secret all the same.
            if (ConfigTable.Find(Text(context[i])) is { IsSecret: true })
                context.HideInLogs(i + 1);
        }

        var parameters = new HashSet<ConfigParameter>();
        for (int i = 2; i < context.Count; i += 2)
        {
            if (ConfigTable.Find(Text(context[i])) is not null)
                continue;
            context.Reply.Error(Errors.UnknownConfigOption(Text(context[i])));
            return false;
        }

        for (int i = 2; i < context.Count; i += 2)
        {
            string name = Text(context[i]);
            ConfigParameter parameter = ConfigTable.Find(name)!;
            string? refusal = parameter.IsProtected && !MaySetProtected(context) ? "can't set protected config"
                : parameter.IsImmutable ? "can't set immutable config"
                : !parameters.Add(parameter) ? "duplicate parameter"
                : parameter.Write(changed, Text(context[i + 1]));
            if (refusal is null)
                continue;
            context.Reply.Error(Errors.ConfigSetFailed(name, refusal));
            return false;
        }

        return true;
    }

    /// <summary>
    /// What listeners depend on is taken on before any of it is in force, because they may have to refuse it.
    /// </summary>
    private static bool TryApply(ref CommandContext context, EngineOptions changed)
    {
        for (int i = 2; i < context.Count; i += 2)
        {
            string name = NameAt(context, i);
            if (context.Engine.Control.Apply(name, changed) is not { } refusal)
                continue;
            for (int applied = i - 2; applied >= 2; applied -= 2)
                context.Engine.Control.Apply(NameAt(context, applied), context.Engine.Options);
            context.Reply.Error(Errors.ConfigSetFailed(name, refusal));
            return false;
        }

        return true;
    }

    private static string NameAt(in CommandContext context, int index) =>
        ConfigTable.Find(Text(context[index]))!.Name;

    private static bool MaySetProtected(in CommandContext context)
    {
        string allowed = ConfigTable.Find("enable-protected-configs")!.Read(context.Engine.Options);
        return allowed == "yes" || (allowed == "local" && context.Session.Link.IsLocal);
    }

    /// <summary>CONFIG RESETSTAT</summary>
    private static void ResetStatistics(ref CommandContext context)
    {
        context.Engine.Statistics.Reset();
        context.Engine.Keyspace.Statistics.Reset();
        context.Engine.Persistence.ResetStatistics();
        foreach (CommandStatistics statistics in context.Engine.CommandStatistics)
            statistics.Reset();
        context.Reply.Ok();
    }

    /// <summary>CONFIG REWRITE</summary>
    private static void Rewrite(ref CommandContext context)
    {
        EngineOptions options = context.Engine.Options;
        if (options.ConfigFile.Length == 0)
        {
            context.Reply.Error(Errors.NoConfigFile);
            return;
        }

        try
        {
            byte[] text = ConfigFileWriter.Rewrite(options, UserDirectives(context));
            context.Engine.Persistence.ReplaceFile(options.ConfigFile, text);
            context.Reply.Ok();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            context.Reply.Error(Errors.ConfigRewriteFailed(failure.Message));
        }
    }

    /// <summary>The file is UTF-8, while rules are texts of bytes.</summary>
    private static IEnumerable<string> UserDirectives(in CommandContext context) =>
        context.Engine.Options.AclFile.Length > 0
            ? []
            : context.Engine.Users.All.Select(user =>
                Text(Encoding.Latin1.GetBytes(UserText.Line(user, KnownCommands.Catalog))));

    /// <summary>CONFIG HELP</summary>
    private static void Help(ref CommandContext context) => HelpReply.Write(context.Reply, "CONFIG",
    [
        "GET <pattern>",
        "    Return parameters matching the glob-like <pattern> and their values.",
        "SET <directive> <value>",
        "    Set the configuration <directive> to <value>.",
        "RESETSTAT",
        "    Reset statistics reported by the INFO command.",
        "REWRITE",
        "    Rewrite the configuration file.",
    ]);

    private static string Text(ReadOnlySpan<byte> argument) => Encoding.UTF8.GetString(argument);
}

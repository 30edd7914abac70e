using Engine.Server.DataTypes;
using Engine.Server.Protocol;
using Engine.Server.Sessions;
using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.PubSub;

/// <summary>PUBSUB: which channels have listeners, and how many.</summary>
internal static partial class PubSubCommands
{
    private static CommandSpec Introspection => new("pubsub", -2, None, NoSubcommand)
    {
        Group = CommandGroup.PubSub, Since = "2.8.0", Complexity = "Depends on subcommand.",
        Summary = "Holds the commands about channels and their listeners.",
        Subcommands =
        [
            Subcommand("channels", -2, Channels, "2.8.0",
                "O(N) where N is the number of active channels, and assuming constant time pattern matching "
                + "(relatively short channels and patterns)",
                "Lists the channels that have listeners.", "[pattern:pattern]"),
            new("help", 2, Loading | Stale, Help)
            {
                Group = CommandGroup.PubSub, Since = "6.2.0", Complexity = "O(1)", Summary = "Lists the subcommands.",
            },
            Subcommand("numpat", 2, CountPatterns, "2.8.0", "O(1)", "Counts the patterns that have listeners.", ""),
            Subcommand("numsub", -2, CountListeners, "2.8.0",
                "O(N) for the NUMSUB subcommand, where N is the number of requested channels",
                "Counts the listeners of channels.", "[channel...]"),
            Subcommand("shardchannels", -2, ShardChannels, "7.0.0",
                "O(N) where N is the number of active shard channels, and assuming constant time pattern matching "
                + "(relatively short shard channels).",
                "Lists the shard channels that have listeners.", "[pattern:pattern]"),
            Subcommand("shardnumsub", -2, CountShardListeners, "7.0.0",
                "O(N) for the SHARDNUMSUB subcommand, where N is the number of requested shard channels",
                "Counts the listeners of shard channels.", "[shardchannel...]"),
        ],
    };

    private static CommandSpec Subcommand(
        string name, int arity, CommandHandler handler, string since, string complexity, string summary,
        string syntax) =>
        new(name, arity, CommandFlags.PubSub | Loading | Stale, handler)
        {
            Group = CommandGroup.PubSub, Since = since, Complexity = complexity, Summary = summary, Syntax = syntax,
        };

    private static void NoSubcommand(ref CommandContext context) =>
        context.Reply.Error(Errors.WrongArity(context.Command.FullName));

    /// <summary>PUBSUB CHANNELS [pattern]</summary>
    private static void Channels(ref CommandContext context) => ListNames(context, context.Engine.PubSub.Channels);

    /// <summary>PUBSUB SHARDCHANNELS [pattern]</summary>
    private static void ShardChannels(ref CommandContext context) =>
        ListNames(context, context.Engine.PubSub.ShardChannels);

    /// <summary>PUBSUB NUMPAT</summary>
    private static void CountPatterns(ref CommandContext context) =>
        context.Reply.Integer(context.Engine.PubSub.Patterns.Count);

    /// <summary>PUBSUB NUMSUB [channel ...]</summary>
    private static void CountListeners(ref CommandContext context) =>
        CountListeners(context, context.Engine.PubSub.Channels);

    /// <summary>PUBSUB SHARDNUMSUB [shardchannel ...]</summary>
    private static void CountShardListeners(ref CommandContext context) =>
        CountListeners(context, context.Engine.PubSub.ShardChannels);

    /// <summary>PUBSUB HELP</summary>
    private static void Help(ref CommandContext context) => HelpReply.Write(context.Reply, "PUBSUB",
    [
        "CHANNELS [<pattern>]",
        "    Return the currently active channels matching a <pattern> (default: '*').",
        "NUMPAT",
        "    Return number of subscriptions to patterns.",
        "NUMSUB [<channel> ...]",
        "    Return the number of subscribers for the specified channels, excluding",
        "    pattern subscriptions(default: no channels).",
        "SHARDCHANNELS [<pattern>]",
        "    Return the currently active shard level channels matching a <pattern> (default: '*').",
        "SHARDNUMSUB [<shardchannel> ...]",
        "    Return the number of subscribers for the specified shard level channel(s)",
    ]);

    private static void ListNames(in CommandContext context, ListenerTable table)
    {
        if (context.Count > 3)
        {
            context.Reply.Error(Errors.SubcommandSyntax(context[1], "pubsub"));
            return;
        }

        var names = new List<byte[]>(table.Count);
        foreach (byte[] name in table.Names)
        {
            if (context.Count == 2 || GlobPattern.Matches(context[2], name))
                names.Add(name);
        }

        context.Reply.Array(names.Count);
        foreach (byte[] name in names)
            context.Reply.Bulk(name);
    }

    private static void CountListeners(in CommandContext context, ListenerTable table)
    {
        context.Reply.Array((context.Count - 2) * 2);
        for (int i = 2; i < context.Count; i++)
        {
            context.Reply.Bulk(context[i]);
            context.Reply.Integer(table.Find(context[i])?.Count ?? 0);
        }
    }
}

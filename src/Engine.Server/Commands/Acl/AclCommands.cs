using System.Text;
using Engine.Server.Access;
using Engine.Server.Protocol;
using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Acl;

/// <summary>ACL: who may log in, and what they may do.</summary>
internal static partial class AclCommands
{
    private const CommandFlags OfOneself = NoScript | Loading | Stale;
    private const CommandFlags OfAll = Admin | NoScript | Loading | Stale;
    private const string Constant = "O(1)";
    private const string PerUser = "O(N). Where N is the number of configured users.";

    public static CommandSpec Acl { get; } = new("acl", -2, None, CommandSpec.NeedsSubcommand)
    {
        Group = CommandGroup.Server, Since = "6.0.0", Complexity = "Depends on subcommand.",
        Summary = "Holds the commands about users and their permissions.",
        Subcommands =
        [
            Subcommand("cat", -2, OfOneself, ListCategories,
                "O(1) since the categories and commands are a fixed set.",
                "Lists the categories of commands, or the commands of one.", "[categoryname]"),
            Subcommand("deluser", -3, OfAll, DeleteUsers,
                "O(1) amortized time considering the typical user.",
                "Removes users and closes their connections.", "username..."),
            Subcommand("dryrun", -4, OfAll, TryRun, "O(1).",
                "Tells whether a user may run a command, without running it.", "username command [arg...]") with
            {
                Since = "7.0.0",
            },
            Subcommand("genpass", -2, OfOneself, GeneratePassword, Constant,
                "Makes up a password.", "[bits:integer]"),
            Subcommand("getuser", 3, OfAll, GetUser,
                "O(N). Where N is the number of password, command and pattern rules that the user has.",
                "Describes a user.", "username"),
            Subcommand("help", 2, Loading | Stale, Help, Constant, "Lists the subcommands.", ""),
            Subcommand("list", 2, OfAll, ListUsers, PerUser, "Describes all users by rules.", ""),
            Subcommand("load", 2, OfAll, Load, PerUser, "Loads the users of the ACL file.", ""),
            Subcommand("log", -2, OfAll, ShowLog, "O(N) with N being the number of entries shown.",
                "Lists what users were denied last, or forgets it.",
                "[operation(count:integer|RESET)]"),
            Subcommand("save", 2, OfAll, Save, PerUser, "Writes the users to the ACL file.", ""),
            Subcommand("setuser", -3, OfAll, SetUser, "O(N). Where N is the number of rules provided.",
                "Changes a user, or makes one.", "username [rule...]"),
            Subcommand("users", 2, OfAll, ListNames, PerUser, "Names the users.", ""),
            Subcommand("whoami", 2, OfOneself, WhoAmI, Constant, "Names the user of the connection.", ""),
        ],
    };

    private static CommandSpec Subcommand(
        string name, int arity, CommandFlags flags, CommandHandler handler, string complexity, string summary,
        string syntax) =>
        new(name, arity, flags, handler)
        {
            Group = CommandGroup.Server, Since = "6.0.0", Complexity = complexity, Summary = summary, Syntax = syntax,
        };

    /// <summary>ACL CAT [categoryname]</summary>
    private static void ListCategories(ref CommandContext context)
    {
        if (context.Count > 3)
        {
            RefuseSyntax(context);
            return;
        }

        if (context.Count == 2)
        {
            context.Reply.Array(CommandCatalog.Categories.Count);
            foreach ((_, string name) in CommandCatalog.Categories)
                context.Reply.Bulk(name);
            return;
        }

        AclCategories category = CommandCatalog.FindCategory(RuleText.UpToNul(Text(context[2])));
        if (category == AclCategories.None)
        {
            context.Reply.Error(Errors.UnknownCategory(context[2]));
            return;
        }

        KnownCommand[] commands = [.. KnownCommands.Catalog.In(category)];
        context.Reply.Array(commands.Length);
        foreach (KnownCommand command in commands)
            context.Reply.Bulk(command.FullName);
    }

    /// <summary>ACL WHOAMI</summary>
    private static void WhoAmI(ref CommandContext context) => Reply(context, context.Session.User.Name);

    private static void RefuseSyntax(in CommandContext context) =>
        context.Reply.Error(Errors.SubcommandSyntax(context[1], "acl"));

    private static string Text(ReadOnlySpan<byte> argument) => Encoding.Latin1.GetString(argument);

    private static void Reply(in CommandContext context, string text) =>
        context.Reply.Bulk(Encoding.Latin1.GetBytes(text));
}

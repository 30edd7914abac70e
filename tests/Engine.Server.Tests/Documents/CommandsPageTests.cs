using System.Globalization;
using System.Text;
using Engine.Server.Commands;
using Engine.Server.Commands.Documentation;

namespace Engine.Server.Tests.Documents;

public sealed class CommandsPageTests
{
    /// <summary>Commands of Redis that need a second server, and are not there yet, by name.</summary>
    public static (string Name, string Purpose)[] BetweenServers { get; } =
    [
        ("migrate", "moves keys to another server"),
        ("psync", "begins to feed a replica"),
        ("replconf", "is how a replica tells its primary about itself"),
        ("sync", "begins to feed a replica, in the way of old versions"),
    ];

    [Fact]
    public Task Page_of_commands_is_what_the_table_says() =>
        GeneratedDocument.RequireAsync("commands.md", Page(), TestContext.Current.CancellationToken);

    private static string Page()
    {
        var page = new StringBuilder("""
            # Commands

            What Engine.Server understands of Redis 7.0, by group; made from the table of commands.
            The arity counts the name; a negative one is the least number of arguments.


            """);
        IEnumerable<IGrouping<CommandGroup, CommandSpec>> groups = CommandTable.All
            .SelectMany(row => row.Subcommands.Length == 0 ? [row] : row.Subcommands)
            .GroupBy(row => row.Group)
            .OrderBy(group => group.Key);
        foreach (IGrouping<CommandGroup, CommandSpec> group in groups)
        {
            page.Append(CultureInfo.InvariantCulture, $"## {WireNames.Of(group.Key)}\n\n");
            page.Append("| Command | Arity | Since | Complexity | Summary |\n|---|---|---|---|---|\n");
            foreach (CommandSpec row in group.OrderBy(row => row.FullName, StringComparer.Ordinal))
            {
                string name = row.FullName.Replace('|', ' ').ToUpperInvariant();
                page.Append(
                    CultureInfo.InvariantCulture,
                    $"| `{name}` | {row.Arity} | {row.Since} | {row.Complexity} | {row.Summary} |\n");
            }

            page.Append('\n');
        }

        page.Append("## What is not there\n\nCommands that need a second server: ");
        page.AppendJoin(
            ", ", BetweenServers.Select(row => $"`{row.Name.ToUpperInvariant()}` ({row.Purpose})"));
        return page.Append(".\n").ToString();
    }
}

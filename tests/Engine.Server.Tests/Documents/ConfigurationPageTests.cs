using System.Globalization;
using System.Text;
using Engine.Server.Configuration;

namespace Engine.Server.Tests.Documents;

public sealed class ConfigurationPageTests
{
    [Fact]
    public Task Page_of_directives_is_what_the_table_says() =>
        GeneratedDocument.RequireAsync("configuration.md", Page(), TestContext.Current.CancellationToken);

    private static string Page()
    {
        var page = new StringBuilder("""
            # Configuration

            The directives of redis.conf, of the command line and of CONFIG SET; made from the table of directives.
            Those that the engine does not act on are accepted, checked and shown, so that configurations and clients
            written for Redis work. Those fixed at start are refused by CONFIG SET, and protected ones too unless
            `enable-protected-configs` allows them.

            ## Directives that the engine acts on


            """);
        ConfigParameter[] all =
            [.. ConfigTable.Names.Values.Distinct().OrderBy(parameter => parameter.Name, StringComparer.Ordinal)];
        Append(page, all.Where(parameter => parameter.HasEffect));
        page.Append("\n## Directives that are accepted\n\n");
        Append(page, all.Where(parameter => !parameter.HasEffect));
        return page.ToString();
    }

    private static void Append(StringBuilder page, IEnumerable<ConfigParameter> parameters)
    {
        // An embedded engine takes any free port; the executable, which reads directives, takes Redis's.
        EngineOptions defaults = EngineOptions.Parse([]);
        defaults.WorkingDirectory = "./";
        page.Append("| Directive | Alias | Default | Value | Change |\n|---|---|---|---|---|\n");
        foreach (ConfigParameter parameter in parameters)
        {
            string value = parameter.Read(defaults);
            string shown = value.Length == 0 ? "" : $"`{value}`";
            string change = parameter.IsImmutable ? "fixed at start" : parameter.IsProtected ? "protected" : "any time";
            page.Append(
                CultureInfo.InvariantCulture,
                $"| `{parameter.Name}` | {parameter.Alias} | {shown} | {parameter.Bounds} | {change} |\n");
        }
    }
}

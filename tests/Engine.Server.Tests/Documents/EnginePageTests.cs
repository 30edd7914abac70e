using System.Text.RegularExpressions;
using Engine.Server.Configuration;

namespace Engine.Server.Tests.Documents;

public sealed partial class EnginePageTests
{
    [Fact]
    public async Task Page_of_the_engine_lists_every_option_with_its_directive_and_no_other()
    {
        string page = await File.ReadAllTextAsync(
            GeneratedDocument.PathOf("engine/server.md"), TestContext.Current.CancellationToken);
        Match[] rows = Row().Matches(page).ToArray();

        Assert.Equal(
            typeof(EngineOptions).GetProperties().Select(option => option.Name).Order(StringComparer.Ordinal),
            rows.Select(row => row.Groups["option"].Value).Order(StringComparer.Ordinal));
        Assert.All(
            rows.Select(row => row.Groups["directive"].Value).Where(directive => directive.Length > 0),
            directive => Assert.True(ConfigTable.Find(directive)?.HasEffect, directive));
    }

    [GeneratedRegex(
        @"^\| `(?<option>\w+)` \|( `(?<directive>[a-z-]+)`[^|]*)? \|[^|]*\|[^|]*\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}

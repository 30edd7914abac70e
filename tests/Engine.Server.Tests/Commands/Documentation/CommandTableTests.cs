using Engine.Server.Commands;
using Engine.Server.Tests.Documents;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Documentation;

/// <summary>Every row of the command table, compared with what redis-server says of the same command.</summary>
public sealed class CommandTableTests(ReferenceRedis reference) : CommandTests(reference)
{
    /// <summary>Where in a description the subcommands stand.</summary>
    private const int Subcommands = 9;

    public static TheoryData<int> Protocols => [2, 3];

    private static IEnumerable<CommandSpec> Rows => CommandTable.All.SelectMany(row => row.Subcommands.Prepend(row));

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Every_row_is_described_as_redis_describes_it(int protocol)
    {
        await using RespClient redis = await ConnectAsync(Reference.Target, protocol);
        await using RespClient engine = await ConnectAsync(EngineTarget, protocol);
        var differences = new List<string>();
        foreach (CommandSpec row in Rows)
        {
            RespValue expected = WithoutSubcommands((await redis.CallAsync("COMMAND", "INFO", row.FullName))[0]);
            RespValue actual = WithoutSubcommands((await engine.CallAsync("COMMAND", "INFO", row.FullName))[0]);
            if (!expected.Raw.Span.SequenceEqual(actual.Raw.Span))
                differences.Add($"{row.FullName}\n  redis  {expected}\n  engine {actual}");
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Every_manual_has_the_arguments_that_redis_gives(int protocol)
    {
        await using RespClient redis = await ConnectAsync(Reference.Target, protocol);
        await using RespClient engine = await ConnectAsync(EngineTarget, protocol);
        var differences = new List<string>();
        foreach (CommandSpec row in Rows)
        {
            RespValue expected = WithoutWords((await redis.CallAsync("COMMAND", "DOCS", row.FullName))[1]);
            RespValue actual = WithoutWords((await engine.CallAsync("COMMAND", "DOCS", row.FullName))[1]);
            if (!expected.Raw.Span.SequenceEqual(actual.Raw.Span))
                differences.Add($"{row.FullName}\n  redis  {expected}\n  engine {actual}");
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public async Task The_table_has_no_command_that_redis_lacks()
    {
        await using RespClient redis = await Reference.ConnectAsync(Cancellation);
        RespValue names = await redis.CallAsync("COMMAND", "LIST");
        Assert.Empty(Rows.Select(row => row.FullName).Except(names.Items.Select(name => name.Text)));
    }

    [Fact]
    public async Task The_table_has_every_command_and_subcommand_of_redis_but_those_between_two_servers()
    {
        await using RespClient redis = await Reference.ConnectAsync(Cancellation);
        RespValue names = await redis.CallAsync("COMMAND", "LIST");
        IEnumerable<string> missing = names.Items.Select(name => name.Text)
            .Except(Rows.Select(row => row.FullName));
        Assert.Equal(CommandsPageTests.BetweenServers.Select(row => row.Name), missing.Order());
    }

    [Fact]
    public async Task Whole_table_is_what_its_rows_are()
    {
        await using RespClient engine = await EngineTarget.ConnectAsync(Cancellation);
        string[] names = [.. CommandTable.All.Select(row => row.Name)];
        string all = (await engine.CallAsync("COMMAND")).ToString();
        Assert.Equal(all, (await engine.CallAsync("COMMAND", "INFO")).ToString());
        Assert.Equal(all, (await engine.CallAsync(["COMMAND", "INFO", .. names])).ToString());
        Assert.Equal(
            (await engine.CallAsync("COMMAND", "DOCS")).ToString(),
            (await engine.CallAsync(["COMMAND", "DOCS", .. names])).ToString());
        Assert.Equal(names.Length, (await engine.CallAsync("COMMAND", "COUNT")).Number);
        Assert.Equal(
            Rows.Select(row => row.FullName),
            (await engine.CallAsync("COMMAND", "LIST")).Items.Select(name => name.Text));
    }

    [Theory]
    [InlineData("ACLCAT", "string")]
    [InlineData("ACLCAT", "DANGEROUS")]
    [InlineData("ACLCAT", "nothing")]
    [InlineData("PATTERN", "*e[tx]*")]
    [InlineData("PATTERN", "CONFIG|*")]
    [InlineData("MODULE", "any")]
    public async Task Filtered_names_are_those_of_redis_that_the_table_has(string filter, string argument)
    {
        await using RespClient redis = await Reference.ConnectAsync(Cancellation);
        await using RespClient engine = await EngineTarget.ConnectAsync(Cancellation);
        RespValue expected = await redis.CallAsync("COMMAND", "LIST", "FILTERBY", filter, argument);
        RespValue actual = await engine.CallAsync("COMMAND", "LIST", "FILTERBY", filter, argument);
        string[] rows = [.. Rows.Select(row => row.FullName)];
        Assert.Equal(
            expected.Items.Select(name => name.Text).Where(rows.Contains).Order(),
            actual.Items.Select(name => name.Text).Order());
    }

    private static async Task<RespClient> ConnectAsync(RespTarget target, int protocol)
    {
        RespClient client = await target.ConnectAsync(Cancellation);
        if (protocol == 3)
            await client.CallAsync("HELLO", "3");
        return client;
    }

    private static RespValue WithoutSubcommands(RespValue description) =>
        description.WithItems([.. description.Items.Take(Subcommands)]);

    /// <summary>
    /// Summaries and complexities are in our own words and about our own data structures.
    /// </summary>
    private static RespValue WithoutWords(RespValue manual) => manual.WithItems(
        [.. manual.Items.Chunk(2)
            .Where(field => field[0].Text is not "subcommands")
            .SelectMany(field => field[0].Text is "summary" or "complexity"
                ? [field[0], field[1].Masked("words")]
                : field)]);
}

using System.Diagnostics;
using System.Globalization;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Conformance.Tests.Documents;

/// <summary>A page that shows what is not so is found.</summary>
public sealed class CommandBlockTests(ReferenceRedis reference) : IClassFixture<ReferenceRedis>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("> SET k v", "OK")]
    [InlineData("> SET k v", "OK", "2> GET k", "\"v\"")]
    [InlineData("> RPUSH l a b", "(integer) 2", "> LRANGE l 0 -1", "1) \"a\"", "2) \"b\"")]
    [InlineData("> WATCH k", "OK", "2> SET k v", "OK", "> MULTI", "OK", "> GET k", "QUEUED", "> EXEC", "(nil)")]
    [InlineData("> XADD s * a 1", "\"...-0\"")]
    public async Task A_block_that_shows_what_is_so_is_fine(params string[] lines) =>
        Assert.Null(await FindDifferenceAsync(lines));

    [Theory]
    [InlineData("> SET k v", "(integer) 1")]
    [InlineData("> SET k v", "OK", "> GET k", "\"w\"")]
    [InlineData("> SET k v", "OK", "OK")]
    [InlineData("> SET k v")]
    [InlineData("> RPUSH l a b", "(integer) 2", "> LRANGE l 0 -1", "1) \"a\"")]
    [InlineData("> XADD s * a 1", "\"...-1\"")]
    public async Task A_block_that_shows_what_is_not_so_is_found(params string[] lines) =>
        Assert.Contains(
            "page.md, line ", await FindDifferenceAsync(lines) ?? "nothing was found", StringComparison.Ordinal);

    [Theory]
    [InlineData("```redis-cli", "SET k v")]
    [InlineData("```redis-cli elsewhere", "> SET k v")]
    [InlineData("```", "> SET k v")]
    public void A_block_that_nobody_could_run_is_refused(string fence, string line) =>
        Assert.Throws<FormatException>(() => CommandBlock.Read("page.md", [fence, line, "```"]).ToList());

    [Fact]
    public void A_block_that_is_not_closed_is_refused() =>
        Assert.Throws<FormatException>(() => CommandBlock.Read("page.md", ["```redis-cli", "> PING"]).ToList());

    [Theory]
    [InlineData("SET k v")]
    [InlineData("GET nothing")]
    [InlineData("GET")]
    [InlineData("STRLEN nothing")]
    [InlineData("LRANGE nothing 0 -1")]
    [InlineData("COMMAND INFO get nothing")]
    [InlineData("CONFIG GET hash-max-*")]
    [InlineData("ECHO \"a\\x00\\\"\\n\"")]
    [InlineData("EVAL \"return {1, {2, {}, {'three'}}, false, {err='ERR four'}}\" 0")]
    public async Task Replies_are_written_as_redis_cli_writes_them(string command)
    {
        string[] arguments = [.. CommandLine.Split(command).Select(argument => argument.Text)];
        string port = reference.Server.Port.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo("redis-cli", ["-p", port, "--no-raw"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(command);
        process.StandardInput.Close();
        string expected = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);

        await using RespClient client = await reference.ConnectAsync(Cancellation);
        string actual = RedisCliText.Of(await client.CallAsync(arguments));

        Assert.Equal(expected.TrimEnd('\n'), actual);
    }

    private async Task<string?> FindDifferenceAsync(string[] lines)
    {
        CommandBlock block = Assert.Single(CommandBlock.Read("page.md", ["```redis-cli", .. lines, "```"]));
        await using var terminal = new CommandTerminal(reference.Server.EndPoint);
        return await terminal.FindDifferenceAsync(block, Cancellation);
    }
}

using System.Globalization;
using Engine.Server.Commands;
using Engine.Server.Tests.Commands;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Dispatch;

/// <summary>
/// In which order the reasons to refuse a command are looked at, and how refusals and failures are counted.
/// </summary>
public sealed class AdmissionTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Fact]
    public Task Unknown_commands_and_wrong_counts_come_before_all_else() => CompareAsync("""
        FOO
        foo a "b\r\n" ""
        GET
        CLIENT
        CLIENT NOPE
        CLIENT ID x
        MULTI
        FOO
        GET
        CLIENT NOPE
        EXEC
        HELLO 2
        SUBSCRIBE c
        FOO
        GET
        CLIENT NOPE
        EXEC x
        """);

    [Fact]
    public Task Subscribers_are_told_what_they_may_send_before_they_wait() => CompareAsync("""
        HELLO 2
        @2 CLIENT PAUSE 100000 WRITE
        SUBSCRIBE c
        SET k v
        PUBLISH c m
        EXEC
        CLIENT UNPAUSE
        RESET
        @2 CLIENT UNPAUSE
        """);

    [Fact]
    public Task Some_commands_are_refused_inside_a_transaction() => CompareAsync("""
        MULTI
        SHUTDOWN x y z
        SHUTDOWN NOSAVE
        EXEC
        MULTI
        PING
        EXEC
        """);

    [Fact]
    public async Task Refusals_and_failures_are_counted_apart()
    {
        const string Script = """
            SET text x
            INCR text
            INCR
            GET text
            INCR text extra
            FOO
            CLIENT NOPE
            CLIENT ID x
            CLIENT KILL ID x
            PING a b
            MULTI
            SET
            EXEC
            MULTI
            INCR text
            GET text
            PING
            EXEC
            EXEC
            EXEC x
            WATCH
            HELLO 9
            AUTH x
            HELLO 2
            SUBSCRIBE c
            GET text
            PING
            RESET
            >0 CLIENT REPLY OFF
            >0 INCR text
            >0 FOO
            >0 GET
            CLIENT REPLY ON
            """;
        await CompareAsync(Script);
        await using (RespClient before = await Reference.ConnectAsync(Cancellation))
            await before.CallAsync("CONFIG", "RESETSTAT");
        await Engine.RunAsync(ResetStatistics);
        await CompareAsync(Script);

        await using RespClient control = await Reference.ConnectAsync(Cancellation);
        string expected = (await control.CallAsync("INFO", "commandstats")).Text;
        Assert.Equal(Parse(expected), await CountsOfEngineAsync());
        string errors = (await control.CallAsync("INFO", "errorstats")).Text;
        Assert.Equal(ParseErrors(errors), await ErrorsOfEngineAsync());
    }

    private void ResetStatistics()
    {
        Engine.State.Statistics.Reset();
        foreach (CommandStatistics statistics in Engine.State.CommandStatistics)
            statistics.Reset();
    }

    private async Task<SortedDictionary<string, string>> CountsOfEngineAsync()
    {
        var counts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await Engine.RunAsync(() =>
        {
            foreach (CommandSpec command in CommandTable.All.SelectMany(row => row.Subcommands.Prepend(row)))
            {
                CommandStatistics statistics = Engine.State.CommandStatistics[command.Index];
                if (statistics.Calls + statistics.Rejected + statistics.Failed > 0)
                    counts[command.FullName] = $"{statistics.Calls} {statistics.Rejected} {statistics.Failed}";
            }
        });
        return counts;
    }

    private async Task<SortedDictionary<string, long>> ErrorsOfEngineAsync()
    {
        SortedDictionary<string, long> errors = [];
        await Engine.RunAsync(() => errors = new(Engine.State.Statistics.Errors, StringComparer.Ordinal));
        return errors;
    }

    /// <summary>
    /// From <c>cmdstat_get:calls=1,usec=2,usec_per_call=2.00,rejected_calls=3,failed_calls=4</c>, without what reads
    /// it.
    /// </summary>
    private static SortedDictionary<string, string> Parse(string information)
    {
        var counts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        const string Prefix = "cmdstat_";
        foreach (string line in information.Split("\r\n"))
        {
            if (!line.StartsWith(Prefix, StringComparison.Ordinal))
                continue;
            string[] parts = line[Prefix.Length..].Split(':', ',');
            string[] values = [.. parts.Skip(1).Select(part => part.Split('=')[1])];
            if (parts[0] is not ("info" or "config|resetstat"))
                counts[parts[0]] = $"{values[0]} {values[3]} {values[4]}";
        }

        return counts;
    }

    /// <summary>From <c>errorstat_ERR:count=1</c>.</summary>
    private static SortedDictionary<string, long> ParseErrors(string information) => new(
        information.Split("\r\n")
            .Where(line => line.StartsWith("errorstat_", StringComparison.Ordinal))
            .Select(line => line["errorstat_".Length..].Split(":count="))
            .ToDictionary(parts => parts[0], parts => long.Parse(parts[1], CultureInfo.InvariantCulture)),
        StringComparer.Ordinal);
}

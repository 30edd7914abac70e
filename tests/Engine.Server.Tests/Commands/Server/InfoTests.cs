using System.Globalization;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Server;

public sealed class InfoTests(ReferenceRedis reference) : CommandTests(reference)
{
    /// <summary>What the engine says beside what redis-server 7.0 says.</summary>
    private static readonly string[] s_own =
    [
        "engine_name", "engine_version",
        "client_output_buffer_limit_disconnections", "client_query_buffer_limit_disconnections",
    ];

    [Theory]
    [InlineData("")]
    [InlineData("default")]
    [InlineData("all")]
    [InlineData("everything")]
    [InlineData("SERVER")]
    [InlineData("clients memory")]
    [InlineData("keyspace cpu keyspace")]
    [InlineData("modules")]
    [InlineData("default commandstats")]
    [InlineData("errorstats latencystats")]
    [InlineData("nosuch")]
    public async Task Sections_and_fields_are_those_of_redis_in_its_order(string sections)
    {
        await using RespClient redis = await Reference.ConnectAsync(Cancellation);
        await using RespClient engine = await EngineTarget.ConnectAsync(Cancellation);
        foreach (RespClient client in (RespClient[])[redis, engine])
        {
            await client.CallAsync("CONFIG", "RESETSTAT");
            await client.CallAsync("SET", "k", "v");
            await client.CallAsync("NOSUCH");
        }

        Assert.Equal(await NamesAsync(redis, sections), await NamesAsync(engine, sections));
    }

    [Fact]
    public Task Statistics_of_commands_count_calls_refusals_and_failures() => CompareAsync("""
        CONFIG RESETSTAT
        SET k v
        GET k
        INCR k
        GET
        NOSUCH
        OBJECT NOPE k
        OBJECT ENCODING k
        INFO errorstats
        INFO modules keyspace cluster
        CONFIG RESETSTAT
        INFO errorstats
        INFO nosuch
        """);

    [Fact]
    public async Task Latencies_are_told_by_the_percentiles_that_are_configured()
    {
        await using RespClient client = await EngineTarget.ConnectAsync(Cancellation);
        await client.CallAsync("CONFIG", "SET", "latency-tracking-info-percentiles", "0 50 99.9 100");
        await client.CallAsync("CONFIG", "RESETSTAT");
        for (int i = 0; i < 40; i++)
            await client.CallAsync("OBJECT", "HELP");
        string line = (await client.CallAsync("INFO", "latencystats")).Text.Split("\r\n")
            .Single(text => text.Contains("object|help", StringComparison.Ordinal));
        string[] fields = line["latency_percentiles_usec_object|help:".Length..].Split(',');
        Assert.Equal(["p0", "p50", "p99.9", "p100"], fields.Select(field => field.Split('=')[0]));
        double[] times =
            [.. fields.Select(field => double.Parse(field.Split('=')[1], CultureInfo.InvariantCulture))];
        Assert.Equal(times.Order(), times);
        Assert.True(times[0] > 0);

        await client.CallAsync("CONFIG", "SET", "latency-tracking", "no");
        Assert.Equal("# Latencystats\r\n", (await client.CallAsync("INFO", "latencystats")).Text);
        await client.CallAsync(
            "CONFIG", "SET", "latency-tracking", "yes", "latency-tracking-info-percentiles", "50 99 99.9");
    }

    [Fact]
    public async Task Traffic_and_keys_are_counted()
    {
        await using RespClient client = await EngineTarget.ConnectAsync(Cancellation);
        await client.CallAsync("FLUSHALL");
        await client.CallAsync("CONFIG", "RESETSTAT");
        await client.CallAsync("SET", "k", "v");
        await client.CallAsync("SET", "e", "v", "EX", "1000");
        await client.CallAsync("GET", "k");
        await client.CallAsync("GET", "missing");
        Dictionary<string, string> fields = await FieldsAsync(client);
        Assert.Equal("1", fields["keyspace_hits"]);
        Assert.Equal("1", fields["keyspace_misses"]);
        Assert.StartsWith("keys=2,expires=1,avg_ttl=", fields["db0"], StringComparison.Ordinal);
        Assert.NotEqual("0", fields["total_net_input_bytes"]);
        Assert.Equal("7.0.15", fields["redis_version"]);
        Assert.Equal("Engine.Server", fields["engine_name"]);
    }

    private static async Task<Dictionary<string, string>> FieldsAsync(RespClient client) =>
        (await client.CallAsync("INFO")).Text.Split("\r\n").Select(line => line.Split(':', 2))
            .Where(field => field.Length == 2).ToDictionary(field => field[0], field => field[1]);

    private static async Task<string[]> NamesAsync(RespClient client, string sections)
    {
        string[] words = sections.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        RespValue report = await client.CallAsync(["INFO", .. words]);
        return [.. report.Text.Split("\r\n\r\n").SelectMany(NamesOfSection)];
    }

    /// <summary>Redis lists the commands of a section in the order of a hash table with a random seed.</summary>
    private static IEnumerable<string> NamesOfSection(string section)
    {
        string[] names = [.. section.Split("\r\n")
            .Select(line => line.Split(':')[0])
            .Where(name => name.Length > 0 && !s_own.Contains(name))];
        return names is ["# Commandstats" or "# Latencystats", ..]
            ? names.Order(StringComparer.Ordinal)
            : names;
    }
}

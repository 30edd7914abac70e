using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Engine.Server;
using Redis.Fixtures.Clients;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;
using Redis.Fixtures.Topologies;
using StackExchange.Redis;

namespace Conformance.Tests.Recipes;

/// <summary>
/// Every script of the packages, run on the engine and on redis-server with the inputs that operations gave it: the
/// replies and the keys that it leaves are the same. A script that no operation ran has no inputs, and fails the test.
/// </summary>
[Collection<UsesRedisCluster>]
public sealed partial class ScriptsOnBothServersTests(ReferenceRedis reference, RedisCluster cluster)
    : IClassFixture<ReferenceRedis>
{
    /// <summary>
    /// Both servers are told the time at which the script was recorded, by a key; and keys that live for a while have
    /// always the same time left, and entries of streams counted ids: the milliseconds between the two servers must not
    /// matter.
    /// </summary>
    private const string Time = "redis.call('TIME')";
    private const string ToldTime = "redis.call('LRANGE', 'told time', 0, -1)";
    private const string NewId = "'*'";
    private const string CountedId = "redis.call('INCR', 'told id') .. '-1'";
    private const string TimeLeft =
        "local function time_left(key) local ms = redis.call('PTTL', key) return ms > 0 and 20000 or ms end ";

    /// <summary>What the database holds, but for the times of entries in streams.</summary>
    private const string Dump = """
        local all = {}
        local keys = redis.call('KEYS', '*')
        table.sort(keys)
        for _, key in ipairs(keys) do
          local kind = redis.call('TYPE', key).ok
          local value
          if kind == 'string' then value = redis.call('GET', key)
          elseif kind == 'list' then value = redis.call('LRANGE', key, 0, -1)
          elseif kind == 'set' then value = redis.call('SORT', key, 'ALPHA')
          elseif kind == 'zset' then value = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
          elseif kind == 'stream' then
            value = redis.call('XRANGE', key, '-', '+')
            for i, entry in ipairs(value) do value[i] = entry[2] end
          else
            value = {}
            for _, field in ipairs(redis.call('HKEYS', key)) do
              value[#value + 1] = field .. '=' .. redis.call('HGET', key, field)
            end
            table.sort(value)
          end
          -- What expires is kept: it would be gone on one server a moment before the other.
          local expires = redis.call('PTTL', key) > 0 and redis.call('PEXPIRE', key, 3600000)
          all[#all + 1] = {key, kind, redis.call('OBJECT', 'ENCODING', key), expires, value}
        end
        return all
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_script_replies_and_writes_the_same_on_both_servers()
    {
        List<RecordedRun> runs = [.. await RecordAsync()];
        runs.AddRange(FurtherInputs.All(runs[^1].Time));
        await using EngineServer engine = await EngineServer.StartAsync();
        await using RespClient expected = await reference.Target.ConnectAsync(Cancellation);
        await using RespClient actual = await RespClient.ConnectAsync(
            new IPEndPoint(IPAddress.Loopback, engine.Port), Cancellation);
        await expected.CallAsync("FLUSHALL");

        foreach (RecordedRun run in runs)
        {
            string[] time = run.Time.Split('.');
            await AssertSameAsync(expected, actual, ["DEL", "told time"]);
            await AssertSameAsync(expected, actual, ["RPUSH", "told time", time[0], time[1].TrimStart('0')]);
            string source = run.Source
                .Replace(Time, ToldTime, StringComparison.Ordinal)
                .Replace(NewId, CountedId, StringComparison.Ordinal);
            source = TimeLeft + AskForTimeLeft().Replace(source, "time_left($1)");
            await AssertSameAsync(expected, actual, ["EVAL", source, .. run.Arguments]);
            await AssertSameAsync(expected, actual, ["EVAL", Dump, "0"], after: source);
        }

        IEnumerable<string> left =
            from script in Scripts()
            where !runs.Any(run => run.Source.Contains(script.Code, StringComparison.Ordinal))
            select script.Name;
        Assert.Empty(left);
    }

    [GeneratedRegex(@"redis\.call\('PTTL', ([\w\[\]]+)\)")]
    private static partial Regex AskForTimeLeft();

    private static async Task AssertSameAsync(
        RespClient expected, RespClient actual, string[] request, string after = "")
    {
        RespValue[] replies = [await expected.CallAsync(request), await actual.CallAsync(request)];
        Assert.True(
            replies[0].Raw.Span.SequenceEqual(replies[1].Raw.Span),
            $"{string.Join(' ', request)}\n{after}\n  redis-server: {replies[0]}\n  engine:       {replies[1]}");
    }

    /// <summary>The code of each script of the packages, without the comment above it.</summary>
    private static IEnumerable<(string Name, string Code)> Scripts() =>
        from package in PublicOperations.Packages
        from name in package.GetManifestResourceNames()
        where name.EndsWith(".lua", StringComparison.Ordinal)
        select ($"{package.GetName().Name}: {name}", CodeOf(package.GetManifestResourceStream(name)!));

    private static string CodeOf(Stream script)
    {
        using var reader = new StreamReader(script, Encoding.UTF8);
        string[] lines = reader.ReadToEnd().Split('\n');
        return string.Join('\n', lines.SkipWhile(line => line.StartsWith("--", StringComparison.Ordinal))).Trim();
    }

    /// <summary>Some operations want several servers, so the cluster is where they are recorded.</summary>
    private async Task<IReadOnlyList<RecordedRun>> RecordAsync()
    {
        IReadOnlyList<RedisServerProcess> primaries = await cluster.GetPrimariesAsync();
        await using ConnectionMultiplexer connection = await cluster.ConnectMultiplexerAsync();
        RespTarget[] servers = [.. primaries.Select(primary => primary.Target)];
        return await RecordedScripts.RecordAsync(servers, connection, Cancellation);
    }
}

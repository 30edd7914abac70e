using System.Text;
using Redis.Fixtures;
using Redis.Fixtures.Differential;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Scripting;

/// <summary>Random scripts reply and leave behind the same on both servers, byte for byte.</summary>
public sealed class RandomScriptsTests(ReferenceRedis reference) : CommandTests(reference)
{
    private const int ScriptsPerRun = 250;
    private const int MaxReducingRuns = 300;

    /// <summary>All that a database holds, whatever the order of its tables.</summary>
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
          elseif kind == 'hash' then value = redis.call('HGETALL', key)
          elseif kind == 'zset' then value = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
          else value = redis.call('XRANGE', key, '-', '+') end
          all[#all + 1] = {key, kind, redis.call('OBJECT', 'ENCODING', key), redis.call('PEXPIRETIME', key), value}
        end
        return all
        """;

    public static TheoryData<int, int> Runs => [.. Enumerable.Range(0, Soak.Iterations(5, 400))
        .SelectMany(run => (int[])[2, 3], (run, protocol) => (run, protocol))];

    [Theory]
    [MemberData(nameof(Runs))]
    [Trait("Category", "Soak")]
    public async Task Random_scripts_do_what_they_do_on_redis_server(int run, int protocol)
    {
        await using RespClient expected = await Reference.Target.ConnectAsync(Cancellation);
        await using RespClient actual = await EngineTarget.ConnectAsync(Cancellation);
        var servers = new RespClient[] { expected, actual };
        foreach (RespClient server in servers)
            await server.CallAsync("HELLO", $"{protocol}");
        for (int seed = run * ScriptsPerRun; seed < (run + 1) * ScriptsPerRun; seed++)
        {
            IReadOnlyList<string> lines = new RandomScript(seed).Write();
            if (await FindDifferenceAsync(servers, lines) is null)
                continue;
            var reducer = new ScriptReducer(
                async shorter => await FindDifferenceAsync(servers, shorter) is not null, MaxReducingRuns);
            lines = await reducer.ReduceAsync(lines);
            Assert.Fail($"Seed {seed}:\n{RandomScript.Compose(lines)}\n{await FindDifferenceAsync(servers, lines)}");
        }
    }

    /// <summary>Runs a script on two empty servers; what differs, or null.</summary>
    private static async Task<string?> FindDifferenceAsync(RespClient[] servers, IReadOnlyList<string> lines)
    {
        string script = RandomScript.Compose(lines);
        string[] keys = RandomScript.Keys;
        string[][] requests =
        [
            ["FLUSHALL"], ["SELECT", "0"], ["EVAL", script, $"{keys.Length}", .. keys, .. RandomScript.Arguments],
            ["EVAL", Dump, "0"], ["SELECT", "1"], ["EVAL", Dump, "0"],
        ];
        foreach (RespClient server in servers)
        {
            foreach (string[] request in requests)
                await server.SendAsync(request);
        }

        string? difference = null;
        foreach (string[] request in requests)
        {
            string[] replies = [await ReadAsync(servers[0]), await ReadAsync(servers[1])];
            if (replies[0] != replies[1])
                difference ??= $"{request[0]}\n  redis-server: {replies[0]}\n  engine:       {replies[1]}";
        }

        return difference;
    }

    private static async Task<string> ReadAsync(RespClient server)
    {
        RespValue reply = await server.ReadAsync(Cancellation);
        return Encoding.Latin1.GetString(reply.Raw.Span).Replace("\r\n", " ", StringComparison.Ordinal);
    }
}

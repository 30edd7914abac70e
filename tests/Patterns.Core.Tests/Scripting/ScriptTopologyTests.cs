using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using Redis.Fixtures;
using Redis.Fixtures.Clients;
using Redis.Fixtures.Servers;
using Redis.Fixtures.Topologies;
using StackExchange.Redis;

namespace Patterns.Core.Tests.Scripting;

[Collection<UsesRedisCluster>]
public sealed class ScriptsOnClusterTests(RedisCluster cluster)
{
    [Fact]
    public async Task Every_primary_is_loaded_once_and_each_call_runs_where_its_key_is()
    {
        const int Keys = 300;
        await using ConnectionMultiplexer connection = await cluster.ConnectMultiplexerAsync();
        IDatabase database = connection.GetDatabase();
        foreach (IServer server in connection.GetServers().Where(server => !server.IsReplica))
        {
            await server.ScriptFlushAsync();
            await server.ConfigResetStatisticsAsync();
        }

        string prefix = SingleRedis.NewKeyPrefix();
        ScriptGate gate = new(database);
        await Task.WhenAll(Enumerable.Range(0, Keys).Select(key => gate.CountAsync($"{prefix}{key}")));

        foreach (IServer server in connection.GetServers().Where(server => !server.IsReplica))
        {
            IGrouping<string, KeyValuePair<string, string>>[] info = await server.InfoAsync("commandstats");
            string loads = info.SelectMany(group => group).Single(pair => pair.Key == "cmdstat_script|load").Value;
            Assert.StartsWith("calls=1,", loads, StringComparison.Ordinal);
        }

        for (int key = 0; key < Keys; key++)
        {
            Assert.Equal(1, (long)await database.StringGetAsync($"{prefix}{key}"));
        }
    }
}

[Collection<UsesRedisSentinel>]
public sealed class ScriptsAfterFailoverTests(RedisSentinelTrio trio)
{
    [Fact]
    public async Task A_new_primary_is_sent_the_script()
    {
        await using ConnectionMultiplexer connection = await trio.ConnectMultiplexerAsync(
            configuration => configuration.AbortOnConnectFail = false);
        string key = SingleRedis.NewKeyPrefix();
        ScriptGate gate = new(connection.GetDatabase());
        await gate.CountAsync(key);
        await connection.GetDatabase().ExecuteAsync("WAIT", 1, 0);
        RedisServerProcess lost = Assert.IsType<RedisServerProcess>(await trio.FindPrimaryAsync());

        await lost.KillAsync(TestContext.Current.CancellationToken);
        await Poll.UntilAsync(
            async _ => await gate.TryCountAsync(key) is not null,
            "the script runs on the new primary",
            TestContext.Current.CancellationToken);

        Assert.True((long)await connection.GetDatabase().StringGetAsync(key) >= 2);
        await trio.RepairAsync(TestContext.Current.CancellationToken);
    }
}

/// <summary>Counts through a gate.</summary>
internal sealed class ScriptGate(IDatabase database)
{
    private readonly RedisScript _script = RedisScript.FromResource(typeof(ScriptGate).Assembly, "count", "add");
    private readonly RedisGate _gate = new(
        database,
        new RedisGateOptions(TimeSpan.FromSeconds(10), new CircuitOptions(), Pipeline: null),
        new RecordingObserver(),
        TimeProvider.System);

    public async Task CountAsync(string key) => Assert.NotNull(await TryCountAsync(key));

    /// <returns>The count; null if Redis did not answer.</returns>
    public async Task<long?> TryCountAsync(string key)
    {
        RedisReply<RedisResult> reply = await _gate.EvaluateAsync(
            new ScriptCall(_script, [key], [1]), TestContext.Current.CancellationToken);
        return reply.Failure == RedisFailure.None ? (long)reply.Value! : null;
    }
}

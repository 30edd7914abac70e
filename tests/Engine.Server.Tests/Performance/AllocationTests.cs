using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Performance;

/// <summary>The commands of the hot path leave nothing behind for the collector.</summary>
public sealed class AllocationTests : IAsyncLifetime
{
    /// <summary>
    /// Less than a byte for each command: asking for the figure and waiting for sockets cost a little.
    /// </summary>
    private const double Nothing = 1;

    private static readonly string Large = new('v', 100);

    private EngineServer? _engine;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private EngineServer Engine => _engine!;

    public async ValueTask InitializeAsync() => _engine = await EngineServer.StartAsync();

    public ValueTask DisposeAsync() => Engine.DisposeAsync();

    [Theory]
    [InlineData(EvictionPolicy.AllKeysLru)]
    [InlineData(EvictionPolicy.AllKeysLfu)]
    [InlineData(EvictionPolicy.AllKeysRandom)]
    public async Task Evicting_a_key_allocates_nothing(EvictionPolicy policy)
    {
        await using EngineServer engine = await EngineServer.StartAsync(
            new EngineOptions { MaxMemory = 40_000, MaxMemoryPolicy = policy });
        await using RespClient client = new(engine.Connect());
        IEnumerable<string[]> commands =
            Enumerable.Range(0, 250).SelectMany(i => (string[][])[["SET", $"key:{i}", Large], ["GET", $"key:{i}"]]);

        double bytes = await new AllocationMeasurement(engine, client, commands).LeastBytesAsync(Nothing);

        Assert.InRange(bytes, 0, Nothing);
        await engine.RunAsync(() => Assert.InRange(engine.State.Keyspace.Statistics.EvictedKeys, 5000, int.MaxValue));
    }

    [Theory]
    [InlineData("GET k1")]
    [InlineData("SET k1 v")]
    [InlineData("MSET k1 v k2 v")]
    [InlineData("HGET c1 f")]
    public async Task Limiting_a_user_allocates_nothing(string command)
    {
        const string Alice = "alice on nopass +@read +@write %RW~k* (%R~b* +hget) (~c* +hget)";
        var options = new EngineOptions { Users = { Alice } };
        await using EngineServer engine = await EngineServer.StartAsync(options);
        await using RespClient client = new(engine.Connect());
        Assert.Equal("OK", (await client.CallAsync("AUTH", "alice", "any")).Text);
        Assert.NotEqual(RespType.SimpleError, (await client.CallAsync(command.Split(' '))).Type);

        double bytes = await new AllocationMeasurement(engine, client, [command.Split(' ')]).LeastBytesAsync(Nothing);

        Assert.InRange(bytes, 0, Nothing);
    }

    [Theory]
    [InlineData("PING")]
    [InlineData("GET k")]
    [InlineData("GET n")]
    [InlineData("GET missing")]
    [InlineData("SET k other")]
    [InlineData("SET k other EX 100000")]
    [InlineData("SET k other XX KEEPTTL")]
    [InlineData("SET n 1234567")]
    [InlineData("SETNX k v")]
    [InlineData("GETSET k w")]
    [InlineData("GETEX k EX 100000")]
    [InlineData("MSET a 1 b two c 3")]
    [InlineData("MGET a b c missing")]
    [InlineData("STRLEN k")]
    [InlineData("APPEND long x")]
    [InlineData("SETRANGE long 3 xyz")]
    [InlineData("GETRANGE long 0 3")]
    [InlineData("INCR n")]
    [InlineData("INCRBY n 1000000")]
    [InlineData("DECRBY n 3")]
    [InlineData("INCRBYFLOAT f 0.25")]
    [InlineData("DEL missing k")]
    [InlineData("EXISTS k n")]
    [InlineData("TOUCH k n")]
    [InlineData("EXPIRE n 100000")]
    [InlineData("PEXPIREAT n 33177117420000 GT")]
    [InlineData("PERSIST n")]
    [InlineData("TTL n")]
    [InlineData("TYPE k")]
    [InlineData("DBSIZE")]
    [InlineData("HSET h a other b 17")]
    [InlineData("HSET h2 a other b 17")]
    [InlineData("HSETNX h a v")]
    [InlineData("HGET h a")]
    [InlineData("HGET h2 f300")]
    [InlineData("HMGET h a missing n")]
    [InlineData("HINCRBY h n 3")]
    [InlineData("HINCRBYFLOAT h2 n 0.25")]
    [InlineData("HGETALL h")]
    [InlineData("HLEN h2")]
    [InlineData("SADD s 7 5")]
    [InlineData("SADD s2 m7 7")]
    [InlineData("SISMEMBER s 7")]
    [InlineData("SMISMEMBER s2 m7 m8 nothing")]
    [InlineData("SMEMBERS s")]
    [InlineData("SRANDMEMBER s2")]
    [InlineData("SCARD s2")]
    [InlineData("LPUSH pushed x")]
    [InlineData("RPUSH pushed 1 22 three")]
    [InlineData("LPOP many")]
    [InlineData("RPOP many")]
    [InlineData("LPOP missing")]
    [InlineData("LLEN list")]
    [InlineData("LINDEX many 500")]
    [InlineData("LRANGE list 0 -1")]
    [InlineData("LSET list 1 v")]
    [InlineData("LMOVE list list LEFT RIGHT")]
    [InlineData("RPOPLPUSH many list")]
    [InlineData("LMPOP 2 missing many LEFT COUNT 2")]
    [InlineData("ZADD z 7 a")]
    [InlineData("ZADD z XX CH 1.25 a 0.1 b")]
    [InlineData("ZADD z2 INCR 0.37 m7")]
    [InlineData("ZINCRBY z2 -3 m70")]
    [InlineData("ZSCORE z a")]
    [InlineData("ZMSCORE z2 m7 missing")]
    [InlineData("ZRANK z2 m77")]
    [InlineData("ZCOUNT z2 (5 100")]
    [InlineData("ZLEXCOUNT z - [a")]
    [InlineData("ZRANGE z2 100 110 WITHSCORES")]
    [InlineData("ZRANGE z +inf -inf BYSCORE REV LIMIT 1 3")]
    [InlineData("ZRANDMEMBER z2")]
    [InlineData("SETBIT k 3 1")]
    [InlineData("SETBIT n 3 1")]
    [InlineData("GETBIT k 3")]
    [InlineData("GETBIT n 3")]
    [InlineData("BITCOUNT long 0 -1")]
    [InlineData("BITPOS long 1")]
    [InlineData("BITOP XOR x k long n")]
    [InlineData("BITFIELD x OVERFLOW SAT INCRBY u7 3 1 GET i64 100 SET i5 0 3")]
    [InlineData("PFADD sparse a b c")]
    [InlineData("PFADD dense a b c")]
    [InlineData("PFCOUNT dense")]
    [InlineData("GEOADD places CH 13.4 38.2 a 1 1 b")]
    [InlineData("GEODIST places a b km")]
    [InlineData("GEOHASH places a b")]
    [InlineData("GEOPOS places a missing")]
    [InlineData("GEOSEARCH places FROMLONLAT 15 37 BYRADIUS 200 km ASC WITHDIST WITHCOORD")]
    [InlineData("GEOSEARCH places FROMMEMBER a BYBOX 200 200 km COUNT 2")]
    [InlineData("XADD x MAXLEN ~ 100 * a 1 b two c 3.5")]
    [InlineData("XADD x MAXLEN 10 * other 1")]
    [InlineData("XLEN x2")]
    [InlineData("XRANGE x2 5 15 COUNT 3")]
    [InlineData("XREVRANGE x2 + -")]
    [InlineData("XREAD COUNT 2 STREAMS x2 5-0")]
    [InlineData("XREADGROUP GROUP g c COUNT 2 STREAMS x2 0")]
    [InlineData("XPENDING x2 g")]
    [InlineData("XTRIM x2 MAXLEN 50")]
    [InlineData("XINFO GROUPS x2")]
    public Task A_command_allocates_nothing(string command) => AssertNothingIsAllocatedAsync([command]);

    [Fact]
    public Task Keys_that_come_and_go_allocate_nothing() =>
        AssertNothingIsAllocatedAsync(
            ["SET new value", "EXPIRE new 100000", "RENAME new newer", "PERSIST newer", "DEL newer"]);

    [Fact]
    public Task Fields_and_members_that_come_and_go_allocate_nothing() => AssertNothingIsAllocatedAsync(
    [
        "HSET h new value", "HDEL h new", "HSET h2 new value", "HDEL h2 new", "HSET h3 new value", "HDEL h3 new",
        "SADD s 1000", "SREM s 1000", "SADD s2 new", "SREM s2 new", "SADD s3 1", "SPOP s3", "SADD s3 1", "SMOVE s3 s 1",
        "SREM s 1",
    ]);

    [Fact]
    public Task Elements_that_come_and_go_allocate_nothing() => AssertNothingIsAllocatedAsync(
    [
        "LPUSH list a", "RPOP list", "LPUSH new a", "LPOP new", "RPUSH many b", "LPOP many", "BLPOP many 0",
        "LPUSH many c",
    ]);

    [Fact]
    public Task Members_of_sorted_sets_that_come_and_go_allocate_nothing() => AssertNothingIsAllocatedAsync(
    [
        "ZADD z 7 new", "ZREM z new", "ZADD z2 8.5 new", "ZPOPMIN z2", "ZADD z2 0 m0", "ZREM z2 new", "ZADD z3 1 a",
        "ZPOPMAX z3 5", "ZADD z2 17 new 18 new2", "ZREMRANGEBYSCORE z2 1000 2000", "ZREM z2 new new2",
    ]);

    [Fact]
    public Task Entries_that_are_delivered_and_acknowledged_allocate_nothing() => AssertNothingIsAllocatedAsync(
    [
        "XADD x2 30-1 a 1 b two", "XREADGROUP GROUP g c COUNT 1 STREAMS x2 >", "XACK x2 g 30-1", "XDEL x2 30-1",
        "XSETID x2 20-1", "XGROUP SETID x2 g 20-1", "XREADGROUP GROUP g c STREAMS x2 >",
    ]);

    private async Task AssertNothingIsAllocatedAsync(string[] commands)
    {
        await using RespClient client = await RespClient.ConnectAsync(
            new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, Engine.Port), Cancellation);
        await client.CallAsync("MSET k v n 5 long 12345678 f 1.5 a 1 b 2 c 3".Split(' '));
        string[] numbers = [.. Enumerable.Range(0, 600).Select(i => $"{i}")];
        await client.CallAsync("HSET h a 1 b 2 c 3 n 4".Split(' '));
        await client.CallAsync(["HSET", "h2", .. numbers.SelectMany(i => (string[])[$"f{i}", "v"])]);
        await client.CallAsync("SADD s 1 2 3 4 5".Split(' '));
        await client.CallAsync(["SADD", "s2", .. numbers.Select(i => $"m{i}")]);
        await client.CallAsync("RPUSH list 1 two 3".Split(' '));
        string[] elements = [.. Enumerable.Range(0, 1000).Select(i => $"element-{i}")];
        for (int i = 0; i < 50 && commands.Any(command => command.Contains("many")); i++)
            await client.CallAsync(["RPUSH", "many", .. elements]);
        await client.CallAsync("ZADD z 1 a 2 b 3 c 4 d".Split(' '));
        await client.CallAsync(["ZADD", "z2", .. numbers.SelectMany(i => (string[])[i, $"m{i}"])]);
        await client.CallAsync("PFADD sparse x y z".Split(' '));
        foreach (string prefix in (string[])["c", "d", "e", "f"])
            await client.CallAsync(["PFADD", "dense", .. numbers.Select(i => prefix + i)]);
        await client.CallAsync("GEOADD places 13.361389 38.115556 a 15.087269 37.502669 b 15 37 c 14 38 d".Split(' '));
        for (int i = 1; i <= 20; i++)
            await client.CallAsync($"XADD x2 {i}-1 a {i} b two".Split(' '));
        await client.CallAsync("XGROUP CREATE x2 g 0".Split(' '));
        await client.CallAsync("XREADGROUP GROUP g c STREAMS x2 >".Split(' '));

        var measurement = new AllocationMeasurement(Engine, client, commands.Select(command => command.Split(' ')));

        Assert.InRange(await measurement.LeastBytesAsync(Nothing), 0, Nothing);
    }
}

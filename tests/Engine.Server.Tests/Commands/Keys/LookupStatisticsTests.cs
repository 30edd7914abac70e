using System.Globalization;
using Engine.Server.Keyspace;
using Engine.Server.Tests.Keyspace;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Keys;

public sealed class LookupStatisticsTests(ReferenceRedis reference) : CommandTests(reference)
{
    private static readonly string[] s_commands =
    [
        "GET {0}", "GETDEL {0}", "GETEX {0}", "GETEX {0} EX 1000", "GETSET {0} w", "GETRANGE {0} 0 1", "STRLEN {0}",
        "MGET {0} a",
        "LCS {0} a", "APPEND {0} w", "SETRANGE {0} 0 w", "INCR {0}", "INCRBYFLOAT {0} 1", "SET {0} v", "SET {0} v NX",
        "SET {0} v EX 100", "SET {0} v PXAT 1", "SET {0} v XX GET", "SETNX {0} v", "SETEX {0} 100 v", "MSET {0} v",
        "MSETNX {0} v",
        "EXISTS {0} {0}", "TOUCH {0}", "TYPE {0}", "DEL {0}", "UNLINK {0}", "TTL {0}", "PTTL {0}", "EXPIRETIME {0}",
        "PERSIST {0}",
        "EXPIRE {0} 100", "EXPIRE {0} -1", "RENAME {0} b", "RENAMENX {0} b", "RENAME a {0}", "COPY {0} b", "COPY a {0}",
        "COPY a {0} REPLACE", "MOVE {0} 1", "OBJECT ENCODING {0}", "OBJECT FREQ {0}", "OBJECT IDLETIME {0}",
        "OBJECT REFCOUNT {0}",
        "HGET {0} f", "HSET {0} f v", "HGETALL {0}", "HDEL {0} f", "HSCAN {0} 0", "HRANDFIELD {0} 3", "HINCRBY {0} f 1",
        "SADD {0} m", "SREM {0} m", "SISMEMBER {0} m", "SMISMEMBER {0} m n", "SMEMBERS {0}", "SPOP {0}", "SPOP {0} 1",
        "SRANDMEMBER {0} 2", "SMOVE {0} a m", "SMOVE a {0} m", "SINTER {0} {0}", "SINTERSTORE {0} a", "SSCAN {0} 0",
        "SUNION missing {0}", "SUNIONSTORE {0} missing", "SDIFFSTORE missing {0} {0}", "SINTERCARD 2 {0} missing",
        "HGET h f", "HSET h f v", "HGETALL h", "HDEL h f g", "HSCAN h 0", "HRANDFIELD h 1", "HRANDFIELD h 100",
        "HRANDFIELD h -3", "HINCRBYFLOAT h f 1", "SADD s m", "SREM s 1", "SMEMBERS s", "SPOP s", "SPOP s 1", "SPOP s 7",
        "SRANDMEMBER s", "SRANDMEMBER s 1", "SRANDMEMBER s 7", "SRANDMEMBER s -7", "SMOVE s t 1", "SINTER s {0} s",
        "SINTERSTORE {0} s s", "SUNIONSTORE {0} s", "SDIFF s s", "SSCAN s 0", "SINTERCARD 1 s",
        "LPUSH {0} a", "RPUSHX {0} a", "LPOP {0}", "RPOP {0} 2", "LLEN {0}", "LINDEX {0} 0", "LSET {0} 0 x",
        "LINSERT {0} BEFORE a b", "LRANGE {0} 0 -1", "LREM {0} 0 a", "LTRIM {0} 0 0", "LPOS {0} a",
        "LPOS {0} a COUNT 0",
        "LMOVE {0} l LEFT LEFT", "LMOVE l {0} LEFT LEFT", "RPOPLPUSH l {0}", "LMPOP 2 {0} l LEFT", "BLPOP {0} l 0",
        "BLMOVE l {0} LEFT LEFT 0", "BLMPOP 0 2 {0} l LEFT",
        "LPUSH l a", "LPUSHX l a", "LPOP l", "LLEN l", "LINDEX l 0", "LSET l 0 x", "LINSERT l BEFORE a b",
        "LRANGE l 0 -1", "LREM l 0 a", "LTRIM l 0 0", "LPOS l a", "RPOPLPUSH l l", "LMPOP 1 l LEFT", "BRPOP l 0",
        "ZADD {0} 1 m", "ZADD {0} XX 1 m", "ZINCRBY {0} 1 m", "ZREM {0} m", "ZSCORE {0} m", "ZRANK {0} m", "ZCARD {0}",
        "ZRANGE {0} 0 -1", "ZRANGE {0} x -1", "ZRANGESTORE a {0} 0 1", "ZRANGESTORE {0} z 0 1",
        "ZREMRANGEBYRANK {0} 0 1", "ZPOPMIN {0}", "ZMPOP 2 {0} z MIN", "BZPOPMIN {0} z 1", "ZRANDMEMBER {0}",
        "ZSCAN {0} 0", "ZUNION 2 {0} z", "ZUNION 2 {0} z WEIGHTS x", "ZINTERSTORE {0} 2 z s", "ZDIFF 3 missing z {0}",
        "ZINTERCARD 2 {0} z",
        "ZADD z 5 a", "ZREM z a", "ZMSCORE z a b", "ZPOPMAX z 5", "ZRANGE z 0 -1", "ZUNIONSTORE {0} 2 z s",
        "ZCOUNT z 0 1",
        "KEYS *", "SCAN 0 COUNT 100", "SCAN 0 COUNT 100 TYPE string", "FLUSHALL", "FLUSHDB", "SWAPDB 0 1", "DBSIZE",
    ];

    /// <summary>With a clock that stands still no key expires but when a command comes upon it.</summary>
    protected override EngineOptions EngineOptions => new() { TimeProvider = new ManualClock() };

    [Fact]
    public async Task Hits_misses_and_expired_keys_are_counted_as_redis_counts_them()
    {
        await using RespClient redis = await Reference.ConnectAsync(Cancellation);
        await using RespClient engine = await EngineTarget.ConnectAsync(Cancellation);
        await redis.CallAsync("DEBUG", "SET-ACTIVE-EXPIRE", "0");
        foreach (string key in (string[])["there", "missing", "past"])
        {
            foreach (string template in s_commands)
            {
                string command = template.Replace("{0}", key, StringComparison.Ordinal);
                Counts expected = await CountAsync(redis, command, () => ReadRedisAsync(redis));
                Counts actual = await CountAsync(engine, command, ReadEngineAsync);
                Assert.True(expected == actual, $"{command}: Redis counts {expected}, the engine {actual}.");
            }
        }
    }

    private static async Task<Counts> CountAsync(RespClient client, string command, Func<Task<Counts>> readAsync)
    {
        await client.CallAsync("FLUSHALL");
        await client.CallAsync("SET", "past", "v", "PXAT", "1");
        await client.CallAsync("MSET", "there", "v", "a", "ab");
        await client.CallAsync("HSET", "h", "f", "1", "g", "2");
        await client.CallAsync("SADD", "s", "1", "2", "3");
        await client.CallAsync("RPUSH", "l", "a", "b");
        await client.CallAsync("ZADD", "z", "1", "a", "2", "b", "3", "c");
        Counts before = await readAsync();
        await client.CallAsync(command.Split(' '));
        Counts after = await readAsync();
        return new Counts(after.Hits - before.Hits, after.Misses - before.Misses, after.Expired - before.Expired);
    }

    private static async Task<Counts> ReadRedisAsync(RespClient redis)
    {
        string[] lines = (await redis.CallAsync("INFO", "stats")).Text.Split("\r\n");
        return new Counts(Field("keyspace_hits"), Field("keyspace_misses"), Field("expired_keys"));

        long Field(string name) => long.Parse(
            lines.Single(line => line.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..],
            CultureInfo.InvariantCulture);
    }

    private async Task<Counts> ReadEngineAsync()
    {
        Counts counts = default;
        await Engine.RunAsync(() =>
        {
            KeyspaceStatistics statistics = Engine.State.Keyspace.Statistics;
            counts = new Counts(statistics.Hits, statistics.Misses, statistics.ExpiredKeys);
        });
        return counts;
    }

    private readonly record struct Counts(long Hits, long Misses, long Expired);
}

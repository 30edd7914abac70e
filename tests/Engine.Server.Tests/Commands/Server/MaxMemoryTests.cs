using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Server;

/// <summary>
/// maxmemory beside redis-server, where what goes does not depend on chance or on the size of values.
/// </summary>
public sealed class MaxMemoryTests(ReferenceRedis reference) : CommandTests(reference)
{
    /// <summary>As many samples as there are keys make the choice certain.</summary>
    private const string Certain = "CONFIG SET maxmemory-samples 64";

    private const string Library =
        @"""#!lua name=lib\n"
        + @"redis.register_function('plain', function(k) return redis.call('SET', k[1], 'v') end)\n"
        + @"redis.register_function{function_name='reads', flags={'no-writes'}, "
        + @"callback=function(k) return redis.call('GET', k[1]) end}\n"
        + @"redis.register_function{function_name='anyway', flags={'allow-oom'}, "
        + @"callback=function(k) return redis.call('SET', k[1], 'v') end}""";

    private const string Restore = """
        CONFIG SET maxmemory 0
        CONFIG SET maxmemory-policy noeviction
        CONFIG SET maxmemory-samples 5
        CONFIG SET notify-keyspace-events ""
        FLUSHALL
        """;

    [Theory]
    [InlineData("noeviction")]
    [InlineData("allkeys-lru")]
    [InlineData("allkeys-lfu")]
    [InlineData("allkeys-random")]
    [InlineData("volatile-lru")]
    [InlineData("volatile-lfu")]
    [InlineData("volatile-random")]
    [InlineData("volatile-ttl")]
    public Task Policy_says_which_keys_may_go_and_what_is_refused_then(string policy) => CompareAsync($"""
        SET plain v
        SET expiring v EX 1000
        RPUSH list a b c
        HSET hash f v
        EXPIRE hash 1000
        SELECT 3
        SET other v
        SET other-expiring v EX 1000
        CONFIG SET maxmemory-policy {policy}
        CONFIG SET maxmemory 1
        PING
        KEYS *
        SET new v
        GET other
        DEL other
        SELECT 0
        KEYS *
        INCR n
        APPEND plain x
        HSET hash f w
        EXPIRE plain 100
        DEL list
        SETEX k 10 v
        LPUSH list a
        LPOP list
        RENAME plain renamed
        SORT list STORE sorted
        COPY plain copy
        PUBLISH channel message
        EVAL "return 1" 0
        {Restore}
        """);

    [Fact]
    public Task Keys_that_expire_next_go_first() => CompareAsync($"""
        {Certain}
        @2 PSUBSCRIBE __keyevent*
        CONFIG SET notify-keyspace-events Ee
        SET c v EX 3000
        SET a v EX 1000
        SET never v
        SET b v EX 2000
        SET d v EX 4000
        CONFIG SET maxmemory-policy volatile-ttl
        CONFIG SET maxmemory 1
        @2 !read 4
        KEYS *
        {Restore}
        """);

    /// <summary>
    /// The keys have the policy in their names: redis-server keeps candidates of earlier policies, and would take a key
    /// of the same name for one of them.
    /// </summary>
    [Theory]
    [InlineData("allkeys-lru", "IDLETIME", 400, 300, 200, 100)]
    [InlineData("volatile-lru", "IDLETIME", 4, 3, 2, 1)]
    [InlineData("allkeys-lfu", "FREQ", 1, 10, 100, 255)]
    [InlineData("volatile-lfu", "FREQ", 0, 4, 6, 20)]
    public Task Keys_that_are_used_least_go_first(string policy, string option, int a, int b, int c, int d) =>
        CompareAsync($"""
            {Certain}
            SET origin text
            $dump= DUMP origin
            DEL origin
            @2 PSUBSCRIBE __keyevent*
            CONFIG SET notify-keyspace-events Ee
            CONFIG SET maxmemory-policy {policy}
            RESTORE {policy}:c 1000000 $dump {option} {c}
            RESTORE {policy}:a 1000000 $dump {option} {a}
            RESTORE {policy}:d 1000000 $dump {option} {d}
            RESTORE {policy}:b 1000000 $dump {option} {b}
            CONFIG SET maxmemory 1
            @2 !read 4
            DBSIZE
            {Restore}
            """);

    [Fact]
    public Task Clients_that_track_or_watch_keys_hear_of_their_eviction() => CompareAsync($"""
        SET tracked v
        @2 HELLO 3
        @2 CLIENT TRACKING ON
        @2 GET tracked
        @3 WATCH tracked
        CONFIG SET maxmemory-policy allkeys-random
        CONFIG SET maxmemory 1
        @2 !read
        CONFIG SET maxmemory 0
        @3 MULTI
        @3 SET k v
        @3 EXEC
        {Restore}
        """);

    [Fact]
    public Task Transactions_are_refused_as_soon_as_memory_is_short() => CompareAsync($"""
        @2 MULTI
        @2 SET k v
        @3 MULTI
        @3 GET k
        @4 WATCH k
        @5 MULTI
        @5 SET k v
        CONFIG SET maxmemory 1
        @2 EXEC
        @3 GET k
        @3 EXEC
        @4 MULTI
        @4 GET k
        @4 PING
        @4 MULTI
        @4 WATCH k
        @4 UNWATCH
        @4 DISCARD
        @4 EXEC
        @5 DISCARD
        @5 MULTI
        @5 EXEC
        @5 MULTI
        @5 RESET
        CONFIG SET maxmemory 0
        @2 PING
        {Restore}
        """);

    [Fact]
    public Task Scripts_run_short_of_memory_as_they_say_of_themselves() => CompareAsync($$"""
        SET k v
        SCRIPT LOAD "return redis.call('SET', KEYS[1], 'v')"
        FUNCTION LOAD {{Library}}
        CONFIG SET maxmemory 1
        EVAL "return redis.call('SET', KEYS[1], 'v')" 1 k
        EVAL "return redis.pcall('SET', KEYS[1], 'v').err" 1 k
        EVALSHA 6690fabb92b97ca1e98a2d26eb0e4b15c80a3c83 1 k
        EVAL "return redis.call('GET', KEYS[1])" 1 k
        EVAL "redis.call('DEL', 'none') return redis.call('SET', KEYS[1], 'w')" 1 k
        EVAL "redis.call('EXPIRE', KEYS[1], 1000) return redis.call('APPEND', KEYS[1], 'w')" 1 k
        EVAL "#!lua\nreturn 1" 0
        EVAL "#!lua flags=no-writes\nreturn redis.call('GET', KEYS[1])" 1 k
        EVAL "#!lua flags=allow-oom\nreturn redis.call('SET', KEYS[1], 'x')" 1 k
        EVAL "#!lua flags=allow-oom,no-writes\nreturn redis.call('SET', KEYS[1], 'x')" 1 k
        EVAL_RO "return redis.call('GET', KEYS[1])" 1 k
        FCALL plain 1 k
        FCALL reads 1 k
        FCALL_RO reads 1 k
        FCALL anyway 1 k
        GET k
        MULTI
        EVAL "return 1" 0
        EXEC
        FUNCTION FLUSH
        {{Restore}}
        """);

    [Fact]
    public Task Frequency_and_idle_time_are_told_by_the_policy_that_tracks_them() => CompareAsync("""
        SET k text
        $dump= DUMP k
        OBJECT FREQ k
        OBJECT IDLETIME k
        RESTORE idle 0 $dump IDLETIME 1000
        OBJECT IDLETIME idle
        RESTORE f 0 $dump FREQ 100
        OBJECT IDLETIME f
        CONFIG SET maxmemory-policy volatile-lfu
        OBJECT IDLETIME k
        OBJECT IDLETIME missing
        OBJECT FREQ missing
        RESTORE f 0 $dump FREQ 100 REPLACE
        RESTORE i 0 $dump IDLETIME 100
        RESTORE x 0 $dump FREQ 256
        RESTORE x 0 $dump FREQ -1
        RESTORE x 0 $dump FREQ a
        RESTORE x 0 $dump IDLETIME -1
        RESTORE x 0 $dump IDLETIME 1 FREQ 1
        RESTORE x 0 $dump FREQ 1 IDLETIME 1
        CONFIG SET maxmemory-policy allkeys-random
        OBJECT FREQ k
        OBJECT IDLETIME idle
        SET n 5
        OBJECT REFCOUNT n
        CONFIG SET maxmemory 1gb
        SET n 5
        OBJECT REFCOUNT n
        CONFIG SET maxmemory-policy allkeys-lru
        SET n 5
        OBJECT REFCOUNT n
        CONFIG SET maxmemory 0
        CONFIG SET maxmemory-policy noeviction
        """);

    [Fact]
    public Task Directives_are_checked_and_shown() => CompareAsync("""
        CONFIG SET maxmemory-clients 5%
        CONFIG GET maxmemory-clients
        CONFIG SET maxmemory-clients 100%
        CONFIG SET maxmemory-clients 101%
        CONFIG SET maxmemory-clients -5%
        CONFIG SET maxmemory-clients 0%
        CONFIG GET maxmemory-clients
        CONFIG SET maxmemory-clients %
        CONFIG SET maxmemory-clients 5x
        CONFIG SET maxmemory-clients -1
        CONFIG SET maxmemory-clients 1gb
        CONFIG GET maxmemory-clients
        CONFIG SET maxmemory-clients 0
        CONFIG SET maxmemory-samples 0
        CONFIG SET maxmemory-samples 64
        CONFIG SET maxmemory-samples 65
        CONFIG SET maxmemory-samples 5
        CONFIG SET maxmemory-eviction-tenacity -1
        CONFIG SET maxmemory-eviction-tenacity 101
        CONFIG SET maxmemory-eviction-tenacity 100
        CONFIG SET maxmemory-eviction-tenacity 10
        CONFIG SET lfu-log-factor -1
        CONFIG SET lfu-decay-time x
        CONFIG SET lazyfree-lazy-eviction maybe
        CONFIG SET lazyfree-lazy-eviction yes
        CONFIG GET lazyfree-lazy-*
        CONFIG SET lazyfree-lazy-eviction no
        CONFIG SET activedefrag yes
        CONFIG SET activedefrag no
        CONFIG GET activedefrag
        CONFIG GET maxmemory*
        CONFIG GET lfu-*
        """);

    [Theory]
    [InlineData("SET k text", "SET k other")]
    [InlineData("SET k text", "SET k other XX")]
    [InlineData("SET k text", "SET k other NX")]
    [InlineData("SET k text", "SET k other GET")]
    [InlineData("SET k text", "SET k other KEEPTTL")]
    [InlineData("SET k text", "SETEX k 100 other")]
    [InlineData("SET k text", "SETNX k other")]
    [InlineData("SET k text", "GETSET k other")]
    [InlineData("SET k text", "GETEX k EX 100")]
    [InlineData("SET k text", "MSET k other")]
    [InlineData("SET k text", "GET k")]
    [InlineData("SET k text", "MGET k k")]
    [InlineData("SET k text", "STRLEN k")]
    [InlineData("SET k text", "GETRANGE k 0 1")]
    [InlineData("SET k text", "SETRANGE k 2 abcdefghijkl")]
    [InlineData("SET k text", "APPEND k more")]
    [InlineData("SET k text", "EXPIRE k 100")]
    [InlineData("SET k text", "TTL k")]
    [InlineData("SET k text", "EXISTS k")]
    [InlineData("SET k text", "TYPE k")]
    [InlineData("SET k text", "TOUCH k k")]
    [InlineData("SET k text", "DUMP k")]
    [InlineData("SET k text", "OBJECT ENCODING k")]
    [InlineData("SET k text", "SETBIT k 100 1")]
    [InlineData("SET k text", "GETBIT k 1")]
    [InlineData("SET k 123456", "INCR k")]
    [InlineData("SET k 123456", "INCRBYFLOAT k 0.5")]
    [InlineData("SET k text", "LPUSH k a")]
    [InlineData("HSET k f v", "HGET k f")]
    [InlineData("HSET k f v", "HSET k f w")]
    [InlineData("HSET k f v", "HINCRBY k n 1")]
    [InlineData("RPUSH k a b c", "LRANGE k 0 -1")]
    [InlineData("RPUSH k a b c", "LPOP k")]
    [InlineData("RPUSH k a b c", "RPUSH k d")]
    [InlineData("SADD k a b c", "SMEMBERS k")]
    [InlineData("SADD k a b c", "SREM k a")]
    [InlineData("ZADD k 1 a 2 b", "ZRANGE k 0 -1")]
    [InlineData("ZADD k 1 a 2 b", "ZINCRBY k 1 a")]
    [InlineData("XADD k * f v", "XRANGE k - +")]
    [InlineData("XADD k * f v", "XADD k * f v")]
    [InlineData("PFADD k a", "PFADD k b")]
    [InlineData("PFADD k a", "PFCOUNT k")]
    [InlineData("SET k text", "RENAME k other", "other")]
    [InlineData("SET k text", "COPY k other", "other")]
    [InlineData("SET k text", "COPY k other")]
    [InlineData("SET k text", "SORT k STORE k")]
    [InlineData("SADD k a b", "SINTERSTORE k k")]
    public async Task A_command_counts_as_many_uses_of_a_key_as_in_redis(string make, string use, string key = "k")
    {
        var counts = new List<long>();
        foreach (RespTarget target in (RespTarget[])[Reference.Target, EngineTarget])
        {
            await using RespClient client = await target.ConnectAsync(Cancellation);
            await client.CallAsync("CONFIG", "SET", "maxmemory-policy", "allkeys-lfu", "lfu-log-factor", "0",
                "lfu-decay-time", "0");
            await client.CallAsync("FLUSHALL");
            await client.CallAsync(make.Split(' '));
            await client.CallAsync(use.Split(' '));
            counts.Add((await client.CallAsync("OBJECT", "FREQ", key)).Number);
            await client.CallAsync("CONFIG", "SET", "maxmemory-policy", "noeviction", "lfu-log-factor", "10",
                "lfu-decay-time", "1");
        }

        Assert.Equal(counts[0], counts[1]);
    }
}

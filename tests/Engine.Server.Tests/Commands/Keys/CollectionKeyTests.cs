using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Keys;

/// <summary>What commands on keys, whatever they hold, do with collections.</summary>
public sealed class CollectionKeyTests(ReferenceRedis reference) : CommandTests(reference)
{
    private const string Small = """
        RPUSH list a b c
        SADD set 1 2 3
        HSET hash f v g w
        ZADD zset 1 a 2 b
        """;

    private const string Limits = """
        CONFIG SET list-max-listpack-size 2 set-max-intset-entries 1
        CONFIG SET hash-max-listpack-entries 1 zset-max-listpack-entries 1
        """;

    private const string DefaultLimits = """
        CONFIG SET list-max-listpack-size -2 set-max-intset-entries 512
        CONFIG SET hash-max-listpack-entries 512 zset-max-listpack-entries 128
        """;

    protected override EngineOptions EngineOptions => new() { EnableDebugCommand = "yes" };

    public static TheoryData<string> Encodings => [DefaultLimits, Limits];

    [Theory]
    [MemberData(nameof(Encodings))]
    public Task Collections_are_copied_renamed_and_moved_as_a_whole(string limits) => CompareAsync($"""
        {limits}
        {Small}
        EXPIRE hash 1000
        COPY list list2
        COPY set set2
        COPY hash hash2
        COPY zset zset2
        COPY list list2
        COPY zset list2 REPLACE
        TYPE list2
        RPUSH list d
        SADD set 4
        HSET hash h x
        ZADD zset 3 c
        SMEMBERS set2
        HGETALL hash2
        TTL hash2
        ZRANGE zset2 0 -1 WITHSCORES
        ZRANGE list2 0 -1
        RENAME list set2
        LRANGE set2 0 -1
        EXISTS list
        RENAMENX zset hash
        RENAMENX zset other
        ZRANGE other 0 -1
        MOVE set2 1
        MOVE hash 1
        COPY other other DB 1
        SELECT 1
        LRANGE set2 0 -1
        HGETALL hash
        TTL hash
        ZRANGE other 0 -1 WITHSCORES
        DEL set2 hash other
        DBSIZE
        {DefaultLimits}
        """);

    [Theory]
    [MemberData(nameof(Encodings))]
    public Task Collections_expire_and_are_overwritten(string limits) => CompareAsync($"""
        {limits}
        {Small}
        EXPIRE list 1000
        PERSIST list
        TTL list
        LRANGE list 0 -1
        PEXPIREAT set 1
        EXISTS set
        SADD set new
        SMEMBERS set
        EXPIRE hash 1000
        HSET hash h x
        TTL hash
        SET hash string
        TTL hash
        GET hash
        SET zset string
        TYPE zset
        UNLINK list
        FLUSHDB ASYNC
        DBSIZE
        {DefaultLimits}
        """);

    [Theory]
    [MemberData(nameof(Encodings))]
    public Task Collections_are_described_as_redis_describes_them(string limits) => CompareAsync($"""
        {limits}
        {Small}
        TYPE list
        TYPE set
        TYPE hash
        TYPE zset
        OBJECT ENCODING list
        OBJECT ENCODING set
        OBJECT ENCODING hash
        OBJECT ENCODING zset
        OBJECT REFCOUNT hash
        OBJECT IDLETIME zset
        OBJECT FREQ set
        DEBUG OBJECT list
        DEBUG OBJECT set
        DEBUG OBJECT hash
        DEBUG OBJECT zset
        DEBUG DIGEST
        DEBUG DIGEST-VALUE list set hash zset missing
        MEMORY USAGE list SAMPLES 0
        MEMORY USAGE hash SAMPLES 100
        MEMORY USAGE set SAMPLES -1
        MEMORY USAGE set SAMPLES
        MEMORY USAGE missing SAMPLES 5
        {DefaultLimits}
        """);

    [Fact]
    public Task Equal_data_have_equal_digests_in_every_encoding() => CompareAsync($"""
        {Small}
        ZADD zset -inf low 0.1 tenth 1e300 high
        EXPIRE list 1000
        $small= DEBUG DIGEST-VALUE list set hash zset
        {Limits}
        FLUSHALL
        RPUSH list a b c
        EXPIRE list 5000
        SADD set 3 2 1
        HSET hash g w f v
        ZADD zset 2 b 1 a 1e300 high 0.1 tenth -inf low
        DEBUG DIGEST-VALUE list set hash zset
        DEBUG DIGEST
        {DefaultLimits}
        """);
}

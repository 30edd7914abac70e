using Redis.Fixtures;
using Redis.Fixtures.Differential;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.PubSub;

/// <summary>Events of keys: every command tells what Redis tells of it, in the same order.</summary>
public sealed class KeyEventTests(ReferenceRedis reference) : CommandTests(reference)
{
    private const string AllKinds = "KEAnm";

    private const string StringsAndKeys = """
        SET k v
        SET k v EX 100
        SET k v PXAT 1
        GET k
        SET k v PXAT 1
        SET k w
        SET k v KEEPTTL
        SET k v NX
        SET k v GET
        SETEX k 100 v
        PSETEX k 100000 v
        SETNX k v
        SETNX n 1
        GETSET k v
        GETSET new v
        GETDEL new
        GETDEL new
        GETEX k EX 100
        GETEX k PERSIST
        GETEX k PERSIST
        GETEX k EXAT 1
        GETEX k
        MSET a 1 b 2 a 3
        MSETNX a 1 c 2
        MSETNX c 1 d 2
        APPEND k v
        APPEND k v
        SETRANGE k 0 x
        SETRANGE k 0 ""
        SETRANGE new 3 x
        INCR n
        DECRBY n 5
        INCR fresh
        INCRBYFLOAT n 1.5
        INCR k
        MGET k missing
        STRLEN missing
        EXISTS k missing missing
        TYPE missing
        TTL missing
        TOUCH missing k
        DUMP missing
        OBJECT ENCODING missing
        OBJECT FREQ missing
        MEMORY USAGE missing
        EXPIRE k 100
        EXPIRE k 100 NX
        PEXPIREAT k 99999999999999
        PERSIST k
        PERSIST k
        EXPIRE k -1
        EXPIRE k -1
        RENAME a z
        RENAME b z
        RENAMENX c z
        RENAMENX c y
        RENAME y y
        MOVE z 1
        MOVE z 1
        COPY n m
        COPY n m REPLACE
        COPY n m DB 1
        SORT missing
        SORT missing STORE m
        SORT missing STORE m
        DEL n fresh missing
        UNLINK d missing
        RESTORE r 0 "\x00\xc0\x0c\n\x00=\x13\xa5\xd3\xfe\xb5\x9b\xa2"
        SWAPDB 0 1
        SWAPDB 0 1
        FLUSHDB
        SET other v
        FLUSHALL
        SELECT 1
        SET k v
        MULTI
        SET k v
        DEL k
        EXEC
        EVAL "redis.call('SET', KEYS[1], 1) return redis.call('INCR', KEYS[1])" 1 k
        SELECT 0
        """;

    private const string Collections = """
        RPUSH l a b c d e f
        LPUSH l a b
        LPUSHX l x
        RPUSHX missing x
        LSET l 0 y
        LINSERT l BEFORE a z
        LINSERT l BEFORE nothing z
        LREM l 1 a
        LREM l 1 nothing
        LTRIM l 0 4
        LTRIM l 0 100
        LPOP l
        RPOP l 2
        LPOP l 0
        LMOVE l l LEFT RIGHT
        LMOVE l other LEFT LEFT
        RPOPLPUSH l other
        LMPOP 2 l other LEFT
        LMPOP 2 l other RIGHT COUNT 10
        BLPOP other 0.01
        RPUSH l a b
        BRPOP l 0.01
        BLMOVE l other RIGHT LEFT 0.01
        BLMPOP 0.01 1 other LEFT
        RPUSH l a
        LTRIM l 5 6
        RPUSH l a
        LREM l 0 a
        RPUSH l 3 1 2
        SORT l STORE sorted
        SORT l STORE sorted
        LRANGE missing 0 1
        SADD s a b c d e
        SADD s a
        SREM s a
        SREM s a
        SMOVE s t b
        SMOVE s t nothing
        SADD t c
        SMOVE s t c
        SMOVE t t c
        SPOP s
        SPOP s 0
        SPOP s 10
        SPOP t 2
        SADD s a b
        SINTERSTORE i s s
        SUNIONSTORE u s missing
        SDIFFSTORE d s s
        SINTERSTORE i s missing
        SINTERSTORE i s missing
        SADD one x
        SMOVE one s x
        SREM s a b x
        SMEMBERS missing
        HSET h a 1 b 2
        HSET h a 1
        HMSET h c 3
        HSETNX h a 1
        HSETNX h d 1
        HINCRBY h a 1
        HINCRBYFLOAT h a 1.5
        HINCRBY fresh a 1
        HDEL h a nothing
        HDEL h nothing
        HDEL h b c d
        HGET missing a
        ZADD z 1 a 2 b 3 c 4 d 5 e 6 f 7 g
        ZADD z 1 a
        ZADD z XX 1 nothing
        ZADD z 2 a
        ZADD z INCR 1 a
        ZADD z INCR 0 a
        ZINCRBY z 1 a
        ZREM z a nothing
        ZREM z nothing
        ZREMRANGEBYRANK z 0 0
        ZREMRANGEBYSCORE z 3 3
        ZREMRANGEBYLEX z - (d
        ZPOPMIN z
        ZPOPMAX z 2
        ZPOPMIN z 0
        ZADD y 1 a 2 b 3 c
        ZMPOP 2 missing y MIN
        BZPOPMAX y 0.01
        BZMPOP 0.01 1 y MAX COUNT 10
        ZADD y 1 a 2 b 3 c
        ZUNIONSTORE u 2 z y
        ZINTERSTORE i 2 z y
        ZDIFFSTORE d 2 y missing
        ZDIFFSTORE d 2 y y
        ZRANGESTORE r y 0 1
        ZRANGESTORE r y 5 6
        ZRANGESTORE r y 5 6
        ZREMRANGEBYRANK y 0 -1
        ZSCORE missing a
        GEOADD g 13 38 a 14 38 b
        GEOADD g 13 38 a
        GEOSEARCHSTORE gs g FROMLONLAT 13 38 BYRADIUS 10 km
        GEOSEARCHSTORE gs g FROMLONLAT 1 1 BYRADIUS 10 km
        GEORADIUS g 13 38 10 km STORE gs
        GEORADIUSBYMEMBER g a 10 km STOREDIST gs
        GEORADIUS missing 13 38 10 km STORE gs
        GEOPOS missing a
        SETBIT bits 1 1
        SETBIT bits 1 1
        BITFIELD bits SET u8 0 1 INCRBY u8 8 1
        BITFIELD bits GET u8 0
        BITFIELD missing GET u8 0
        BITFIELD full OVERFLOW FAIL SET u8 0 256
        BITOP AND anded bits bits
        BITOP AND anded missing missing
        BITOP AND anded missing missing
        BITCOUNT missing
        PFADD h1 a b
        PFADD h1 a b
        PFCOUNT h1
        PFCOUNT h1 missing
        PFMERGE h2 h1 missing
        PFDEBUG TODENSE h1
        """;

    private const string Streams = """
        XADD s 1-1 a b
        XADD s 1-2 a b
        XADD s NOMKSTREAM 1-3 a b
        XADD missing NOMKSTREAM 1-3 a b
        XADD s MAXLEN = 2 1-4 a b
        XADD s MAXLEN ~ 2 1-5 a b
        XADD s MINID 1-5 1-6 a b
        XADD s 1-1 a b
        XTRIM s MAXLEN 1
        XTRIM s MAXLEN 1
        XDEL s 1-6 9-9
        XDEL s 1-6
        XSETID s 5-0
        XSETID s 1-x
        XGROUP CREATE s g 0
        XGROUP CREATE s g 0
        XGROUP CREATE made g $ MKSTREAM
        XGROUP CREATE none g $
        XGROUP SETID s g 0
        XGROUP CREATECONSUMER s g alice
        XGROUP CREATECONSUMER s g alice
        XADD s 6-1 a b
        XADD s 6-2 a b
        XREADGROUP GROUP g bob COUNT 1 STREAMS s >
        XREADGROUP GROUP g bob COUNT 1 STREAMS s >
        XREADGROUP GROUP g bob STREAMS s >
        XREADGROUP GROUP g carol STREAMS s >
        XREADGROUP GROUP g carol STREAMS s 0
        XADD s 6-3 a b
        XREADGROUP GROUP g dave NOACK STREAMS s >
        XACK s g 6-1
        XCLAIM s g erin 0 6-2
        XCLAIM s g frank 0 9-9
        XAUTOCLAIM s g gina 0 0
        XAUTOCLAIM s g hugo 0 9
        XREAD STREAMS s missing 0 0
        XRANGE missing - +
        XLEN missing
        XPENDING s g
        XINFO STREAM missing
        XGROUP DELCONSUMER s g gina
        XGROUP DELCONSUMER s g nobody
        XGROUP DESTROY s g
        XGROUP DESTROY s g
        DEL s
        """;

    protected override EngineOptions EngineOptions => new() { EnableDebugCommand = "yes" };

    [Theory]
    [InlineData(AllKinds)]
    [InlineData("KA")]
    [InlineData("Eg$")]
    [InlineData("KElsn")]
    [InlineData("KEhzxm")]
    [InlineData("A")]
    [InlineData("")]
    public async Task Commands_tell_what_redis_tells_of_them(string kinds)
    {
        await CompareEventsAsync(kinds, StringsAndKeys.Split('\n'));
        await CompareEventsAsync(kinds, Collections.Split('\n'));
        await CompareEventsAsync(kinds, Streams.Split('\n'));
    }

    [Fact, Trait("Category", "Soak")]
    public async Task Random_commands_tell_what_redis_tells_of_them()
    {
        RandomCommands[] families =
        [
            StringAndKeyCommands.Changes, HashAndSetCommands.Changes, ListAndKeyCommands.Changes,
            SortedSetCommandTemplates.Changes, MixedCommands.Changes, BitmapCommandTemplates.Changes,
            HyperLogLogCommandTemplates.Changes, GeoCommandTemplates.Changes,
        ];
        foreach (RandomCommands family in families)
        {
            for (int seed = 1; seed <= Soak.Iterations(usual: 1, soak: 100); seed++)
                await CompareEventsAsync(AllKinds, family.Generate(400, seed));
        }
    }

    [Fact]
    public Task Clients_that_wait_tell_what_they_took() => CompareAsync("""
        CONFIG SET notify-keyspace-events KEA
        @2 PSUBSCRIBE __key*__:*
        @3 >0 BLPOP q 0
        !blocked 1
        RPUSH q a
        @3 !read
        @2 !read 6
        @3 >0 BLMOVE q r LEFT RIGHT 0
        !blocked 1
        RPUSH q a
        @3 !read
        @2 !read 8
        @3 >0 BZPOPMIN z 0
        !blocked 1
        ZADD z 1 a
        @3 !read
        @2 !read 6
        CONFIG SET notify-keyspace-events ""
        """);

    [Fact]
    public Task Events_are_chosen_by_letters() => CompareAsync("""
        CONFIG GET notify-keyspace-events
        CONFIG SET notify-keyspace-events KEA
        CONFIG GET notify-keyspace-events
        CONFIG SET notify-keyspace-events AKEnm
        CONFIG GET notify-keyspace-events
        CONFIG SET notify-keyspace-events nKg$
        CONFIG GET notify-keyspace-events
        CONFIG SET notify-keyspace-events g$lshzxetdK
        CONFIG GET notify-keyspace-events
        CONFIG SET notify-keyspace-events KQ
        CONFIG GET notify-keyspace-events
        CONFIG SET notify-keyspace-events ""
        CONFIG GET notify-keyspace-events
        """);

    [Fact]
    public void An_option_with_a_letter_that_stands_for_nothing_is_refused()
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => new EngineOptions { KeyspaceEvents = "KQ" });
        Assert.Contains("KQ", refusal.Message);
        Assert.Equal("AKE", new EngineOptions { KeyspaceEvents = "EKA" }.KeyspaceEvents);
    }

    /// <summary>Runs the same commands on both servers and compares what a subscriber hears after each.</summary>
    private async Task CompareEventsAsync(string kinds, IReadOnlyList<string> lines)
    {
        List<string> expected = await EventsAsync(Reference.Target, kinds, lines);
        List<string> actual = await EventsAsync(EngineTarget, kinds, lines);
        for (int i = 0; i < lines.Count; i++)
        {
            Assert.True(
                expected[i] == actual[i],
                $"Line {i}, {lines[i]}: Redis told\n{expected[i]}\nthe engine\n{actual[i]}");
        }

        Assert.Equal(kinds.Contains('K') || kinds.Contains('E'), expected.Any(events => events.Length > 0));
    }

    private static async Task<List<string>> EventsAsync(RespTarget target, string kinds, IReadOnlyList<string> lines)
    {
        const string EndOfLine = "end of line";
        await using RespClient writer = await target.ConnectAsync(Cancellation);
        await using RespClient publisher = await target.ConnectAsync(Cancellation);
        await using RespClient subscriber = await target.ConnectAsync(Cancellation);
        await writer.CallAsync("FLUSHALL");
        await writer.CallAsync("DEBUG", "SET-ACTIVE-EXPIRE", "0");
        await writer.CallAsync("CONFIG", "SET", "notify-keyspace-events", kinds);
        await subscriber.CallAsync("PSUBSCRIBE", "__key*__:*");
        await subscriber.CallAsync("SUBSCRIBE", EndOfLine);
        var events = new List<string>();
        foreach (string line in lines)
        {
            await writer.SendAsync([.. CommandLine.Split(line).Select(argument => argument.Bytes)], Cancellation);
            await writer.ReadAsync(Cancellation);
            await publisher.CallAsync("PUBLISH", EndOfLine, "");
            var heard = new List<string>();
            RespValue message = await subscriber.ReadAsync(Cancellation);
            for (; message[1].Text != EndOfLine; message = await subscriber.ReadAsync(Cancellation))
                heard.Add($"{message[2].Text} {message[3].Text}");
            events.Add(string.Join('\n', heard));
        }

        await writer.CallAsync("CONFIG", "SET", "notify-keyspace-events", "");
        await writer.CallAsync("DEBUG", "SET-ACTIVE-EXPIRE", "1");
        return events;
    }
}

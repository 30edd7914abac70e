namespace Engine.Server.Tests.Commands;

/// <summary>
/// Every command that changes keys, in each of the ways in which it can: what clients are told of them is compared.
/// </summary>
internal static class ChangingCommands
{
    public const string StringsAndKeys = """
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
        SET m v PXAT 1
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

    public const string Collections = """
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

    public const string Streams = """
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
}

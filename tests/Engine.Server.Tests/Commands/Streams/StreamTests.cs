using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Streams;

public sealed class StreamTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Fact]
    public Task Entries_are_added_and_read() => CompareAsync("""
        XADD s 1-1 a 1 b 2
        XADD s 1-2 a 3 b 4
        XADD s 2 a text b -5
        XADD s 2-5 other field
        XADD s 3-* x 1
        XADD s 3-* x 2
        XADD s 5-18446744073709551615 x 3
        XADD s 6-0 "" ""
        XADD s 6-1 n 9223372036854775807 n -9223372036854775808 n 9223372036854775808 n 007
        XLEN s
        XLEN missing
        XRANGE s - +
        XREVRANGE s + -
        XRANGE s 2 3
        XRANGE s (1-1 (3-1
        XRANGE s 1 1
        XRANGE s 3 2
        XRANGE s - + COUNT 2
        XRANGE s - + COUNT 0
        XRANGE s - + COUNT -1
        XRANGE s - + COUNT 1 COUNT 3
        XREVRANGE s 3 1 COUNT 3
        XREVRANGE s (3 (1-1
        XREVRANGE s - +
        XREVRANGE s 0-0 0-0
        XRANGE missing - +
        XRANGE missing - + COUNT 0
        TYPE s
        OBJECT ENCODING s
        XADD none NOMKSTREAM * a 1
        XADD s NOMKSTREAM 7-0 a 1
        EXISTS none
        """);

    [Fact]
    public Task Ids_must_be_greater_than_all_before() => CompareAsync("""
        XADD s 0-0 a 1
        XADD s 0 a 1
        EXISTS s
        XADD s 0-* a 1
        XADD s 0-* a 1
        XADD s 0-1 a 1
        XADD s 0-2 a 1
        XADD s 5-5 a 1
        XADD s 5-4 a 1
        XADD s 5 a 1
        XADD s 4-* a 1
        XADD s 5-* a 1
        XADD s 5-18446744073709551615 a 1
        XADD s 5-* a 1
        XADD s 18446744073709551615-18446744073709551614 a 1
        XADD s * a 1
        XADD s * a 1
        XADD s 18446744073709551615-* a 1
        XADD s 1-1 a 1
        XADD t 18446744073709551615-18446744073709551615 a 1
        XADD t * a 1
        XADD u 99999999999999-18446744073709551615 a 1
        XADD u * a 1
        XRANGE s - +
        XINFO STREAM t
        """);

    [Fact]
    public Task Mistakes_in_XADD_are_named() => CompareAsync("""
        SET string x
        XADD string 1-1 a 1
        XADD string NOMKSTREAM 1-1 a 1
        XADD
        XADD s
        XADD s *
        XADD s * a
        XADD s * a 1 b
        XADD s 1-1 a 1 b
        XADD s MAXLEN 10 NOMKSTREAM
        XADD s MAXLEN 10 LIMIT 5
        XADD s x a 1
        XADD s 1-x a 1
        XADD s x-1 a 1
        XADD s -1 a 1
        XADD s 1- a 1
        XADD s 1-1-1 a 1
        XADD s - a 1
        XADD s + a 1
        XADD s *-1 a 1
        XADD s 1-** a 1
        XADD s "" a 1
        XADD s " 5-1" a 1
        XADD s "+7-+01" a 1
        XADD s 008-001 a 1
        XADD s "9\x00-5" a 1
        XADD s 18446744073709551616 a 1
        XADD s 99999999999999999999999999 a 1
        XADD s 1--5 a 1
        XADD s 11--05 a 1
        XADD s MAXLEN x * a 1
        XADD s MAXLEN -1 * a 1
        XADD s MAXLEN ~ x * a 1
        XADD s MAXLEN 1 MAXLEN 2 * a 1
        XADD s MAXLEN 1 MINID 2 * a 1
        XADD s MINID 1 MAXLEN 2 * a 1
        XADD s MINID x * a 1
        XADD s MINID - * a 1
        XADD s MINID 1-* * a 1
        XADD s LIMIT 10 * a 1
        XADD s LIMIT 0 20-1 a 1
        XADD s LIMIT -1 * a 1
        XADD s LIMIT x * a 1
        XADD s MAXLEN = 10 LIMIT 10 * a 1
        XADD s MAXLEN 10 LIMIT 0 * a 1
        XADD s LIMIT 10 MAXLEN 10 x a 1
        XADD s maxlen ~ 10 limit 5 30-1 a 1
        XADD s MAXLEN = 10 31-1 a 1
        XADD s MAXLEN = = 32-1 a 1
        XADD s nomkstream maxlen 10 33-1 a 1
        XRANGE s - +
        """);

    [Fact]
    public Task Ranges_may_be_written_in_many_ways() => CompareAsync("""
        XADD s 1-1 a 1
        XADD s 1-2 a 2
        XADD s 2-1 a 3
        XRANGE s (- +
        XRANGE s - (+
        XRANGE s ( +
        XRANGE s "" +
        XRANGE s x +
        XRANGE s - x
        XRANGE s 1-* +
        XRANGE s (18446744073709551615-18446744073709551615 +
        XRANGE s (18446744073709551615 +
        XRANGE s - (0-0
        XRANGE s - (0
        XRANGE s - (1
        XRANGE s (1 (2-1
        XRANGE s + -
        XRANGE s - + COUNT
        XRANGE s - + COUNT x
        XRANGE s - + LIMIT 1
        XRANGE s x + COUNT x
        XRANGE s -
        XREVRANGE s x -
        XREVRANGE s + x
        XREVRANGE s (0-0 -
        XREVRANGE s + (18446744073709551615-18446744073709551615
        XREVRANGE s 1 1
        XREVRANGE s 1-1 1-1
        XREVRANGE s (1-2 (0
        XREVRANGE s +
        SET string x
        XRANGE string - +
        XREVRANGE string + -
        XREVRANGE string + - COUNT 0
        XLEN string
        XLEN
        XLEN s s
        """);

    [Fact]
    public Task Entries_are_deleted_by_id() => CompareAsync("""
        XADD s 1-1 a 1
        XADD s 1-2 a 2
        XADD s 1-3 a 3
        XADD s 1-4 b 4
        XDEL s 1-2
        XDEL s 1-2
        XDEL s 1-9 0-0 1-1 1-1
        XINFO STREAM s FULL
        XDEL s 1-x
        XDEL s 1-3 x
        XDEL s - 1-3
        XDEL s
        XDEL missing 1-1
        XDEL missing x
        XRANGE s - +
        XREVRANGE s + -
        XDEL s 1-3 1-4
        XLEN s
        EXISTS s
        XRANGE s - +
        XINFO STREAM s
        XADD s 1-4 a 1
        XADD s 1-5 a 1
        XINFO STREAM s
        SET string x
        XDEL string 1-1
        XDEL string x
        """);

    [Fact]
    public Task What_a_stream_remembers_can_be_set() => CompareAsync("""
        XADD s 5-5 a 1
        XADD s 6-6 a 1
        XSETID s 6-5
        XSETID s 6-6
        XSETID s 10
        XINFO STREAM s
        XSETID s 11-1 ENTRIESADDED 100 MAXDELETEDID 9-9
        XINFO STREAM s
        XSETID s 9-8
        XSETID s 9-9 ENTRIESADDED 1
        XSETID s 9-9 ENTRIESADDED 2
        XSETID s 9-9 ENTRIESADDED -1
        XSETID s 9-9 ENTRIESADDED x
        XSETID s 9-9 MAXDELETEDID 9-10
        XSETID s 9-9 MAXDELETEDID x
        XSETID s 9-9 MAXDELETEDID 0-0
        XSETID s 9-9 MAXDELETEDID
        XSETID s 9-9 NONSENSE 1
        XSETID s x
        XSETID s -
        XSETID s
        XSETID missing 1-1
        XSETID missing x
        XINFO STREAM s
        XDEL s 5-5 6-6
        XSETID s 9-9 ENTRIESADDED 0
        XINFO STREAM s
        XSETID s 1-1
        SET string x
        XSETID string 1-1
        """);

    [Fact]
    public Task Keys_of_a_call_are_found() => CompareAsync("""
        COMMAND GETKEYS XADD s * a 1
        COMMAND GETKEYS XREAD STREAMS a b 0 0
        COMMAND GETKEYS XREAD COUNT 5 BLOCK 0 STREAMS a b c 0 0 0
        COMMAND GETKEYS XREAD COUNT STREAMS STREAMS a 0
        COMMAND GETKEYS XREAD STREAMS a b 0
        COMMAND GETKEYS XREAD COUNT 5 BLOCK 0
        COMMAND GETKEYS XREADGROUP GROUP g c STREAMS a b > >
        COMMAND GETKEYS XREADGROUP GROUP STREAMS c STREAMS a b > >
        COMMAND GETKEYS XREADGROUP GROUP g c NOACK COUNT 1 STREAMS a >
        COMMAND GETKEYS XGROUP CREATE s g 0
        COMMAND GETKEYS XINFO STREAM s
        COMMAND GETKEYSANDFLAGS XREADGROUP GROUP g c STREAMS a >
        COMMAND GETKEYSANDFLAGS XACK s g 1-1
        COMMAND GETKEYSANDFLAGS XAUTOCLAIM s g c 0 0
        """);

    [Fact]
    public Task Streams_are_told_of_by_DEBUG() => CompareAsync("""
        XADD s 1-1 a 1
        XADD s 1-2 a 2 b text
        XDEL s 1-1
        DEBUG OBJECT s
        DEBUG DIGEST
        DEBUG DIGEST-VALUE s
        DEBUG LISTPACK s
        DEBUG QUICKLIST s
        """);

    protected override EngineOptions EngineOptions => new() { EnableDebugCommand = "yes" };

    [Fact]
    public Task Ids_may_begin_again_below_those_of_deleted_entries() => CompareAsync("""
        XADD s 30-26 a 1
        XADD s 30-50 a 2
        XADD s 30-51 a 2
        XDEL s 30-50 30-51
        XSETID s 30-37
        XADD s 30-38 a 3
        XADD s 30-39 b 4
        XRANGE s - +
        XRANGE s 30-38 30-38
        XRANGE s 30-27 30-39
        XREVRANGE s + -
        XREVRANGE s 30-38 30-26
        XREAD STREAMS s 30-26
        XDEL s 30-38
        XTRIM s MINID 30-39
        XRANGE s - +
        DUMP s
        XINFO STREAM s
        """);

    [Fact]
    public Task Streams_are_values_like_others() => CompareAsync("""
        XADD s 1-1 a 1
        XADD s 1-2 a 2
        XGROUP CREATE s g 0
        XREADGROUP GROUP g c COUNT 1 STREAMS s >
        COPY s t
        XRANGE t - +
        XPENDING t g
        XACK t g 1-1
        XPENDING s g
        RENAME s u
        XRANGE u - +
        SORT u
        SCAN 0 TYPE stream COUNT 1000
        GET u
        LPUSH u x
        SADD u x
        HSET u a b
        APPEND u x
        EXPIRE u 100
        PERSIST u
        DEL u
        UNLINK t
        XADD s 1-1 a 1
        FLUSHALL
        XLEN s
        MULTI
        XADD s 1-1 a 1
        XLEN s
        XREAD STREAMS s 0
        XREAD BLOCK 0 STREAMS s $
        EXEC
        EVAL "return redis.call('XADD', KEYS[1], '2-1', 'a', ARGV[1])" 1 s 17
        EVAL "return redis.call('XRANGE', KEYS[1], '-', '+')" 1 s
        EVAL "return redis.call('XREAD', 'STREAMS', KEYS[1], '0')" 1 s
        EVAL "return redis.call('XREAD', 'BLOCK', '0', 'STREAMS', KEYS[1], '$')" 1 s
        EVAL "return redis.pcall('xread', 'BLOCK', 'x', 'STREAMS', KEYS[1], '$')" 1 s
        EVAL "return redis.pcall('XREADGROUP', 'GROUP', 'g', 'c', 'BLOCK', '1', 'STREAMS', KEYS[1], '>')" 1 s
        EVAL "return redis.call('XREAD', 'STREAMS', KEYS[1], '9')" 1 s
        """);

    [Fact]
    public Task Changes_are_noticed_by_those_who_watch() => CompareAsync("""
        XADD s 1-1 a 1
        XGROUP CREATE s g 0
        WATCH s
        XADD s 1-2 a 1
        MULTI
        PING
        EXEC
        WATCH s
        XGROUP CREATE s h 0
        XGROUP SETID s g 0
        XREADGROUP GROUP g c COUNT 1 STREAMS s >
        XACK s g 1-1
        XCLAIM s g c 0 1-2 FORCE
        XSETID s 5-5
        XGROUP DESTROY s h
        MULTI
        PING
        EXEC
        WATCH s
        XDEL s 1-1
        MULTI
        PING
        EXEC
        WATCH s
        XTRIM s MAXLEN 0
        MULTI
        PING
        EXEC
        WATCH s
        XTRIM s MAXLEN 0
        XDEL s 1-1
        MULTI
        PING
        EXEC
        WATCH t
        XGROUP CREATE t g 0 MKSTREAM
        MULTI
        PING
        EXEC
        """);
}

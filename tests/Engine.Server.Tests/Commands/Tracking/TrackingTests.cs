using Redis.Fixtures.Differential;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Tracking;

/// <summary>CLIENT TRACKING and what it makes the server tell, in the same order and bytes as Redis.</summary>
public sealed class TrackingTests(ReferenceRedis reference) : CommandTests(reference)
{
    protected override EngineOptions EngineOptions => new() { EnableDebugCommand = "yes" };

    [Fact]
    public Task Options_that_do_not_go_together_are_refused() => CompareAsync("""
        CLIENT TRACKING
        CLIENT TRACKING MAYBE
        CLIENT TRACKING ON NOTHING
        CLIENT TRACKING ON REDIRECT
        CLIENT TRACKING ON REDIRECT x
        CLIENT TRACKING ON REDIRECT 0
        CLIENT TRACKING ON REDIRECT -1
        CLIENT TRACKING ON REDIRECT 99999999
        CLIENT TRACKING OFF REDIRECT 99999999
        CLIENT TRACKING OFF BCAST OPTIN OPTOUT NOLOOP PREFIX a
        $me= CLIENT ID
        CLIENT TRACKING ON REDIRECT $me REDIRECT $me
        CLIENT TRACKING ON PREFIX
        CLIENT TRACKING ON PREFIX a
        CLIENT TRACKING ON OPTIN OPTOUT
        CLIENT TRACKING ON BCAST OPTIN
        CLIENT TRACKING ON BCAST OPTOUT
        CLIENT TRACKING ON BCAST OPTIN OPTOUT
        CLIENT TRACKINGINFO
        CLIENT TRACKING ON OPTIN
        CLIENT TRACKING ON OPTOUT
        CLIENT TRACKING ON BCAST
        CLIENT TRACKING ON BCAST OPTIN
        CLIENT TRACKING ON OPTIN OPTOUT
        CLIENT TRACKING ON
        CLIENT TRACKING ON OPTOUT
        CLIENT TRACKING OFF
        CLIENT TRACKING OFF
        CLIENT TRACKING ON BCAST
        CLIENT TRACKING ON
        CLIENT TRACKING ON BCAST
        CLIENT TRACKING ON BCAST PREFIX a
        CLIENT CACHING
        CLIENT CACHING YES
        CLIENT CACHING NO
        CLIENT CACHING MAYBE
        CLIENT TRACKINGINFO extra
        CLIENT GETREDIR extra
        """);

    [Fact]
    public Task Prefixes_of_one_client_must_not_overlap() => CompareAsync("""
        CLIENT TRACKING ON BCAST PREFIX ab PREFIX a
        CLIENT TRACKING ON BCAST PREFIX a PREFIX ab
        CLIENT TRACKING ON BCAST PREFIX a PREFIX a
        CLIENT TRACKING ON BCAST PREFIX "" PREFIX a
        CLIENT TRACKING ON BCAST PREFIX "a\x00b" PREFIX "a\x00bc"
        CLIENT TRACKINGINFO
        CLIENT TRACKING ON BCAST PREFIX b: PREFIX a: PREFIX c:
        CLIENT TRACKINGINFO
        CLIENT TRACKING ON BCAST PREFIX a:1
        CLIENT TRACKING ON BCAST PREFIX d PREFIX b
        CLIENT TRACKING ON BCAST PREFIX b:
        CLIENT TRACKING ON BCAST PREFIX d:
        CLIENT TRACKING ON BCAST NOLOOP
        CLIENT TRACKINGINFO
        @2 CLIENT TRACKING ON BCAST PREFIX a:1
        INFO clients
        EVAL "return string.match(redis.call('INFO', 'stats'), 'tracking_total_.*_prefixes:%d+')" 0
        CLIENT TRACKING OFF
        CLIENT TRACKINGINFO
        EVAL "return string.match(redis.call('INFO', 'stats'), 'tracking_total_.*_prefixes:%d+')" 0
        """);

    [Fact]
    public Task Clients_see_how_they_track() => CompareAsync("""
        CLIENT TRACKINGINFO
        CLIENT GETREDIR
        CLIENT INFO
        CLIENT TRACKING ON
        CLIENT TRACKINGINFO
        CLIENT GETREDIR
        CLIENT INFO
        CLIENT TRACKING ON NOLOOP
        CLIENT TRACKINGINFO
        CLIENT TRACKING OFF
        CLIENT TRACKING ON BCAST NOLOOP
        CLIENT INFO
        CLIENT TRACKING OFF
        @2 $other= CLIENT ID
        CLIENT TRACKING ON REDIRECT $other OPTIN
        CLIENT GETREDIR
        CLIENT TRACKINGINFO
        @2 CLIENT TRACKINGINFO
        CLIENT CACHING YES
        CLIENT TRACKINGINFO
        CLIENT CACHING
        CLIENT NOTHING
        CLIENT TRACKINGINFO
        CLIENT CACHING YES
        NOTHING
        CLIENT TRACKINGINFO
        CLIENT CACHING YES
        GET a b
        CLIENT TRACKINGINFO
        CLIENT TRACKING OFF
        CLIENT TRACKING ON OPTOUT
        CLIENT CACHING YES
        CLIENT CACHING NO
        CLIENT TRACKINGINFO
        CLIENT TRACKING ON OPTOUT NOLOOP
        CLIENT TRACKINGINFO
        MULTI
        CLIENT TRACKINGINFO
        CLIENT CACHING NO
        CLIENT TRACKINGINFO
        EXEC
        CLIENT TRACKINGINFO
        RESET
        CLIENT TRACKINGINFO
        INFO clients
        """);

    [Fact]
    public Task Readers_are_told_once_of_each_key_that_changes() => CompareResp3Async("""
        @2 CLIENT TRACKING ON
        @2 MGET a b a missing
        @2 EXISTS c
        @2 INCR d
        @2 STRLEN d
        EVAL "return string.match(redis.call('INFO', 'stats'), 'tracking_total_.*_prefixes:%d+')" 0
        SET a 1
        SET a 2
        SET missing 1
        DEL b
        MSET c 1 d 2
        @2 !read 4
        @2 GET a
        @2 LRANGE a 0 1
        @2 OBJECT ENCODING a
        @2 MEMORY USAGE nothing
        @2 SORT_RO a
        @2 DBSIZE
        @2 KEYS *
        @2 SCAN 0
        @2 XREAD STREAMS s1 s2 0 0
        @2 ZUNION 2 z1 z2
        @2 BITFIELD_RO bits GET u8 0
        EVAL "return string.match(redis.call('INFO', 'stats'), 'tracking_total_.*_prefixes:%d+')" 0
        EXPIRE a 100
        PERSIST a
        @2 TTL a
        SELECT 1
        SET a 1
        XADD s2 1-1 a b
        ZADD z1 1 a
        SETBIT bits 1 1
        SET s1 x
        @2 CLIENT TRACKING OFF
        @2 GET a
        SET a 3
        EVAL "return string.match(redis.call('INFO', 'stats'), 'tracking_total_.*_prefixes:%d+')" 0
        """);

    [Fact]
    public Task What_changes_several_keys_tells_of_them_in_order() => CompareResp3Async("""
        @2 CLIENT TRACKING ON
        MSET a 1 b 2 c 3
        @2 MGET a b c d
        RENAME b a
        @2 >3 MGET a b c d
        COPY a d
        @2 >2 MGET a b c d
        MSET d 1 c 2 b 3 a 4
        @2 >5 MGET a b c d
        DEL d c b a
        RPUSH l 1 2 3
        RPUSH m 1
        @2 >5 EXISTS l m s t z
        LMOVE l m LEFT RIGHT
        @2 >3 EXISTS l m s t z
        RPOPLPUSH m l
        SADD s 1 2
        SADD t 2
        @2 >5 EXISTS l m s t z
        SMOVE s t 1
        @2 >3 EXISTS l m s t z
        SUNIONSTORE z s t
        @2 >2 EXISTS l m s t z
        SORT l STORE z
        @2 >2 EXISTS l m s t z
        MOVE l 1
        @2 >2 EXISTS l m s t z
        SWAPDB 0 1
        @2 EXISTS l m s t z
        LMPOP 2 nothing l LEFT
        @2 >2 EXISTS l m s t z
        FLUSHDB
        @2 >2 EXISTS l m s t z
        FLUSHALL ASYNC
        EVAL "return string.match(redis.call('INFO', 'stats'), 'tracking_total_.*_prefixes:%d+')" 0
        """);

    [Fact]
    public Task What_a_client_changes_itself_it_is_told_behind_the_reply() => CompareResp3Async("""
        CLIENT TRACKING ON
        GET a
        >2 SET a 1
        SET a 2
        GET a
        MULTI
        SET a 3
        GET a
        SET a 4
        SET b 1
        GET b
        EXEC
        >3 PING
        SET b 2
        GET a
        !raw "SET a 1\r\nPING\r\nGET a\r\nSET a 2\r\nPING\r\n"
        !read 6
        GET a
        >2 FLUSHALL
        MULTI
        GET a
        FLUSHDB
        PING
        SET a 1
        EXEC
        GET a
        PING
        """);

    [Fact]
    public Task Scripts_count_as_readers_of_the_keys_they_were_given() => CompareResp3Async("""
        CLIENT TRACKING ON
        EVAL "return {redis.call('GET', KEYS[1]), redis.call('GET', 'undeclared')}" 2 k l
        @2 MSET k 1 l 2 undeclared 3
        EVAL "return 1" 1 k
        @2 SET k 1
        EVAL "return redis.call('SET', KEYS[1], 1)" 1 k
        @2 SET k 1
        EVAL "redis.call('GET', KEYS[1]) return redis.call('SET', KEYS[1], 1)" 1 k
        @2 SET k 1
        EVAL "redis.call('SET', KEYS[1], 1) return redis.call('GET', KEYS[1])" 1 k
        @2 SET k 1
        EVAL_RO "return redis.call('GET', KEYS[1])" 1 k
        @2 SET k 1
        EVAL_RO "return 1" 1 k
        @2 SET k 1
        EVAL "return redis.call('GET', 'k')" 0
        @2 SET k 1
        MULTI
        EVAL "return redis.call('GET', KEYS[1])" 1 k
        GET l
        EXEC
        @2 MSET k 1 l 1
        FUNCTION LOAD "#!lua name=lib\nredis.register_function('f', function(k) return redis.call('GET', k[1]) end)"
        FCALL f 2 k l
        @2 MSET l 1 k 1
        FCALL_RO f 0 k
        CLIENT TRACKING ON OPTIN
        EVAL "return redis.call('GET', KEYS[1])" 1 k
        @2 SET k 2
        CLIENT CACHING YES
        EVAL "return redis.call('GET', KEYS[1])" 1 k
        @2 SET k 3
        FUNCTION FLUSH
        EVAL "return string.match(redis.call('INFO', 'stats'), 'tracking_total_.*_prefixes:%d+')" 0
        """);

    [Fact]
    public Task Chosen_reads_are_tracked() => CompareResp3Async("""
        CLIENT TRACKING ON OPTIN
        GET a
        @2 SET a 1
        CLIENT CACHING YES
        GET a
        GET b
        @2 MSET a 1 b 1
        CLIENT CACHING YES
        MULTI
        GET a
        GET b
        EXEC
        GET c
        @2 MSET a 1 b 1 c 1
        CLIENT CACHING YES
        MULTI
        GET a
        DISCARD
        GET a
        @2 SET a 1
        MULTI
        CLIENT CACHING YES
        GET a
        EXEC
        GET b
        @2 MSET a 1 b 1
        CLIENT CACHING YES
        CLIENT GETNAME
        GET c
        @2 SET c 1
        CLIENT TRACKING OFF
        CLIENT TRACKING ON OPTOUT
        GET a
        CLIENT CACHING NO
        GET b
        @2 MSET a 1 b 1
        CLIENT CACHING NO
        PING
        GET b
        @2 SET b 1
        EVAL "return string.match(redis.call('INFO', 'stats'), 'tracking_total_.*_prefixes:%d+')" 0
        """);

    [Fact]
    public Task Own_changes_can_be_left_out() => CompareResp3Async("""
        CLIENT TRACKING ON NOLOOP
        GET a
        SET a 1
        @2 SET a 1
        GET a
        EVAL "return redis.call('SET', KEYS[1], 1)" 1 a
        GET a
        MULTI
        SET a 1
        EXEC
        GET a
        @2 SET a 1
        !read
        GET q
        @2 >0 BLPOP q 0
        !blocked 1
        RPUSH q x
        @2 !read
        GET a
        FLUSHALL
        !read
        CLIENT TRACKING OFF
        CLIENT TRACKING ON BCAST NOLOOP
        SET a 1
        EVAL "return redis.call('SET', KEYS[1], 1)" 1 a
        !read
        MULTI
        SET a 1
        EXEC
        MSET a 1 b 2
        @2 MSET c 1 b 2
        !read
        !raw "SET a 1\r\nSET b 1\r\n"
        !read
        PING
        """);

    [Fact]
    public Task Broadcasts_tell_of_all_keys_with_a_prefix_once_per_turn() => CompareResp3Async("""
        @2 CLIENT TRACKING ON BCAST PREFIX b: PREFIX a:
        @3 CLIENT TRACKING ON BCAST
        @4 CLIENT TRACKING ON BCAST PREFIX a:1
        MSET a:2 1 a:1 2 b:1 3 c 4
        SET a:1 1
        SET a 1
        MULTI
        SET b:1 1
        SET b:1 2
        DEL a:2
        SET b:0 1
        EXEC
        @2 !read 5
        @2 >2 SET a:3 1
        @2 MULTI
        @2 SET a:4 1
        @2 SET a:5 1
        @2 GET a:4
        @2 >2 EXEC
        EVAL "redis.call('SET', 'a:9', 1) return redis.call('SET', 'a:10', 1)" 0
        !raw "SET a:1 1\r\nSET c 1\r\nSET a:11 1\r\n"
        !read 2
        @4 CLIENT TRACKING OFF
        SET a:1 1
        @2 CLIENT TRACKING ON BCAST PREFIX c
        SET c 1
        FLUSHALL
        DEL nothing
        SET "a:\x00\xff" ""
        """);

    [Fact]
    public Task Clients_that_want_no_replies_are_told_all_the_same() => CompareResp3Async("""
        CLIENT TRACKING ON
        GET a
        GET b
        >0 CLIENT REPLY SKIP
        >1 SET a 1
        @2 SET b 1
        !read
        >0 CLIENT REPLY OFF
        >0 GET a
        @2 SET a 1
        !read
        CLIENT REPLY ON
        """);

    [Fact]
    public Task Keys_whose_time_has_come_are_told() => CompareResp3Async("""
        DEBUG SET-ACTIVE-EXPIRE 0
        @2 CLIENT TRACKING ON
        @3 CLIENT TRACKING ON BCAST
        @4 CLIENT TRACKING ON
        SET a 1
        @2 GET a
        @4 GET a
        SET a 1 PXAT 1
        @2 TTL a
        @4 TTL a
        GET a
        SET b 1
        @2 GET b
        EXPIRE b -1
        SET c 1
        @2 GET c
        GETEX c PXAT 1
        SET d 1
        @2 GET d
        PEXPIREAT d 99999999999999
        DEBUG SET-ACTIVE-EXPIRE 1
        """);

    [Fact]
    public Task A_client_that_is_gone_is_no_longer_told() => CompareResp3Async("""
        @2 CLIENT TRACKING ON BCAST PREFIX a PREFIX b
        @3 CLIENT TRACKING ON
        @3 GET a
        INFO clients
        @2 RESET
        @3 RESET
        INFO clients
        SET a 1
        EVAL "return string.match(redis.call('INFO', 'stats'), 'tracking_total_.*_prefixes:%d+')" 0
        @2 HELLO 3
        @2 CLIENT TRACKING ON
        @2 GET a
        @2 CLIENT TRACKING OFF
        @2 CLIENT TRACKING ON
        SET a 2
        @2 GET a
        @2 CLIENT TRACKING OFF
        @2 CLIENT TRACKING ON BCAST PREFIX b
        SET a 2
        @2 GET a
        """);

    [Fact]
    public Task The_number_of_tracked_keys_is_limited() => CompareResp3Async("""
        CONFIG GET tracking-table-max-keys
        CONFIG SET tracking-table-max-keys -1
        CONFIG SET tracking-table-max-keys x
        CONFIG SET tracking-table-max-keys 2
        @2 CLIENT TRACKING ON
        @2 MGET a b
        PING
        EVAL "return string.match(redis.call('INFO', 'stats'), 'tracking_total_.*_prefixes:%d+')" 0
        CONFIG SET tracking-table-max-keys 0
        @2 MGET c d e
        EVAL "return string.match(redis.call('INFO', 'stats'), 'tracking_total_.*_prefixes:%d+')" 0
        @2 CLIENT TRACKING OFF
        CONFIG SET tracking-table-max-keys 2
        PING
        EVAL "return string.match(redis.call('INFO', 'stats'), 'tracking_total_.*_prefixes:%d+')" 0
        CONFIG SET tracking-table-max-keys 1000000
        """);

    private Task CompareResp3Async(string script) =>
        new ServerComparison(Reference.Target, EngineTarget).RunAsync(script, protocol: 3, Cancellation);
}

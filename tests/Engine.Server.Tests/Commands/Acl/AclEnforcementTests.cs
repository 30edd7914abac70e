using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Acl;

/// <summary>What users may not do, they cannot do on any road to a command.</summary>
public sealed class AclEnforcementTests(ReferenceRedis reference) : AclTests(reference)
{
    [Fact]
    public Task Commands_are_denied_by_name() => CompareUsersAsync("""
        ACL SETUSER alice on nopass ~* &* +get +config|get +select|0 +select|1 +client -client|kill +acl|whoami
        @2 GET k
        @2 AUTH alice x
        @2 GET k
        @2 SET k v
        @2 CONFIG GET port-nothing
        @2 CONFIG SET hz 10
        @2 CONFIG
        @2 CONFIG NOPE
        @2 CONFIG GET
        @2 NOPE
        @2 SELECT 1
        @2 SELECT 2
        @2 SELECT "0\x00"
        @2 SELECT
        @2 CLIENT ID x
        @2 CLIENT KILL ID 999999
        @2 CLIENT GETNAME
        @2 PING
        @2 AUTH alice y
        @2 HELLO 2
        @2 ACL WHOAMI
        @2 ACL LIST
        @2 RESET
        @2 PING
        """);

    [Theory]
    [InlineData("+@all", "~a*")]
    [InlineData("+@all", "%R~a*")]
    [InlineData("+@all", "%W~a*")]
    [InlineData("+@all", "%R~a* %W~b*")]
    [InlineData("+@all", "%R~* %W~b*")]
    [InlineData("+@read", "~a*")]
    [InlineData("+@write", "%W~* (+@read %R~a*)")]
    [InlineData("+@all", "~a* (+@all ~b*)")]
    [InlineData("+get", "~a* (+set ~b*) (+@all %R~c*)")]
    [InlineData("+@all", "resetkeys")]
    [InlineData("+@all", "allkeys")]
    [InlineData("-@all", "allkeys")]
    public Task Keys_are_denied_by_what_the_command_does_with_them(string commands, string keys) =>
        CompareUsersAsync($"ACL SETUSER alice on nopass &* {commands} {keys}\n" + DryRuns);

    [Fact]
    public Task Denied_keys_are_not_touched() => CompareUsersAsync("""
        SET a 1
        SET b 1
        ACL SETUSER alice on nopass +@all ~a %R~r* %W~w*
        @2 AUTH alice x
        @2 GET a
        @2 GET b
        @2 SET b 2
        @2 MGET a b
        @2 MSET a 5 b 5
        @2 RENAME a b
        @2 COPY b a
        @2 GET r
        @2 SET r 1
        @2 SET w 1
        @2 GET w
        @2 SET w 1 GET
        @2 GETDEL w
        @2 INCR w
        @2 APPEND w x
        @2 STRLEN w
        @2 EXISTS w
        @2 EXISTS b
        @2 DEL w
        @2 DEL r
        @2 EXPIRE r 10
        @2 COPY r w
        @2 SUNIONSTORE w r r2
        @2 SUNIONSTORE r w
        @2 WATCH a b
        @2 FLUSHALL
        GET a
        GET b
        """);

    [Fact]
    public Task Channels_are_denied_to_publishers_and_listeners() => CompareUsersAsync("""
        ACL SETUSER alice on nopass +@all ~* &news:* &exact &p*
        @2 AUTH alice x
        @2 PUBLISH news:a m
        @2 PUBLISH other m
        @2 SPUBLISH exact m
        @2 SPUBLISH other m
        @2 SUBSCRIBE exact other
        @2 SUBSCRIBE exact
        @2 UNSUBSCRIBE other
        @2 UNSUBSCRIBE exact
        @2 PSUBSCRIBE news:*
        @2 PUNSUBSCRIBE news:*
        @2 PSUBSCRIBE news:a*
        @2 PSUBSCRIBE "p*\x00x"
        @2 PUNSUBSCRIBE "p*\x00x"
        @2 PSUBSCRIBE *
        @2 SSUBSCRIBE exact
        @2 SUNSUBSCRIBE exact
        @2 SSUBSCRIBE other
        @2 PUBSUB CHANNELS
        ACL SETUSER bob on nopass +@all ~* (resetchannels &a +subscribe) (&b +publish)
        @3 AUTH bob x
        @3 PUBLISH a m
        @3 PUBLISH b m
        @3 SUBSCRIBE b
        @3 SUBSCRIBE a
        @3 UNSUBSCRIBE a
        """);

    [Fact]
    public Task Listeners_are_closed_that_may_listen_no_more() => CompareUsersAsync("""
        ACL SETUSER alice on nopass +@all ~* &*
        @2 AUTH alice x
        @2 SUBSCRIBE c
        @3 AUTH alice x
        @3 PSUBSCRIBE c*
        @4 AUTH alice x
        @4 SSUBSCRIBE d
        @5 AUTH alice x
        @5 GET k
        ACL SETUSER alice resetchannels &c &d
        @3 PING
        @2 PUBLISH c m
        PUBLISH c m
        @2 !read
        @4 PING
        @5 GET k
        ACL SETUSER alice resetchannels &c*
        @4 PING
        PUBLISH c m
        @2 !read
        ACL SETUSER alice &e
        ACL SETUSER alice -@all
        PUBLISH c m
        @2 !read
        ACL SETUSER alice reset on nopass
        PUBLISH c m
        @2 PING
        @5 GET k
        """);

    [Fact]
    public Task Who_listened_before_logging_in_stays_until_the_user_changes() => CompareUsersAsync("""
        ACL SETUSER alice on nopass +@all ~* &a &b
        @2 HELLO 3
        @2 SUBSCRIBE other
        @2 AUTH alice x
        PUBLISH other m
        @2 !read
        ACL SETUSER alice +get &c
        PUBLISH other m
        ACL SETUSER bob on nopass +@all ~*
        @3 HELLO 3
        @3 SUBSCRIBE other
        @3 AUTH bob x
        ACL SETUSER bob +get
        PUBLISH other m
        @3 !read
        ACL SETUSER bob ~a (&c)
        PUBLISH other m
        @3 !read
        ACL SETUSER bob &d
        PUBLISH other m
        """);

    [Fact]
    public Task Transactions_queue_only_what_is_allowed() => CompareUsersAsync("""
        ACL SETUSER alice on nopass ~a* &* +@all -del
        @2 AUTH alice x
        @2 MULTI
        @2 SET a 1
        @2 DEL a
        @2 EXEC
        @2 MULTI
        @2 SET b 1
        @2 EXEC
        @2 MULTI
        @2 SET a 2
        @2 EXEC
        ACL SETUSER alice -multi -exec -discard
        @2 MULTI
        @2 EXEC
        """);

    [Fact]
    public Task Queued_commands_are_checked_again() => CompareUsersAsync("""
        CONFIG RESETSTAT
        ACL SETUSER alice on nopass ~* &* +@all
        @2 AUTH alice x
        @2 MULTI
        @2 SET a 1
        @2 SET b 1
        @2 PUBLISH c m
        @2 INCR a
        @2 ACL SETUSER alice -incr
        @2 INCR a
        @2 INCR a
        @2 GET a
        ACL SETUSER alice resetkeys ~a &x resetchannels
        @2 EXEC
        ACL SETUSER alice allkeys
        @2 MULTI
        @2 SET a 1
        ACL SETUSER alice -exec
        @2 EXEC
        ACL SETUSER alice +@all -set
        @2 EXEC
        @2 MULTI
        @2 GET a
        ACL SETUSER alice -@all +exec
        @2 EXEC
        ACL LOG 10
        INFO errorstats
        CONFIG RESETSTAT
        """);

    [Fact]
    public Task Scripts_may_do_what_the_user_may_do() => CompareUsersAsync("""
        ACL SETUSER alice on nopass ~a* &x +@all -del -config|set -eval_ro
        SET b 1
        @2 AUTH alice x
        @2 EVAL "return redis.call('set', KEYS[1], 1)" 1 a
        @2 EVAL "return 1" 1 b
        @2 EVAL "return 1" 2 a b
        @2 EVAL_RO "return 1" 0
        @2 EVAL "return redis.call('get', 'b')" 0
        @2 EVAL "return redis.call('del', 'a')" 0
        @2 EVAL "return redis.call('publish', 'y', 'm')" 0
        @2 EVAL "return redis.call('publish', 'x', 'm')" 0
        @2 EVAL "return redis.pcall('get', 'b')" 0
        @2 EVAL "return redis.pcall('get', 'b')['err']" 0
        @2 EVAL "return redis.call('config', 'set', 'hz', '10')" 0
        @2 EVAL "return redis.call('acl', 'whoami')" 0
        @2 EVAL "redis.call('set', 'a', 5); return redis.call('set', 'b', 5)" 0
        @2 GET a
        @2 EVAL "return redis.acl_check_cmd('get', 'a')" 0
        @2 EVAL "return redis.acl_check_cmd('get', 'b')" 0
        @2 EVAL "return redis.acl_check_cmd('del', 'a')" 0
        @2 EVAL "return redis.acl_check_cmd('config', 'set')" 0
        @2 EVAL "return redis.acl_check_cmd('config', 'get')" 0
        @2 EVAL "return redis.acl_check_cmd('config|get')" 0
        @2 EVAL "return redis.acl_check_cmd('nope')" 0
        @2 EVAL "return redis.acl_check_cmd('get')" 0
        @2 EVAL "return redis.acl_check_cmd()" 0
        @2 EVAL "return redis.acl_check_cmd('set', {})" 0
        @2 FUNCTION LOAD "#!lua name=l\nredis.register_function('f', function(k, a) return redis.call('get', 'b') end)"
        @2 FCALL f 0
        @2 FCALL f 1 b
        FUNCTION FLUSH
        GET b
        EVAL "return redis.acl_check_cmd('get', 'b')" 0
        ACL LOG 2
        """);

    [Fact]
    public Task Failures_of_scripts_are_counted_once() => CompareUsersAsync("""
        ACL SETUSER alice on nopass ~a* +@all -get
        @2 AUTH alice x
        CONFIG RESETSTAT
        @2 GET a
        @2 SET b 1
        @2 SUBSCRIBE c
        @2 EVAL "return redis.call('get', 'a')" 0
        @2 EVAL "return redis.pcall('get', 'a')" 0
        @2 EVAL "redis.pcall('get', 'a'); return 1" 0
        @2 EVAL "redis.pcall('set', 'b', 'x'); return 1" 0
        @2 AUTH alice
        INFO errorstats
        """);

    [Fact]
    public Task Sort_reads_keys_only_for_those_who_may_read_all() => CompareUsersAsync("""
        RPUSH a 1 2 3
        ACL SETUSER alice on nopass +@all ~a* %W~b
        @2 AUTH alice x
        @2 SORT a
        @2 SORT a BY nosort
        @2 SORT a BY w_*
        @2 SORT a GET #
        @2 SORT a GET v_*
        @2 SORT a GET v
        @2 SORT_RO a BY w_*
        @2 SORT_RO a GET #
        @2 SORT a STORE b
        @2 SORT a STORE c
        @2 SORT a BY w_* NOPE
        @2 SORT a NOPE BY w_*
        @2 EVAL "return redis.call('sort', 'a', 'by', 'w_*')" 0
        ACL SETUSER alice %R~*
        @2 SORT a BY w_* GET v_* GET #
        @2 EVAL "return redis.call('sort', 'a', 'by', 'w_*')" 0
        ACL SETUSER bob on nopass +sort ~a (allkeys +get)
        @3 AUTH bob x
        @3 SORT a GET v_*
        ACL SETUSER bob (allkeys +sort)
        @3 SORT a GET v_*
        """);

    [Fact]
    public Task What_a_client_waits_for_it_gets() => CompareUsersAsync("""
        ACL SETUSER alice on nopass +@all ~a* &*
        @2 AUTH alice x
        @2 BLPOP a b 0
        @2 >0 BLPOP a 0
        !blocked 1
        ACL SETUSER alice resetkeys -@all
        RPUSH a v
        @2 !read
        @2 BLPOP a 0
        """);

    private const string DryRuns = """
        ACL DRYRUN alice GET a
        ACL DRYRUN alice GET b
        ACL DRYRUN alice SET a v
        ACL DRYRUN alice SET a v GET
        ACL DRYRUN alice SET b v
        ACL DRYRUN alice SET c v
        ACL DRYRUN alice GET c
        ACL DRYRUN alice GETDEL a
        ACL DRYRUN alice GETEX a
        ACL DRYRUN alice GETSET a v
        ACL DRYRUN alice MSET a 1 b 2
        ACL DRYRUN alice MGET a b c
        ACL DRYRUN alice DEL a b
        ACL DRYRUN alice EXISTS a b
        ACL DRYRUN alice EXPIRE a 1
        ACL DRYRUN alice TTL a
        ACL DRYRUN alice COPY a b
        ACL DRYRUN alice COPY b a
        ACL DRYRUN alice RENAME a b
        ACL DRYRUN alice LMOVE a b LEFT LEFT
        ACL DRYRUN alice BLMOVE a b LEFT LEFT 0
        ACL DRYRUN alice RPOPLPUSH b a
        ACL DRYRUN alice SUNIONSTORE a b c
        ACL DRYRUN alice SINTERCARD 2 a b
        ACL DRYRUN alice SINTERCARD 9 a b
        ACL DRYRUN alice ZUNIONSTORE a 2 b c
        ACL DRYRUN alice ZUNIONSTORE b 1 a
        ACL DRYRUN alice ZUNION x a b
        ACL DRYRUN alice LMPOP 2 a b LEFT
        ACL DRYRUN alice BLMPOP 0 1 b LEFT
        ACL DRYRUN alice BITOP AND a b c
        ACL DRYRUN alice BITFIELD a GET u8 0
        ACL DRYRUN alice BITFIELD a SET u8 0 1
        ACL DRYRUN alice BITFIELD_RO b GET u8 0
        ACL DRYRUN alice SORT a
        ACL DRYRUN alice SORT a STORE b
        ACL DRYRUN alice SORT b BY w_* STORE a
        ACL DRYRUN alice SORT_RO a GET v_*
        ACL DRYRUN alice GEOSEARCHSTORE a b FROMLONLAT 0 0 BYRADIUS 1 m
        ACL DRYRUN alice GEORADIUS a 0 0 1 m STORE b
        ACL DRYRUN alice GEORADIUSBYMEMBER a x 1 m STOREDIST b
        ACL DRYRUN alice PFCOUNT a b
        ACL DRYRUN alice PFMERGE a b
        ACL DRYRUN alice XADD a * f v
        ACL DRYRUN alice XREAD STREAMS a b 0 0
        ACL DRYRUN alice XREADGROUP GROUP g c STREAMS a b 0 0
        ACL DRYRUN alice XGROUP CREATE a g 0
        ACL DRYRUN alice XINFO STREAM b
        ACL DRYRUN alice OBJECT ENCODING b
        ACL DRYRUN alice MEMORY USAGE b
        ACL DRYRUN alice DEBUG OBJECT b
        ACL DRYRUN alice EVAL "return 1" 2 a b
        ACL DRYRUN alice EVAL "return 1" x a b
        ACL DRYRUN alice EVAL_RO "return 1" 1 b
        ACL DRYRUN alice FCALL f 1 b
        ACL DRYRUN alice FCALL_RO f 1 a
        ACL DRYRUN alice RESTORE a 0 x
        ACL DRYRUN alice DUMP b
        ACL DRYRUN alice WATCH a b
        ACL DRYRUN alice KEYS *
        ACL DRYRUN alice SCAN 0
        ACL DRYRUN alice RANDOMKEY
        ACL DRYRUN alice FLUSHALL
        ACL DRYRUN alice PUBLISH c m
        ACL DRYRUN alice AUTH x
        ACL DRYRUN alice QUIT
        ACL DRYRUN alice MULTI
        ACL DRYRUN alice CONFIG
        ACL DRYRUN alice CONFIG GET x
        ACL DRYRUN alice CONFIG GET
        ACL DRYRUN alice CONFIG NOPE
        ACL DRYRUN alice NOPE
        ACL DRYRUN alice GET
        ACL DRYRUN alice GET a b
        ACL DRYRUN nobody GET a
        ACL DRYRUN "a b" GET a
        ACL DRYRUN alice GET "b\x00c"
        ACL DRYRUN alice GET "\xff"
        ACL DRYRUN alice get b
        """;
}

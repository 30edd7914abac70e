using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Acl;

/// <summary>What was denied is kept, most recent first.</summary>
public sealed class AclLogTests(ReferenceRedis reference) : AclTests(reference)
{
    [Fact]
    public Task Every_kind_of_denial_is_kept_with_its_context() => CompareUsersAsync("""
        ACL SETUSER alice on >secret ~a* &x +@all -del -config|set
        @2 AUTH alice wrong
        @2 auth nobody secret
        @2 HELLO 3 AUTH alice wrong
        @2 HELLO 2 AUTH alice secret
        ACL LOG
        ACL LOG RESET
        @2 DEL a
        @2 CONFIG SET hz 1
        @2 GET "b\x00\xff"
        @2 PUBLISH y m
        @2 MULTI
        @2 DEL a
        @2 AUTH alice wrong
        @2 DISCARD
        @2 EVAL "return redis.call('del', 'a')" 0
        ACL LOG 100
        ACL LOG 1
        ACL LOG 0
        ACL LOG -5
        ACL LOG reset
        ACL LOG
        """);

    [Fact]
    public Task Equal_denials_are_one_entry_that_comes_first_again() => CompareUsersAsync("""
        ACL SETUSER alice on nopass +@all -del -get
        ACL SETUSER bob on nopass +@all -del
        @2 AUTH alice x
        @3 AUTH bob x
        @2 DEL a
        @2 GET a
        @2 DEL b
        @3 DEL b
        @2 SET k v
        @2 SET k2 v
        @2 SET k v
        @3 SET k v
        ACL LOG
        @2 MGET 1 2
        @2 MGET 3 2
        @2 MGET 4 2
        @2 MGET 5 2
        @2 MGET 6 2
        @2 MGET 7 2
        @2 MGET 8 2
        @2 GET a
        @2 DEL a
        ACL LOG 100
        """);

    [Fact]
    public Task Old_entries_make_room() => CompareUsersAsync("""
        CONFIG GET acllog-max-len
        CONFIG SET acllog-max-len 2
        ACL SETUSER alice on nopass +@all
        @2 AUTH alice x
        @2 GET 1
        @2 GET 2
        @2 GET 3
        ACL LOG
        CONFIG SET acllog-max-len 1
        ACL LOG
        @2 GET 2
        ACL LOG
        @2 GET 4
        ACL LOG
        CONFIG SET acllog-max-len 0
        @2 GET 5
        ACL LOG
        CONFIG SET acllog-max-len 128
        """);

    [Fact]
    public Task The_log_tells_the_last_key_that_no_selector_allows() => CompareUsersAsync("""
        ACL SETUSER alice on nopass +mget ~a (+mget ~b) (+get ~c)
        @2 AUTH alice x
        @2 MGET a b c
        @2 MGET b a c
        @2 MGET c d
        @2 GET d
        @2 SET c d
        ACL SETUSER bob on nopass +@all resetkeys &a (allkeys -@all) (allkeys +publish &b)
        @3 AUTH bob x
        @3 PUBLISH c m
        @3 SUBSCRIBE a b
        @3 GET k
        ACL LOG 100
        ACL DRYRUN alice MGET a b c
        ACL DRYRUN bob PUBLISH c m
        """);
}

using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Connection;

public sealed class ClientTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Fact]
    public Task A_client_has_an_id_and_a_name() => CompareAsync("""
        CLIENT ID
        CLIENT GETNAME
        CLIENT SETNAME me!~
        CLIENT GETNAME
        CLIENT SETNAME "a b"
        CLIENT SETNAME "a\nb"
        CLIENT SETNAME "\x7f"
        CLIENT SETNAME "\xc3\xa9"
        CLIENT GETNAME
        CLIENT SETNAME ""
        CLIENT GETNAME
        CLIENT GETREDIR
        """);

    [Fact]
    public Task Arguments_are_counted() => CompareAsync("""
        CLIENT
        CLIENT ID x
        CLIENT GETNAME x
        CLIENT SETNAME
        CLIENT SETNAME a b
        CLIENT INFO x
        CLIENT KILL
        CLIENT PAUSE
        CLIENT UNPAUSE x
        CLIENT REPLY
        CLIENT REPLY ON x
        CLIENT NO-EVICT
        CLIENT UNBLOCK
        CLIENT GETREDIR x
        CLIENT HELP x
        CLIENT FOO
        CLIENT ""
        CLIENT "a\x00b" c
        CLIENT HELP
        """);

    [Fact]
    public Task Info_shows_what_the_client_is_doing() => CompareAsync("""
        CLIENT INFO
        CLIENT SETNAME me
        CLIENT NO-EVICT ON
        SELECT 2
        WATCH a b
        CLIENT INFO
        @2 SELECT 2
        @2 SET a 1
        CLIENT INFO
        UNWATCH
        CLIENT NO-EVICT OFF
        MULTI
        PING
        CLIENT INFO
        EXEC
        CLIENT NO-EVICT maybe
        HELLO 3
        >2 SUBSCRIBE a b
        PSUBSCRIBE p
        SSUBSCRIBE s
        CLIENT INFO
        """);

    [Fact]
    public Task List_describes_the_clients_that_are_asked_for() => CompareAsync("""
        $one= CLIENT ID
        @2 $two= CLIENT ID
        @2 CLIENT SETNAME two
        @3 $three= CLIENT ID
        @3 SUBSCRIBE c
        @4 FOO
        CLIENT LIST
        CLIENT LIST TYPE normal
        CLIENT LIST TYPE PUBSUB
        CLIENT LIST TYPE master
        CLIENT LIST TYPE slave
        CLIENT LIST TYPE replica
        CLIENT LIST ID $three $one
        CLIENT LIST ID $one $one
        CLIENT LIST ID 999999 $two
        CLIENT LIST ID 999999
        CLIENT LIST ID -1
        @3 !close
        CLIENT LIST TYPE normal x
        CLIENT LIST TYPE x
        CLIENT LIST TYPE
        CLIENT LIST ID
        CLIENT LIST ID x
        CLIENT LIST ID $one x
        CLIENT LIST FOO
        CLIENT LIST FOO BAR
        """);

    [Fact]
    public Task Kill_closes_the_clients_that_are_meant() => CompareAsync("""
        $me= CLIENT ID
        @2 $two= CLIENT ID
        @3 SUBSCRIBE c
        CLIENT KILL ID $two
        @2 >1 !read
        CLIENT KILL ID $two
        CLIENT KILL TYPE pubsub
        @3 !read
        PUBLISH c m
        CLIENT KILL ID $me
        CLIENT KILL ID $me SKIPME yes
        CLIENT KILL TYPE master
        CLIENT KILL TYPE replica SKIPME no
        CLIENT KILL ADDR 1.2.3.4:5
        CLIENT KILL LADDR 1.2.3.4:5
        CLIENT KILL 1.2.3.4:5
        CLIENT KILL USER default ID 999999
        @4 PING
        CLIENT KILL USER default TYPE normal SKIPME yes
        @4 !read
        PING
        """);

    [Fact]
    public Task Kill_refuses_what_it_does_not_know() => CompareAsync("""
        CLIENT KILL ID 0
        CLIENT KILL ID -1
        CLIENT KILL ID x
        CLIENT KILL ID 99999999999999999999
        CLIENT KILL TYPE x
        CLIENT KILL USER nobody
        CLIENT KILL USER ""
        CLIENT KILL SKIPME maybe
        CLIENT KILL FOO BAR
        CLIENT KILL ID 1 ADDR
        CLIENT KILL ADDR
        """);

    [Fact]
    public Task A_client_that_kills_itself_hears_of_it_first() => CompareAsync("""
        $me= CLIENT ID
        >2 CLIENT KILL ID $me SKIPME no
        @2 $two= CLIENT ID
        @2 MULTI
        @2 PING
        @2 CLIENT KILL ID $two SKIPME no
        @2 SET k v
        @2 EXEC
        @3 GET k
        """);

    [Fact]
    public Task Replies_can_be_off() => CompareAsync("""
        >0 CLIENT REPLY OFF
        >0 PING
        >0 FOO
        >0 GET
        >0 SET k v
        >0 CLIENT REPLY SKIP
        >0 CLIENT REPLY x
        >0 MULTI
        >0 INCR n
        >0 EXEC
        CLIENT REPLY ON
        GET k
        GET n
        CLIENT REPLY on
        CLIENT REPLY x
        """);

    [Fact]
    public Task One_reply_can_be_skipped() => CompareAsync("""
        >0 CLIENT REPLY SKIP
        >0 PING
        PING
        >0 CLIENT REPLY SKIP
        >0 FOO
        PING
        >0 CLIENT REPLY SKIP
        >0 CLIENT REPLY SKIP
        >0 PING
        PING
        >0 CLIENT REPLY SKIP
        CLIENT REPLY ON
        PING
        >0 CLIENT REPLY SKIP
        >0 CLIENT REPLY OFF
        >0 PING
        CLIENT REPLY ON
        >0 CLIENT REPLY SKIP
        >0 MULTI
        SET k v
        EXEC
        >0 CLIENT REPLY SKIP
        >0 RESET
        PING
        """);

    [Fact]
    public Task Replies_that_are_switched_off_inside_a_transaction_are_missing_in_its_reply() => CompareAsync("""
        MULTI
        CLIENT REPLY OFF
        PING
        CLIENT REPLY ON
        ECHO last
        >0 EXEC
        >0 ECHO more
        !raw "*2\r\n$4\r\nECHO\r\n$3\r\nend\r\n"
        """);

    [Fact]
    public Task Unblock_finds_nobody_who_waits() => CompareAsync("""
        $me= CLIENT ID
        CLIENT UNBLOCK $me
        CLIENT UNBLOCK $me TIMEOUT
        CLIENT UNBLOCK $me error
        CLIENT UNBLOCK 999999
        CLIENT UNBLOCK -1
        CLIENT UNBLOCK x
        CLIENT UNBLOCK x foo
        CLIENT UNBLOCK $me foo
        CLIENT UNBLOCK $me TIMEOUT x
        """);
}

using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Connection;

public sealed class ConnectionTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Theory]
    [InlineData("POST / HTTP/1.1\\r\\nContent-Length: 9\\r\\n\\r\\nSET k v\\r\\n")]
    [InlineData("GET / HTTP/1.1\\r\\nhOsT: x\\r\\n\\r\\nSET k v\\r\\n")]
    [InlineData("*2\\r\\n$4\\r\\npost\\r\\n$1\\r\\nx\\r\\nSET k v\\r\\n")]
    [InlineData("SET before 1\\r\\nHost: x\\r\\nSET k v\\r\\n")]
    public Task Requests_by_HTTP_end_the_connection_and_nothing_of_their_bodies_runs(string bytes) => CompareAsync($"""
        @2 !raw "{bytes}"
        EXISTS k
        EXISTS before
        """);

    [Fact]
    public Task Pause_that_would_end_behind_the_end_of_time_is_none() => CompareAsync("""
        CLIENT PAUSE 9223372036854775807
        SET k v
        CLIENT PAUSE 9223372036854775807 WRITE
        SET k w
        """);

    [Fact]
    public Task Ping_and_echo_answer_what_they_are_given() => CompareAsync("""
        PING
        PING hello
        PING ""
        PING a b
        ECHO "a\x00\r\nb"
        ECHO ""
        ECHO
        ECHO a b
        """);

    [Fact]
    public Task Each_connection_selects_its_own_database() => CompareAsync("""
        SELECT 1
        SET k one
        @2 GET k
        @2 SELECT 1
        @2 GET k
        SELECT 0
        GET k
        SELECT 15
        SELECT 16
        SELECT -1
        SELECT x
        SELECT 1.0
        SELECT ""
        SELECT 2147483648
        SELECT -2147483649
        SELECT 99999999999999999999
        SELECT
        SELECT 1 2
        CLIENT INFO
        """);

    [Fact]
    public Task Quit_answers_and_closes_whatever_follows() => CompareAsync("""
        !raw "*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nQUIT\r\n*1\r\n$4\r\nPING\r\n"
        !read 2
        @2 SUBSCRIBE c
        @2 >2 QUIT now please
        @3 MULTI
        @3 SET k v
        @3 >2 QUIT
        GET k
        """);

    [Fact]
    public Task Reset_makes_a_connection_as_new() => CompareAsync("""
        CLIENT SETNAME me
        CLIENT NO-EVICT ON
        SELECT 3
        WATCH k
        @2 SET k changed
        MULTI
        SET k v
        RESET
        CLIENT INFO
        CLIENT GETNAME
        EXEC
        >2 SUBSCRIBE a b
        PSUBSCRIBE p*
        SSUBSCRIBE s
        RESET
        @2 PUBLISH a m
        @2 PUBLISH p1 m
        @2 SPUBLISH s m
        CLIENT INFO
        HELLO 3
        RESET
        HELLO
        >0 CLIENT REPLY OFF
        RESET
        PING
        RESET x
        """);

    [Fact]
    public Task Reset_forgets_watches() => CompareAsync("""
        WATCH k
        RESET
        @2 SET k v
        MULTI
        GET k
        EXEC
        """);

    [Fact]
    public Task Hello_tells_about_the_server_and_chooses_the_protocol() => CompareAsync("""
        HELLO
        HELLO 3
        HELLO 2
        HELLO 3 SETNAME me
        CLIENT GETNAME
        HELLO
        HELLO 2 AUTH default anything SETNAME again
        CLIENT GETNAME
        HELLO 3 setname lower
        HELLO 3 SETNAME ""
        CLIENT GETNAME
        CLIENT INFO
        """);

    [Fact]
    public Task Hello_refuses_what_it_does_not_know() => CompareAsync("""
        HELLO 1
        HELLO 4
        HELLO -3
        HELLO x
        HELLO ""
        HELLO 3.0
        HELLO 99999999999999999999
        HELLO 3 FOO
        HELLO 3 "a\x00b"
        HELLO 3 "a\r\nb"
        HELLO 3 SETNAME
        HELLO 3 AUTH
        HELLO 3 AUTH default
        HELLO 3 AUTH nobody x
        HELLO 3 SETNAME "a b"
        CLIENT GETNAME
        HELLO 3 SETNAME first SETNAME
        CLIENT GETNAME
        HELLO 3 SETNAME second AUTH nobody x
        CLIENT GETNAME
        HELLO SETNAME me
        """);

    [Fact]
    public Task Auth_without_a_password_is_refused_or_meaningless() => CompareAsync("""
        AUTH x
        AUTH default x
        AUTH default ""
        AUTH Default x
        AUTH nobody x
        AUTH a b c
        AUTH
        """);
}

using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Connection;

public sealed class ClientPauseTests(ReferenceRedis reference) : CommandTests(reference)
{
    protected override EngineOptions EngineOptions => new() { EnableDebugCommand = "yes" };

    [Fact]
    public Task A_pause_of_writes_holds_back_what_may_write() => ComparePausedAsync("""
        SET k v
        CLIENT PAUSE 100000 WRITE
        GET k
        CLIENT INFO
        @2 >0 SET k w
        !blocked 1
        @3 >0 PUBLISH c m
        !blocked 2
        @4 >0 SPUBLISH c m
        !blocked 3
        GET k
        @5 CLIENT LIST
        CLIENT UNPAUSE
        @2 !read
        @3 !read
        @4 !read
        GET k
        CLIENT UNPAUSE
        """);

    [Fact]
    public Task Scripts_that_say_that_they_write_nothing_are_not_held_back() => ComparePausedAsync("""
        SET k v
        FUNCTION LOAD "#!lua name=l\nredis.register_function{function_name='r',callback=redis.log,flags={'no-writes'}}"
        FUNCTION LOAD "#!lua name=other\nredis.register_function('writes', function() return 1 end)"
        $sha= SCRIPT LOAD "#!lua flags=no-writes\nreturn redis.call('get', KEYS[1])"
        $other= SCRIPT LOAD "return 2"
        CLIENT PAUSE 100000 WRITE
        EVAL "#!lua flags=no-writes\nreturn redis.call('get', KEYS[1])" 1 k
        EVAL "#!lua flags=no-writes\nreturn 5" 0
        EVAL_RO "return redis.call('get', KEYS[1])" 1 k
        EVALSHA $sha 1 k
        FCALL r 0
        @2 >0 EVAL "return 1" 0
        !blocked 1
        @3 >0 EVALSHA $other 0
        !blocked 2
        @4 >0 FCALL writes 0
        !blocked 3
        @5 >0 EVAL "#!lua\nreturn 3" 0
        !blocked 4
        CLIENT UNPAUSE
        @2 !read
        @3 !read
        @4 !read
        @5 !read
        FUNCTION FLUSH
        """);

    [Fact]
    public Task Those_who_waited_go_on_in_the_order_in_which_they_came() => ComparePausedAsync("""
        CLIENT PAUSE 100000 WRITE
        @2 >0 APPEND k 2
        !blocked 1
        @4 >0 APPEND k 4
        !blocked 2
        @3 >0 APPEND k 3
        !blocked 3
        CLIENT UNPAUSE
        @2 !read
        @4 !read
        @3 !read
        GET k
        """);

    [Fact]
    public Task Requests_behind_one_that_waits_keep_their_order() => ComparePausedAsync("""
        CLIENT PAUSE 100000 WRITE
        @2 >1 !raw "PING\r\nINCR n\r\nGET n\r\nINCR n\r\nPING\r\n"
        !blocked 1
        @2 >0 GET n
        @2 >0 !raw "ECHO par"
        CLIENT UNPAUSE
        @2 !read 5
        @2 !raw "tial\r\n"
        """);

    [Fact]
    public Task What_is_refused_does_not_wait() => ComparePausedAsync("""
        CLIENT PAUSE 100000 WRITE
        @2 SET k
        @2 FOO
        @2 EXEC
        @2 SUBSCRIBE c
        @3 HELLO 2
        @3 SUBSCRIBE c
        @3 SET k v
        CLIENT UNPAUSE
        """);

    [Fact]
    public Task Transactions_wait_when_they_are_to_write() => ComparePausedAsync("""
        @2 MULTI
        @2 GET k
        @2 EXEC
        @2 MULTI
        @2 SET k v
        @2 GET k
        @3 MULTI
        CLIENT PAUSE 100000 WRITE
        @2 >0 EXEC
        !blocked 1
        @3 GET k
        @3 SET k
        @3 >0 SET k v
        !blocked 2
        @4 MULTI
        @4 GET k
        @4 EXEC
        CLIENT UNPAUSE
        @2 !read
        @3 !read
        @3 EXEC
        """);

    [Fact]
    public Task A_transaction_that_pauses_runs_to_its_end() => ComparePausedAsync("""
        MULTI
        CLIENT PAUSE 100000 WRITE
        SET k v
        EXEC
        @2 >0 SET k w
        !blocked 1
        GET k
        CLIENT UNPAUSE
        @2 !read
        """);

    [Fact]
    public Task A_pause_that_is_prolonged_ends_at_the_later_time() => ComparePausedAsync("""
        CLIENT PAUSE 100000 WRITE
        CLIENT PAUSE 1 WRITE
        CLIENT PAUSE 0 WRITE
        @2 >0 SET k v
        !blocked 1
        CLIENT UNPAUSE
        @2 !read
        """);

    [Fact]
    public Task A_pause_of_no_time_holds_nobody() => ComparePausedAsync("""
        CLIENT PAUSE 0
        PING
        CLIENT PAUSE 0 WRITE
        SET k v
        """);

    [Fact]
    public Task A_pause_of_everything_ends_by_itself() => ComparePausedAsync("""
        CLIENT PAUSE 30
        PING
        @2 SET k v
        CLIENT PAUSE 30 ALL
        GET k
        CLIENT PAUSE 20 WRITE
        DEL k
        """);

    [Fact]
    public Task Pausing_refuses_what_it_does_not_know() => ComparePausedAsync("""
        CLIENT PAUSE x
        CLIENT PAUSE -1
        CLIENT PAUSE 1.5
        CLIENT PAUSE 99999999999999999999
        CLIENT PAUSE 1 FOO
        CLIENT PAUSE x FOO
        CLIENT PAUSE 1 WRITE x
        PING
        """);

    [Fact]
    public Task A_client_can_be_killed_while_it_waits() => ComparePausedAsync("""
        @2 $two= CLIENT ID
        CLIENT PAUSE 100000 WRITE
        @2 >0 SET k v
        !blocked 1
        CLIENT KILL ID $two
        @2 !read
        !blocked 0
        CLIENT UNPAUSE
        GET k
        """);

    [Fact]
    public Task A_client_that_leaves_while_it_waits_takes_its_request_along() => ComparePausedAsync("""
        CLIENT PAUSE 100000 WRITE
        @2 >0 SET k v
        !blocked 1
        @2 !close
        !blocked 0
        CLIENT UNPAUSE
        GET k
        """);

    [Fact]
    public Task Subscribers_still_hear_and_may_leave() => ComparePausedAsync("""
        @2 SUBSCRIBE c
        @3 >0 MULTI
        @3 !read
        @3 PUBLISH c m
        CLIENT PAUSE 100000 WRITE
        @2 PING
        @2 UNSUBSCRIBE c
        CLIENT UNPAUSE
        """);

    [Fact]
    public Task Expiry_stands_still_during_a_pause() => ComparePausedAsync("""
        SET k v PX 400
        @2 SET k2 v PX 400
        @2 WATCH k2
        CLIENT PAUSE 100000 WRITE
        DEBUG SLEEP 0.5
        GET k
        EXISTS k
        TTL k
        DBSIZE
        @2 MULTI
        @2 GET k2
        @2 EXEC
        CLIENT UNPAUSE
        GET k
        GET k2
        DBSIZE
        """);

    /// <summary>A test that fails must not leave the server paused that the others use too.</summary>
    private async Task ComparePausedAsync(string script)
    {
        try
        {
            await CompareAsync(script);
        }
        finally
        {
            await using RespClient client = await Reference.ConnectAsync(Cancellation);
            await client.CallAsync("CLIENT", "UNPAUSE");
        }
    }
}

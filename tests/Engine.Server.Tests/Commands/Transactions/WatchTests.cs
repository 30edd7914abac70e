using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Transactions;

public sealed class WatchTests(ReferenceRedis reference) : CommandTests(reference)
{
    protected override EngineOptions EngineOptions => new() { EnableDebugCommand = "yes" };

    [Theory]
    [InlineData("SET k w")]
    [InlineData("SET k v")]
    [InlineData("DEL k")]
    [InlineData("UNLINK k")]
    [InlineData("APPEND k x")]
    [InlineData("SETRANGE k 1 x")]
    [InlineData("INCR n")]
    [InlineData("EXPIRE k 100")]
    [InlineData("EXPIRE k -1")]
    [InlineData("PERSIST t")]
    [InlineData("RENAME k other")]
    [InlineData("RENAME other k")]
    [InlineData("COPY other k REPLACE")]
    [InlineData("MOVE k 1")]
    [InlineData("GETDEL k")]
    [InlineData("GETEX k EX 100")]
    [InlineData("MSET k 1 x 2")]
    [InlineData("FLUSHDB")]
    [InlineData("FLUSHALL ASYNC")]
    [InlineData("SWAPDB 0 1")]
    [InlineData("SWAPDB 1 0")]
    public Task Exec_does_nothing_when_a_watched_key_was_changed(string change) => CompareAsync($"""
        MSET k v n 1 other o
        SET t v EX 1000
        WATCH k n t
        @2 {change}
        MULTI
        SET done 1
        EXEC
        GET done
        MULTI
        SET done 2
        EXEC
        """);

    [Theory]
    [InlineData("GET k")]
    [InlineData("SET unrelated v")]
    [InlineData("SETNX k w")]
    [InlineData("DEL missing")]
    [InlineData("EXPIRE missing 1")]
    [InlineData("PERSIST k")]
    [InlineData("TOUCH k")]
    [InlineData("APPEND missing2 x")]
    [InlineData("SWAPDB 2 3")]
    [InlineData("SWAPDB 0 0")]
    public Task Exec_runs_when_no_watched_key_was_changed(string harmless) => CompareAsync($"""
        MSET k v n 1
        WATCH k missing
        @2 {harmless}
        MULTI
        SET done 1
        EXEC
        """);

    [Theory]
    [InlineData("SUNIONSTORE k missing")]
    [InlineData("ZUNIONSTORE k 1 missing")]
    [InlineData("SORT missing STORE k")]
    [InlineData("GEOSEARCHSTORE k missing FROMLONLAT 1 1 BYRADIUS 1 m")]
    [InlineData("BITOP AND k missing")]
    [InlineData("DEL k")]
    public Task What_deletes_a_key_that_had_expired_before_it_was_watched_changes_nothing(string change) =>
        CompareAsync($"""
            DEBUG SET-ACTIVE-EXPIRE 0
            SET k v PXAT 1
            SADD s m
            WATCH k
            @2 {change}
            MULTI
            PING
            EXEC
            SET k v PXAT 1
            WATCH k
            @2 SUNIONSTORE k s
            MULTI
            PING
            EXEC
            DEBUG SET-ACTIVE-EXPIRE 1
            """);

    [Fact]
    public Task Flushing_changes_only_keys_that_were_there() => CompareAsync("""
        WATCH missing
        @2 SET k v
        @2 FLUSHDB
        MULTI
        PING
        EXEC
        SELECT 1
        SET k v
        WATCH k
        SELECT 0
        @2 FLUSHDB
        MULTI
        PING
        EXEC
        SELECT 1
        WATCH k
        @2 FLUSHALL
        MULTI
        PING
        EXEC
        """);

    [Fact]
    public Task Swapping_changes_keys_on_either_side() => CompareAsync("""
        SET here v
        SELECT 1
        SET there v
        SELECT 0
        WATCH there
        @2 SWAPDB 0 1
        MULTI
        PING
        EXEC
        WATCH neither
        @2 SWAPDB 0 1
        MULTI
        PING
        EXEC
        """);

    [Fact]
    public Task A_watch_is_on_the_key_of_one_database() => CompareAsync("""
        SELECT 1
        WATCH k
        SELECT 0
        @2 SET k v
        MULTI
        PING
        EXEC
        SELECT 1
        WATCH k
        SELECT 0
        @2 SELECT 1
        @2 SET k v
        MULTI
        PING
        EXEC
        """);

    [Fact]
    public Task Watches_end_with_unwatch_discard_and_exec() => CompareAsync("""
        WATCH k
        @2 SET k 1
        UNWATCH
        MULTI
        PING
        EXEC
        WATCH k
        @2 SET k 2
        MULTI
        DISCARD
        MULTI
        PING
        EXEC
        WATCH k
        MULTI
        PING
        EXEC
        @2 SET k 3
        MULTI
        PING
        EXEC
        WATCH k
        @2 SET k 4
        MULTI
        FOO
        EXEC
        MULTI
        PING
        EXEC
        """);

    [Fact]
    public Task A_client_changes_what_it_watches_itself() => CompareAsync("""
        WATCH k k
        SET k 1
        MULTI
        PING
        EXEC
        WATCH k
        MULTI
        SET k 2
        SET k 3
        EXEC
        GET k
        """);

    [Fact]
    public Task Several_clients_watch_one_key() => CompareAsync("""
        WATCH k
        @2 WATCH k
        @3 WATCH other
        MULTI
        SET k 1
        EXEC
        @2 MULTI
        @2 SET k 2
        @2 EXEC
        @3 MULTI
        @3 GET k
        @3 EXEC
        """);

    [Fact]
    public Task Expiry_of_a_watched_key_is_a_change() => CompareAsync("""
        DEBUG SET-ACTIVE-EXPIRE 0
        SET k v PX 400
        WATCH k
        DEBUG SLEEP 0.5
        MULTI
        PING
        EXEC
        SET k v PX 400
        WATCH k
        DEBUG SLEEP 0.5
        @2 GET k
        MULTI
        PING
        EXEC
        DEBUG SET-ACTIVE-EXPIRE 1
        """);

    [Fact]
    public Task A_key_that_had_expired_before_it_was_watched_may_be_deleted() => CompareAsync("""
        DEBUG SET-ACTIVE-EXPIRE 0
        SET k v PX 10
        DEBUG SLEEP 0.03
        WATCH k
        MULTI
        PING
        EXEC
        SET k v PX 10
        DEBUG SLEEP 0.03
        WATCH k
        @2 GET k
        MULTI
        PING
        EXEC
        SET k v PX 10
        DEBUG SLEEP 0.03
        WATCH k
        @2 DEL k
        MULTI
        PING
        EXEC
        SET k v PX 10
        DEBUG SLEEP 0.03
        WATCH k
        @2 SET k w
        MULTI
        PING
        EXEC
        SET k v PX 10
        DEBUG SLEEP 0.03
        WATCH k
        @2 FLUSHDB
        MULTI
        PING
        EXEC
        DEBUG SET-ACTIVE-EXPIRE 1
        """);

    [Fact]
    public Task Expired_keys_that_come_and_go_with_a_swap_are_absent() => CompareAsync("""
        DEBUG SET-ACTIVE-EXPIRE 0
        SELECT 1
        SET k v PX 10
        DEBUG SLEEP 0.03
        SELECT 0
        WATCH k
        @2 SWAPDB 0 1
        MULTI
        PING
        EXEC
        WATCH k
        @2 SWAPDB 0 1
        MULTI
        PING
        EXEC
        @2 SWAPDB 0 1
        WATCH k
        @2 SELECT 1
        @2 SET k v
        @2 SWAPDB 0 1
        MULTI
        PING
        EXEC
        DEBUG SET-ACTIVE-EXPIRE 1
        """);
}

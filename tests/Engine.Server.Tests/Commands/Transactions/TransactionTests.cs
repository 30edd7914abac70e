using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Transactions;

public sealed class TransactionTests(ReferenceRedis reference) : CommandTests(reference)
{
    protected override EngineOptions EngineOptions => new() { EnableDebugCommand = "yes" };

    [Fact]
    public Task Queued_commands_run_at_exec() => CompareAsync("""
        MULTI
        SET a 1
        INCR a
        GET a
        @2 GET a
        CLIENT INFO
        EXEC
        @2 GET a
        MULTI
        EXEC
        MULTI
        GET missing
        HELLO 3
        GET missing
        HELLO 2
        CONFIG GET port
        EXEC
        """);

    [Fact]
    public Task A_subcommand_called_like_a_command_that_is_not_queued_is_queued() => CompareAsync("""
        MULTI
        LATENCY RESET
        SLOWLOG RESET
        EXEC
        SUBSCRIBE channel
        LATENCY RESET
        SLOWLOG RESET
        RESET
        """);

    [Fact]
    public Task Discard_forgets_the_queue() => CompareAsync("""
        MULTI
        SET a 1
        DISCARD
        GET a
        EXEC
        DISCARD
        MULTI
        FOO
        DISCARD
        MULTI
        EXEC
        """);

    [Fact]
    public Task Commands_that_cannot_be_queued_abort_the_transaction() => CompareAsync("""
        MULTI
        FOO bar
        SET a 1
        EXEC
        GET a
        MULTI
        SET a
        PING
        @2 CLIENT LIST
        EXEC
        MULTI
        CLIENT FOO
        EXEC
        MULTI
        CLIENT ID x
        EXEC
        EXEC
        """);

    [Fact]
    public Task Transactions_do_not_nest_and_watch_comes_before_them() => CompareAsync("""
        MULTI
        MULTI
        WATCH k
        SET a 1
        EXEC
        GET a
        MULTI
        UNWATCH
        EXEC
        """);

    [Fact]
    public Task Arguments_are_counted_and_too_many_for_exec_discard() => CompareAsync("""
        MULTI x
        EXEC x
        DISCARD x
        UNWATCH x
        WATCH
        MULTI
        SET a 1
        EXEC x
        EXEC
        MULTI
        DISCARD x
        EXEC
        MULTI
        MULTI x
        EXEC
        WATCH k
        MULTI
        EXEC x
        @2 SET k v
        MULTI
        EXEC
        """);

    [Fact]
    public Task A_command_that_fails_inside_exec_does_not_stop_it() => CompareAsync("""
        SET text x
        MULTI
        SET a 1
        INCR text
        SET b 2
        SELECT 99
        CLIENT KILL ID x
        EXEC
        GET b
        """);

    [Fact]
    public Task Select_counts_from_where_it_is_queued() => CompareAsync("""
        MULTI
        SET k zero
        SELECT 1
        SET k one
        EXEC
        GET k
        SELECT 0
        GET k
        MULTI
        SELECT 2
        DISCARD
        CLIENT INFO
        """);

    [Fact]
    public Task Quit_and_reset_are_not_queued() => CompareAsync("""
        MULTI
        SET k v
        RESET
        EXEC
        MULTI
        SET k v
        >2 QUIT
        @2 GET k
        """);

    [Fact]
    public Task Time_stands_still_inside_exec() => CompareAsync("""
        MULTI
        SET k v PX 5
        DEBUG SLEEP 0.02
        EXISTS k
        EXEC
        EXISTS k
        """);
}

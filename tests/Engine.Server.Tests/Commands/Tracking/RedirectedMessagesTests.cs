using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Tracking;

/// <summary>CLIENT TRACKING with REDIRECT: another client is told, in the same order and bytes as by Redis.</summary>
public sealed class RedirectedMessagesTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Fact]
    public Task Messages_go_to_another_client() => CompareAsync("""
        @2 $other= CLIENT ID
        @2 SUBSCRIBE __redis__:invalidate
        CLIENT TRACKING ON REDIRECT $other
        GET a
        SET a 1
        @3 MSET a 1 b 2
        MGET a b
        @3 MSET a 1 b 2
        FLUSHALL
        @3 FLUSHALL
        GET a
        MULTI
        SET a 1
        PING
        EXEC
        @4 CLIENT TRACKING ON BCAST REDIRECT $other
        @3 MSET b 1 a 2
        @3 HELLO 3
        @3 CLIENT TRACKING ON REDIRECT $other
        @3 GET a
        SET a 2
        @3 FLUSHDB
        @3 CLIENT TRACKING ON
        GET a
        @3 SET a 2
        """);

    [Fact]
    public Task A_client_of_resp2_that_nobody_subscribed_for_is_told_nothing() => CompareAsync("""
        HELLO 2
        CLIENT TRACKING ON
        GET a
        SET a 1
        @2 HELLO 2
        @2 $other= CLIENT ID
        CLIENT TRACKING ON REDIRECT $other
        GET a
        SET a 1
        GET a
        @2 SUBSCRIBE unrelated
        SET a 1
        GET a
        FLUSHALL
        @2 RESET
        @2 HELLO 3
        GET a
        SET a 1
        FLUSHALL
        """);
}

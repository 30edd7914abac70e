using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Server;

public sealed class DatabaseTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Fact]
    public Task Databases_are_flushed() => CompareAsync("""
        SET a v
        SELECT 1
        MSET b 1 c 2
        DBSIZE
        FLUSHDB
        DBSIZE
        SELECT 0
        DBSIZE
        SELECT 1
        SET b 1
        FLUSHDB ASYNC
        EXISTS b
        SET b 2
        FLUSHDB sync
        EXISTS b
        SET b 3
        FLUSHALL async
        EXISTS b
        SELECT 0
        EXISTS a
        SET a v
        FLUSHALL SYNC
        DBSIZE
        SET a v EX 1000
        FLUSHDB
        SET a v
        TTL a
        FLUSHDB foo
        FLUSHDB ASYNC SYNC
        FLUSHALL foo
        FLUSHALL SYNC SYNC
        EXISTS a
        """);

    [Fact]
    public Task Databases_are_swapped() => CompareAsync("""
        SET a zero EX 1000
        SELECT 1
        SET a one
        SWAPDB 0 1
        GET a
        TTL a
        SELECT 0
        GET a
        SWAPDB 0 0
        GET a
        SWAPDB 0 5
        EXISTS a
        SELECT 5
        GET a
        SWAPDB x 0
        SWAPDB 0 x
        SWAPDB x x
        SWAPDB 0 16
        SWAPDB 16 0
        SWAPDB -1 0
        SWAPDB 0 99999999999
        SWAPDB 99999999999 0
        SWAPDB 0
        """);

    [Fact]
    public Task Time_is_two_numbers() => CompareAsync("""
        TIME
        TIME now
        """);
}

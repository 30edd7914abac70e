using Engine.Server.Tests.Commands;
using Redis.Fixtures;

namespace Engine.Server.Tests.Journal;

/// <summary>Strings, keys, transactions.</summary>
public sealed class PropagationTests : PropagationComparison
{
    private const string EachKindOfChange = """
        SET k v
        set k v NX
        SET k v NX
        SET k v XX GET
        SET k v get XX gEt KEEPTTL
        SET k v EX 1000
        SET k v NX EX 1000
        SET n v NX EXAT 40000000000 GET
        SET k v PX 100000 GET
        SET k v pxat 40000000000000
        SET k v GET PXAT 1
        GET k
        SETEX k 1000 v
        PSETEX k 100000 v
        GETEX k
        GETEX k EX 1000
        GETEX k PXAT 40000000000000
        GETEX k PERSIST
        GETEX k PERSIST
        GETEX k PXAT 1
        setnx k v
        SETNX k w
        GETSET k w
        GETDEL k
        GETDEL k
        MSET a 1 b 2
        MSETNX a 1 c 2
        MSETNX c 1 d 2
        APPEND e ""
        APPEND e x
        SETRANGE e 0 ""
        SETRANGE e 5 x
        INCR a
        decrby a 7
        INCRBYFLOAT a 0.5
        INCR k
        INCR e
        DEL missing
        DEL a missing
        UNLINK c missing
        EXPIRE b 1000
        EXPIRE b 2000 GT
        EXPIRE b 2000 NX
        pexpire b 100000 xx
        EXPIREAT b 40000000000
        PEXPIREAT b 40000000000000 XX LT
        pexpireat b 40000000000001
        PERSIST b
        PERSIST b
        EXPIRE b -1
        EXPIRE b 1000
        SET past v PXAT 1
        SET past w
        SET past v PXAT 1
        SET past w NX PX 1000000
        SET past v PXAT 1
        MGET past past
        SET past v PXAT 1
        RENAME past b
        SET past v PXAT 1
        EXPIRE past 100
        SET past v PXAT 1
        RENAME e past
        RENAME past past
        RENAMENX past e
        RENAMENX e d
        COPY e f DB 1
        COPY e f DB 1
        COPY e f REPLACE DB 1
        MOVE d 1
        MOVE d 1
        SELECT 1
        MOVE d 0
        SWAPDB 0 1
        SWAPDB 1 1
        FLUSHDB
        FLUSHDB ASYNC
        FLUSHDB SYNC
        SELECT 2
        SET x y
        flushall async
        FLUSHALL
        TOUCH x
        SET past v PXAT 1
        SCAN 0
        SET past v PXAT 1
        RANDOMKEY
        SET past v PXAT 1
        KEYS *
        SET a v PXAT 1
        DEL a past
        """;

    [Fact]
    public Task Each_kind_of_change_is_worded_as_redis_words_it() => CompareAsync(EachKindOfChange.Split('\n'));

    [Fact]
    public Task Transactions_are_written_as_redis_writes_them() => CompareAsync("""
        MULTI
        SET a 1
        INCR a
        GET a
        SELECT 1
        SET b 2
        DEL missing
        EXEC
        SET b 3
        MULTI
        GET b
        EXEC
        MULTI
        SET one 1
        EXEC
        SET past v PXAT 1
        MULTI
        GET past
        SET c 1
        EXEC
        SET past v PXAT 1
        MULTI
        GET past
        GET c
        EXEC
        MULTI
        PUBLISH channel message
        SET d 1
        INCR channel
        INCR channel
        EXEC
        MULTI
        SET text x
        INCR text
        SET text y
        EXEC
        MULTI
        SET k v EX 1000
        EXPIRE k 2000
        GETDEL k
        EXEC
        MULTI
        SWAPDB 0 1
        FLUSHDB
        SET after flush
        FLUSHALL
        EXEC
        """.Split('\n'));

    [Fact]
    public Task Transactions_that_do_not_run_leave_nothing_behind() => CompareAsync("""
        MULTI
        SET x 1
        FOO
        EXEC
        SET y 1
        MULTI
        SET x 1
        DISCARD
        WATCH x
        SET x 1
        MULTI
        SET x 2
        SET x 3
        EXEC
        MULTI
        SET x 1
        SET y 1
        RESET
        SET z 1
        """.Split('\n'));

    [Fact, Trait("Category", "Soak")]
    public Task Effects_of_random_commands_are_those_that_redis_writes_to_its_file() =>
        CompareAsync(StringAndKeyCommands.Changes.Generate(Soak.Iterations(usual: 2500, soak: 200_000), seed: 5));
}

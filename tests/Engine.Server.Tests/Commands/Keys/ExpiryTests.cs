using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Keys;

public sealed class ExpiryTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Fact]
    public Task Times_to_live_are_set_asked_for_and_removed() => CompareAsync("""
        EXPIRE missing 100
        PEXPIRE missing 100
        EXPIREAT missing 33177117420
        PEXPIREAT missing 33177117420000
        TTL missing
        PTTL missing
        EXPIRETIME missing
        PEXPIRETIME missing
        PERSIST missing
        SET k v
        TTL k
        PTTL k
        EXPIRETIME k
        PEXPIRETIME k
        PERSIST k
        EXPIRE k 100
        TTL k
        PTTL k
        EXPIRETIME k
        PEXPIRE k 100499
        TTL k
        EXPIREAT k 33177117420
        EXPIRETIME k
        PEXPIRETIME k
        PEXPIREAT k 33177117420499
        EXPIRETIME k
        PEXPIREAT k 33177117420500
        EXPIRETIME k
        GET k
        PERSIST k
        TTL k
        GET k
        PERSIST k
        """);

    [Fact]
    public Task A_time_that_is_not_ahead_deletes_at_once() => CompareAsync("""
        SET k v
        EXPIRE k 0
        DBSIZE
        SET k v
        EXPIRE k -1
        DBSIZE
        SET k v
        PEXPIRE k -9223372036854775807
        DBSIZE
        SET k v
        EXPIREAT k 1
        DBSIZE
        SET k v
        PEXPIREAT k -5
        DBSIZE
        SET k v
        PEXPIREAT k 0 NX
        DBSIZE
        SET k v
        EXPIRE k -1 XX
        EXPIRE k -1 GT
        EXPIRE k -1 LT
        DBSIZE
        SET k v EX 1000
        EXPIRE k -1 GT
        EXPIRE k -1 LT
        DBSIZE
        """);

    [Fact]
    public Task Conditions_decide_whether_a_time_is_set() => CompareAsync("""
        SET k v
        EXPIRE k 1000 XX
        EXPIRE k 1000 GT
        TTL k
        EXPIRE k 1000 NX
        TTL k
        EXPIRE k 2000 NX
        TTL k
        EXPIRE k 500 GT
        EXPIRE k 3000 GT
        TTL k
        EXPIRE k 4000 LT
        EXPIRE k 400 LT
        TTL k
        EXPIRE k 5000 XX
        TTL k
        EXPIRE k 6000 XX GT
        EXPIRE k 300 XX LT
        EXPIRE k 100 XX XX LT LT
        TTL k
        PERSIST k
        EXPIRE k 300 LT
        TTL k
        PEXPIREAT k 33177117420499
        PEXPIREAT k 33177117420499 GT
        PEXPIREAT k 33177117420499 LT
        PEXPIREAT k 33177117420498 lt
        PEXPIRETIME k
        EXPIRE missing 100 NX
        EXPIRE k 1 NX XX
        EXPIRE k 1 GT NX
        EXPIRE k 1 NX LT
        EXPIRE k 1 GT LT
        EXPIRE k 1 XX GT LT
        EXPIRE k 1 NX XX GT LT
        EXPIRE k 1 foo
        EXPIRE k x foo
        EXPIRE k 1 "foo\r\nbar"
        EXPIRE k 1 "NX\x00"
        EXPIRE missing x
        """);

    [Fact]
    public Task Impossible_times_are_refused() => CompareAsync("""
        SET k v
        EXPIRE k 9223372036854775
        EXPIRE k 9223372036854776
        EXPIRE k 9223372036854775807
        EXPIRE k -9223372036854775
        SET k v
        EXPIRE k -9223372036854776
        EXPIRE k -9223372036854775808
        PEXPIRE k 9223372036854775807
        PEXPIRE k -9223372036854775808
        SET k v
        EXPIREAT k 9223372036854775
        EXPIREAT k 9223372036854776
        PEXPIREAT k 9223372036854775807
        PEXPIRETIME k
        EXPIRETIME k
        PEXPIREAT k 9223372036854775308
        EXPIRETIME k
        EXPIRE k 9223372036854775808
        EXPIRE k 1.5
        EXPIRE k ""
        PEXPIRE k abc
        EXPIREAT k abc
        PEXPIREAT k abc
        EXPIRE missing 9223372036854775807
        EXPIRE k
        PEXPIRE k
        EXPIREAT k
        PEXPIREAT k
        EXPIRETIME k 1
        PERSIST
        TTL
        """);

    [Fact]
    public Task Expired_keys_are_absent_for_every_command()
    {
        string[] commands =
        [
            "GET k", "GETDEL k", "GETEX k", "GETSET k w", "GETRANGE k 0 1", "STRLEN k", "MGET k k", "LCS k k",
            "APPEND k w",
            "SETRANGE k 1 w", "INCR k", "INCRBYFLOAT k 1", "SETNX k w", "SET k w XX", "SET k w NX", "SET k w GET",
            "SET k w KEEPTTL",
            "SET k w EX 1000", "MSETNX k w", "EXISTS k", "TOUCH k", "TYPE k", "DEL k", "UNLINK k", "TTL k", "PTTL k",
            "EXPIRETIME k",
            "PEXPIRETIME k", "PERSIST k", "EXPIRE k 100", "RENAME k l", "RENAMENX k l", "RENAME o k", "RENAMENX o k",
            "COPY k l",
            "COPY o k", "MOVE k 1", "OBJECT ENCODING k", "OBJECT FREQ k", "OBJECT IDLETIME k", "OBJECT REFCOUNT k",
            "KEYS *",
            "SCAN 0", "SCAN 0 TYPE string", "RANDOMKEY",
        ];
        IEnumerable<string> lines = commands.Select(
            command => $"FLUSHALL\nSET k v PXAT 1\nSET o v\n{command}\nGET k\nTTL k\nDBSIZE");
        return CompareAsync(string.Join('\n', lines));
    }
}

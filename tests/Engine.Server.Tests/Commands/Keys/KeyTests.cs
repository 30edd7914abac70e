using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Keys;

public sealed class KeyTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Fact]
    public Task Keys_are_counted_and_deleted() => CompareAsync("""
        MSET a 1 b 2 c 3
        EXISTS a
        EXISTS a b missing a
        TOUCH a b missing a
        DEL missing
        DEL a missing a b
        UNLINK c c
        DBSIZE
        TYPE c
        SET c v
        TYPE c
        EXISTS
        TOUCH
        DEL
        UNLINK
        TYPE
        TYPE a b
        DBSIZE 1
        """);

    [Fact]
    public Task Keys_are_renamed() => CompareAsync("""
        RENAME missing other
        RENAME missing missing
        RENAMENX missing other
        SET a v
        RENAME a b
        EXISTS a
        GET b
        RENAME b b
        RENAMENX b b
        SET c w EX 1000
        RENAMENX b c
        RENAME b c
        TTL c
        SET d x EX 1000
        RENAME d c
        GET c
        TTL c
        RENAMENX c e
        TTL e
        SET past v PXAT 1
        RENAMENX e past
        GET past
        SET past v PXAT 1
        SET e 12
        RENAME e past
        OBJECT ENCODING past
        DBSIZE
        RENAME a
        RENAMENX a
        """);

    [Fact]
    public Task Keys_are_copied() => CompareAsync("""
        COPY missing b
        SET a 12 EX 1000
        COPY a b
        GET b
        TTL b
        OBJECT ENCODING b
        COPY a b
        SET a text
        COPY a b REPLACE
        GET b
        TTL b
        APPEND b !
        GET a
        COPY b c
        OBJECT ENCODING c
        COPY a a
        COPY a a REPLACE
        COPY a a DB 0
        COPY a a DB 1
        COPY a a DB 1
        COPY a a DB 1 REPLACE
        COPY a a REPLACE DB 1 REPLACE DB 2
        SELECT 1
        GET a
        SELECT 2
        GET a
        SELECT 0
        COPY a b DB
        COPY a b DB 16
        COPY a b DB -1
        COPY a b DB x
        COPY a b DB 99999999999
        COPY a b foo
        COPY a b DB 16 foo
        COPY missing b DB 16
        SET past v PXAT 1
        COPY a past
        GET past
        COPY a
        """);

    [Fact]
    public Task Keys_are_moved_to_other_databases() => CompareAsync("""
        MOVE missing 1
        SET a v EX 1000
        MOVE a 1
        EXISTS a
        SELECT 1
        GET a
        TTL a
        SET b w
        SELECT 0
        SET b x
        MOVE b 1
        GET b
        SELECT 1
        GET b
        SET c v PXAT 1
        SELECT 0
        SET c w
        MOVE c 1
        EXISTS c
        MOVE b 0
        MOVE missing 0
        MOVE b 16
        MOVE b -1
        MOVE b x
        MOVE b 99999999999
        MOVE b -99999999999
        MOVE b 99999999999999999999
        MOVE b
        """);

    [Fact]
    public Task Patterns_choose_keys() => CompareAsync("""
        KEYS *
        MSET one 1 two 2 three 3 four 4 "" 5 "a*b" 6 "[x]" 7
        KEYS *
        KEYS t*
        KEYS t??
        KEYS *o*
        KEYS [^t]*
        KEYS [t-]*
        KEYS [a-f]*
        KEYS a\*b
        KEYS \[x\]
        KEYS ""
        KEYS **
        KEYS ?
        SET past v PXAT 1
        KEYS *
        KEYS past
        KEYS
        KEYS a b
        """);

    [Fact]
    public Task Scans_find_all_keys() => CompareAsync("""
        !scan SCAN 0
        MSET one 1 two 2 three 3 four 4 "" 5
        SET past v PXAT 1
        !scan SCAN 0
        !scan SCAN 0 COUNT 1
        !scan SCAN 0 MATCH t*
        !scan SCAN 0 MATCH * COUNT 1000
        !scan SCAN 0 TYPE string
        !scan SCAN 0 TYPE STRING MATCH *e
        !scan SCAN 0 TYPE list
        !scan SCAN 0 TYPE nonsense
        !scan SCAN 0 COUNT 9223372036854775807
        !scan SCAN 0 MATCH none MATCH o* COUNT 3 COUNT 4
        DBSIZE
        SCAN x
        SCAN ""
        SCAN " 0"
        SCAN 0x
        SCAN +0
        SCAN -
        SCAN 18446744073709551616
        SCAN "0\x00"
        SCAN x foo
        SCAN 0 foo
        SCAN 0 COUNT
        SCAN 0 COUNT 0
        SCAN 0 COUNT -1
        SCAN 0 COUNT x
        SCAN 0 MATCH
        SCAN 0 TYPE
        SCAN 0 COUNT 10 foo bar
        SCAN
        """);

    [Fact]
    public Task Random_keys_come_from_the_selected_database() => CompareAsync("""
        RANDOMKEY
        SET k v
        RANDOMKEY
        SELECT 1
        RANDOMKEY
        RANDOMKEY k
        """);

    [Fact]
    public Task Objects_are_described() => CompareAsync("""
        OBJECT HELP
        OBJECT help
        OBJECT ENCODING missing
        OBJECT REFCOUNT missing
        OBJECT IDLETIME missing
        OBJECT FREQ missing
        SET k v
        OBJECT ENCODING k
        OBJECT REFCOUNT k
        OBJECT IDLETIME k
        OBJECT FREQ k
        object encoding k
        OBJECT
        OBJECT ENCODING
        OBJECT ENCODING k k
        OBJECT HELP k
        OBJECT foo
        OBJECT foo k
        OBJECT ""
        """);
}

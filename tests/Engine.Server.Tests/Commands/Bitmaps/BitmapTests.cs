using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Bitmaps;

public sealed class BitmapTests(ReferenceRedis reference) : CommandTests(reference)
{
    private static readonly string[] s_keys = ["k", "n", "ones", "zeros", "empty", "short", "missing", "list"];

    private static readonly string[] s_indexes =
        ["0", "1", "2", "7", "8", "20", "200", "-1", "-2", "-9", "-300", "9223372036854775807", "-9223372036854775808"];

    private static readonly string s_values = $"""
        SET k "\x00\x00\x0f\xf0foobar\xff\xff\x01\x80"
        SET n -1234
        SET ones "{Repeated("ff", 24)}"
        SETRANGE zeros 100 "\x00"
        SET empty ""
        SET short "\x08"
        RPUSH list a
        """;

    [Fact]
    public Task Bits_are_set_and_read() => CompareAsync($"""
        {s_values}
        SETBIT k 0 1
        GET k
        SETBIT k 0 0
        GETBIT k 20
        SETBIT k 20 0
        SETBIT k 200 0
        STRLEN k
        OBJECT ENCODING k
        GETBIT k 200
        GETBIT k 10000
        GETBIT missing 0
        GETBIT n 3
        OBJECT ENCODING n
        SETBIT n 3 1
        GET n
        OBJECT ENCODING n
        SET n 1234
        SETBIT n 3 1
        OBJECT ENCODING n
        SET short a
        OBJECT ENCODING short
        SETBIT short 7 1
        OBJECT ENCODING short
        SETBIT new 0 0
        GET new
        OBJECT ENCODING new
        SETBIT long 80000 1
        STRLEN long
        BITCOUNT long
        SETBIT long 800000 1
        STRLEN long
        SET k v EX 1000
        SETBIT k 1 1
        TTL k
        SETBIT k 100 1
        TTL k
        SET k v PXAT 1
        SETBIT k 3 1
        GET k
        TTL k
        """);

    [Fact]
    public Task Bits_out_of_range_are_refused() => CompareAsync("""
        SETBIT k -1 1
        SETBIT k 4294967296 1
        SETBIT k 9223372036854775807 1
        SETBIT k 9223372036854775808 1
        SETBIT k #1 1
        SETBIT k a 1
        SETBIT k "" 1
        SETBIT k 1 2
        SETBIT k 1 -1
        SETBIT k 1 01
        SETBIT k 1 a
        SETBIT k 1 ""
        SETBIT k a b
        GETBIT k -1
        GETBIT k 4294967296
        GETBIT k 4294967295
        GETBIT k a
        GETBIT k #1
        EXISTS k
        CONFIG SET proto-max-bulk-len 1048576
        SETBIT k 8388607 1
        SETBIT k 8388608 1
        GETBIT k 8388608
        BITFIELD k SET u8 8388604 1
        STRLEN k
        CONFIG SET proto-max-bulk-len 536870912
        """);

    [Fact]
    public Task Ranges_are_counted_as_redis_counts_them()
    {
        IEnumerable<string> ranges =
            from key in s_keys
            from start in s_indexes
            from end in s_indexes
            from unit in (string[])["", " BIT"]
            select $"BITCOUNT {key} {start} {end}{unit}";
        return CompareAsync($"""
            {s_values}
            {string.Join('\n', s_keys.Select(key => $"BITCOUNT {key}"))}
            {string.Join('\n', ranges)}
            BITCOUNT k 0 1 byte
            BITCOUNT k 0 1 "BIT\x00x"
            BITCOUNT k 0
            BITCOUNT k 0 1 nope
            BITCOUNT k -1 -2 nope
            BITCOUNT k 0 1 BIT x
            BITCOUNT k x 1
            BITCOUNT k 0 x
            BITCOUNT missing 0
            BITCOUNT missing x y nope
            BITCOUNT list x
            BITCOUNT
            """);
    }

    [Fact]
    public Task First_bits_are_found_as_redis_finds_them()
    {
        IEnumerable<string> ranges =
            from key in s_keys
            from bit in (string[])["0", "1"]
            from start in s_indexes
            from end in s_indexes
            from unit in (string[])["", " BIT"]
            select $"BITPOS {key} {bit} {start} {end}{unit}";
        IEnumerable<string> starts =
            from key in s_keys
            from bit in (string[])["0", "1"]
            from start in (string[])["", .. s_indexes]
            select $"BITPOS {key} {bit} {start}";
        return CompareAsync($"""
            {s_values}
            {string.Join('\n', starts)}
            {string.Join('\n', ranges)}
            BITPOS k 1 0 1 byte
            BITPOS k 2
            BITPOS k -1
            BITPOS k x
            BITPOS k 1 x
            BITPOS k 1 0 x
            BITPOS k 1 x y nope
            BITPOS k 1 0 x nope
            BITPOS k 1 0 1 nope
            BITPOS k 1 0 1 BIT x
            BITPOS missing 1 x
            BITPOS missing 2
            BITPOS list 1 x
            BITPOS k
            """);
    }

    [Fact]
    public Task Strings_are_combined_bit_by_bit()
    {
        IEnumerable<string> combinations =
            from operation in (string[])["AND", "or", "Xor"]
            from sources in (string[])
                ["a", "k a", "a k", "a k ones", "ones missing", "n a", "empty k", "zeros a k", "a a"]
            select $"BITOP {operation} d {sources}\nGET d\nOBJECT ENCODING d";
        return CompareAsync($"""
            {s_values}
            SET a "{Repeated("0f", 37)}"
            {string.Join('\n', combinations)}
            BITOP NOT d a
            GET d
            BITOP NOT d n
            GET d
            BITOP NOT d zeros
            GET d
            BITOP AND k k a
            GET k
            BITOP NOT k k
            GET k
            EXPIRE d 1000
            BITOP OR d n n
            TTL d
            OBJECT ENCODING d
            BITOP OR list n
            TYPE list
            BITOP AND list missing
            EXISTS list
            BITOP AND list empty missing
            BITOP NOT d missing
            EXISTS d
            """);
    }

    [Fact]
    public Task Wrong_combinations_are_refused() => CompareAsync("""
        RPUSH list a
        SET k v
        BITOP nope d k
        BITOP NOT d k k
        BITOP NOT d
        BITOP NOT d list
        BITOP AND d k list
        BITOP AND d missing list
        EXISTS d
        BITOP AND d
        """);

    [Fact]
    public Task Integers_are_read_written_and_added_to()
    {
        string[] fields =
        [
            "u1 0", "i1 3", "u8 0", "i8 4", "u63 1", "i64 0", "i64 7", "u5 #3", "i16 #1", "i33 100", "u63 #2", "i2 999",
        ];
        string[] values =
        [
            "0", "1", "-1", "2", "127", "128", "255", "256", "-128", "-129", "32768", "9223372036854775807",
            "-9223372036854775808", "-9223372036854775700", "4611686018427387904",
        ];
        IEnumerable<string> operations =
            from field in fields
            from mode in (string[])["", "OVERFLOW WRAP", "OVERFLOW SAT", "OVERFLOW FAIL"]
            from value in values
            select $"BITFIELD k {mode} SET {field} {value} GET {field} INCRBY {field} {value} GET {field}";
        return CompareAsync($"""
            {string.Join('\n', operations)}
            GET k
            """);
    }

    [Fact]
    public Task Operations_on_integers_follow_each_other() => CompareAsync("""
        BITFIELD k
        EXISTS k
        BITFIELD k GET u8 0
        EXISTS k
        BITFIELD k OVERFLOW FAIL
        BITFIELD k OVERFLOW FAIL SET u8 0 256
        EXISTS k
        STRLEN k
        BITFIELD k SET u8 #0 255 get U8 0
        BITFIELD k SET u8 #0 255 get u8 #0 overflow sat incrby u8 0 10 OVERFLOW fail OVERFLOW wrap incrby u8 0 10
        BITFIELD k OVERFLOW FAIL SET u8 100 1 SET u8 0 256 INCRBY u8 0 -100 INCRBY i8 0 300 OVERFLOW SAT SET i4 0 8
        GET k
        BITFIELD k SET u8 0 1 SET u8 0 2 SET u8 0 1 GET u8 0
        BITFIELD k SET u3 6 5 GET u16 0
        BITFIELD k GET i64 90 GET u63 91 GET i8 100000
        BITFIELD k GET i8 #2305843009213693953
        BITFIELD k GET i8 #1152921504606846976
        SET n 12345
        BITFIELD n GET u8 0
        OBJECT ENCODING n
        BITFIELD n SET u8 0 49
        OBJECT ENCODING n
        GET n
        BITFIELD_RO n GET u8 0 GET i16 #1
        BITFIELD_RO n
        BITFIELD_RO missing GET u8 0
        BITFIELD_RO missing OVERFLOW SAT GET u8 0
        BITFIELD far SET u8 80000 7
        STRLEN far
        SET e v EX 1000
        BITFIELD e SET u8 1000 1
        TTL e
        SET e v PXAT 1
        BITFIELD e INCRBY u8 0 1
        """);

    [Fact]
    public Task Wrong_operations_on_integers_are_refused_and_change_nothing() => CompareAsync("""
        RPUSH list a
        SET k v
        BITFIELD list
        BITFIELD list GET u8 0
        BITFIELD list SET u8 0 1
        BITFIELD_RO list GET u8 0
        BITFIELD_RO k SET u8 0 1
        BITFIELD_RO list SET u8 0 1
        BITFIELD_RO k INCRBY u8 0 1
        BITFIELD_RO k nope
        BITFIELD k SET u8 0 0 nope
        BITFIELD k SET u8 0 0 SET u8 0
        BITFIELD k GET u8
        BITFIELD k GET
        BITFIELD k INCRBY u8 0
        BITFIELD k OVERFLOW
        BITFIELD k OVERFLOW nope
        BITFIELD k OVERFLOW nope SET u8 0 1
        BITFIELD k GET u64 0
        BITFIELD k GET i65 0
        BITFIELD k GET i0 0
        BITFIELD k GET u-1 0
        BITFIELD k GET u 0
        BITFIELD k GET "" 0
        BITFIELD k GET x8 0
        BITFIELD k GET I8 0
        BITFIELD k GET "u8\x00junk" 0
        BITFIELD k GET u08 0
        BITFIELD k GET u8 -1
        BITFIELD k GET u8 x
        BITFIELD k GET u8 #
        BITFIELD k GET u8 #-1
        BITFIELD k GET u8 #x
        BITFIELD k GET u8 ##1
        BITFIELD k GET u8 4294967296
        BITFIELD k SET u8 0 x
        BITFIELD k SET u8 0 9223372036854775808
        GET k
        BITFIELD
        BITFIELD_RO
        """);

    [Fact]
    public Task Other_types_are_refused() => CompareAsync("""
        RPUSH list a
        SETBIT list 0 1
        SETBIT list a 1
        GETBIT list 0
        SETBIT k
        GETBIT k
        SETBIT k 1 1 1
        """);

    [Fact]
    public Task Transactions_fail_only_when_a_watched_bit_was_another() => CompareAsync("""
        SET k a
        WATCH k
        @2 SETBIT k 1 1
        MULTI
        GET k
        EXEC
        WATCH k
        @2 SETBIT k 1 0
        MULTI
        GET k
        EXEC
        WATCH k
        @2 BITFIELD k SET u8 0 33
        MULTI
        GET k
        EXEC
        WATCH k
        @2 BITFIELD k SET u8 0 33
        MULTI
        GET k
        EXEC
        WATCH k
        @2 BITOP AND k k k
        MULTI
        GET k
        EXEC
        """);

    private static string Repeated(string digits, int count) =>
        string.Concat(Enumerable.Repeat($"\\x{digits}", count));
}

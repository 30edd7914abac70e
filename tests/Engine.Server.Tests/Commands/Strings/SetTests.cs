using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Strings;

public sealed class SetTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Fact]
    public Task Values_come_back_as_they_were_set() => CompareAsync("""
        SET k v
        GET k
        GET missing
        SET k "\x00\xff\r\n"
        GET k
        SET k ""
        GET k
        STRLEN k
        SET "" "empty key"
        GET ""
        SET "\x00" zero
        GET "\x00"
        SET k 0123
        GET k
        SET k -0
        GET k
        SET k 9223372036854775807
        GET k
        SET k 9223372036854775808
        GET k
        SET k -9223372036854775808
        GET k
        """);

    [Fact]
    public Task Encodings_are_those_of_redis() => CompareAsync("""
        SET k 1
        OBJECT ENCODING k
        SET k -9223372036854775808
        OBJECT ENCODING k
        SET k 9223372036854775808
        OBJECT ENCODING k
        SET k 01
        OBJECT ENCODING k
        SET k +1
        OBJECT ENCODING k
        SET k ""
        OBJECT ENCODING k
        SET k 12345678901234567890123456789012345678901234
        OBJECT ENCODING k
        SET k 123456789012345678901234567890123456789012345
        OBJECT ENCODING k
        SET k short
        OBJECT ENCODING k
        SETNX n 17
        OBJECT ENCODING n
        GETSET n text
        OBJECT ENCODING n
        GETSET n 18
        OBJECT ENCODING n
        MSET a 1 b text
        OBJECT ENCODING a
        OBJECT ENCODING b
        SETEX k 1000 19
        OBJECT ENCODING k
        """);

    [Fact]
    public Task Conditions_decide_whether_a_value_is_set() => CompareAsync("""
        SET k v XX
        GET k
        SET k v NX
        GET k
        SET k w NX
        GET k
        SET k w XX
        GET k
        SET k x NX GET
        GET k
        SET k x XX GET
        GET k
        SET missing v XX GET
        EXISTS missing
        SET missing v NX GET
        GET missing
        SET k y nx xx
        SET k y XX NX
        SET k y NX NX
        SET k y get GET Get
        SET k y XX XX
        """);

    [Fact]
    public Task Times_can_be_given_in_four_ways_or_kept() => CompareAsync("""
        SET k v EX 100
        TTL k
        SET k v px 100000
        PTTL k
        SET k v EXAT 33177117420
        EXPIRETIME k
        SET k v PXAT 33177117420123
        PEXPIRETIME k
        SET k w KEEPTTL
        PEXPIRETIME k
        GET k
        SET k w KEEPTTL GET
        SET k 5 KEEPTTL
        PEXPIRETIME k
        SET k w
        TTL k
        SET k w KEEPTTL
        TTL k
        SET new w KEEPTTL
        TTL new
        SET k v EX 100 EX 200
        TTL k
        SET k v PXAT 1 PXAT 33177117420123
        PEXPIRETIME k
        SETEX k 100 v
        TTL k
        PSETEX k 100000 v
        PTTL k
        """);

    [Fact]
    public Task A_time_that_has_passed_makes_the_key_absent() => CompareAsync("""
        SET k v PXAT 1
        GET k
        SET k v EXAT 1
        EXISTS k
        SET k v
        SET k w EXAT 1 GET
        GET k
        SET k v PXAT 1
        SET k w NX
        GET k
        SET k v PXAT 1
        SET k w XX
        GET k
        SET k v PXAT 1
        SET k w KEEPTTL
        TTL k
        SET k v PXAT 1
        DEL k
        SET k v PXAT 1
        SETNX k w
        GET k
        """);

    [Fact]
    public Task Impossible_times_are_refused() => CompareAsync("""
        SET k v EX 0
        SET k v EX -1
        SET k v PX 0
        SET k v EXAT 0
        SET k v PXAT -1
        SET k v EX 9223372036854775
        SET k v EX 9223372036854776
        SET k v EX 9223372036854775807
        SET k v PX 9223372036854775807
        SET k v EXAT 9223372036854776
        SET k v PXAT 9223372036854775807
        PEXPIRETIME k
        SET k v EX 9223372036854775808
        SET k v EX ten
        SET k v EX ""
        SET k v EX 1.5
        SETEX k 0 v
        SETEX k -1 v
        SETEX k 9223372036854775807 v
        SETEX k x v
        PSETEX k 0 v
        PSETEX k -5 v
        PSETEX k 9223372036854775807 v
        GETEX k EX 0
        GETEX k PX -1
        GETEX k EX 9223372036854775807
        GETEX missing EX 0
        GETEX missing EX x
        """);

    [Fact]
    public Task Options_that_are_unknown_or_exclude_each_other_are_refused() => CompareAsync("""
        SET k v foo
        SET k v EX
        SET k v EX 10 PX
        SET k v EX 10 PX 10
        SET k v PX 10 EXAT 10
        SET k v EXAT 10 PXAT 10
        SET k v KEEPTTL EX 10
        SET k v EX 10 KEEPTTL
        SET k v PERSIST
        SET k v 10
        SET k v "NX\x00ignored"
        SET k v ""
        SET k v GET XX EX 1000 extra
        GETEX k KEEPTTL
        GETEX k NX
        GETEX k GET
        GETEX k EX
        GETEX k EX 10 PERSIST
        GETEX k PERSIST EX 10
        GETEX k PERSIST PERSIST
        GETEX k PX 10 EX 10
        SET
        SET k
        SETNX k
        SETNX k v w
        SETEX k 10
        PSETEX k 10 v w
        GETSET k
        GETEX
        MSET
        MSET k
        MSET k v k2
        MSETNX k v k2
        MSETNX k
        """);

    [Fact]
    public Task Old_values_are_returned_on_request() => CompareAsync("""
        GETSET k v
        GETSET k 12
        GETSET k w
        GET k
        SETEX k 100 v
        GETSET k w
        TTL k
        SET k x GET
        SET k y GET EX 100
        TTL k
        GETDEL k
        GETDEL k
        EXISTS k
        SET k 12
        GETDEL k
        """);

    [Fact]
    public Task Several_keys_are_set_at_once() => CompareAsync("""
        MSET a 1 b 2 c three
        MGET a b c missing a
        MSET a x a y
        GET a
        MSETNX d 1 a 2
        EXISTS d
        MSETNX d 1 e 2 d 3
        MGET d e
        SET past v PXAT 1
        MSETNX past w f 1
        MGET past f
        SET a v EX 100
        MSET a w
        TTL a
        MGET
        """);

    [Fact]
    public Task Reading_can_change_the_expiry() => CompareAsync("""
        GETEX missing
        SET k v
        GETEX k
        TTL k
        GETEX k EX 100
        TTL k
        GETEX k PX 200000
        PTTL k
        GETEX k EXAT 33177117420
        EXPIRETIME k
        GETEX k PXAT 33177117420123
        PEXPIRETIME k
        GETEX k
        PEXPIRETIME k
        GETEX k PERSIST
        TTL k
        GETEX k PERSIST
        SET k 12
        GETEX k PXAT 1
        EXISTS k
        SET k v
        GETEX k EXAT 1
        DBSIZE
        """);
}

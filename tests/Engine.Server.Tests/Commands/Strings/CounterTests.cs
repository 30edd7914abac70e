using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Strings;

public sealed class CounterTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Fact]
    public Task Integers_are_counted_up_and_down() => CompareAsync("""
        INCR n
        INCR n
        DECR n
        INCRBY n 40
        DECRBY n 50
        INCRBY n -3
        DECRBY n -3
        GET n
        OBJECT ENCODING n
        DECR m
        DECRBY o 5
        SET p 10
        APPEND p 0
        INCR p
        OBJECT ENCODING p
        SET p v PXAT 1
        INCR p
        TTL p
        SET p 5 EX 1000
        INCR p
        TTL p
        APPEND p 1
        INCR p
        TTL p
        """);

    [Fact]
    public Task Overflow_and_text_are_refused() => CompareAsync("""
        SET n 9223372036854775807
        INCR n
        INCRBY n 1
        DECRBY n -1
        DECR n
        INCR n
        SET n -9223372036854775808
        DECR n
        DECRBY n 1
        INCRBY n -1
        INCR n
        DECRBY n -9223372036854775808
        DECRBY missing -9223372036854775808
        INCRBY missing -9223372036854775808
        DECRBY missing 9223372036854775807
        SET n 9223372036854775808
        INCR n
        SET n abc
        INCR n
        INCRBY n 1
        SET n " 1"
        INCR n
        SET n 1.0
        INCR n
        SET n ""
        INCR n
        SET n "12\x00"
        INCR n
        INCRBY n abc
        INCRBY n 1.5
        INCRBY n ""
        DECRBY n +1
        DECRBY n 9223372036854775808
        INCR
        DECR
        INCRBY n
        DECRBY n 1 2
        """);

    [Fact]
    public Task Small_integers_are_reported_as_shared() => CompareAsync("""
        SET n 9998
        OBJECT REFCOUNT n
        INCR n
        OBJECT REFCOUNT n
        INCR n
        OBJECT REFCOUNT n
        DECR n
        OBJECT REFCOUNT n
        SET n 0
        OBJECT REFCOUNT n
        DECR n
        OBJECT REFCOUNT n
        SET n text
        OBJECT REFCOUNT n
        """);

    [Fact]
    public Task Fractions_are_added_exactly_as_long_doubles() => CompareAsync("""
        SET f 10.50
        INCRBYFLOAT f 0.1
        INCRBYFLOAT f -5
        SET f 5.0e3
        INCRBYFLOAT f 2.0e2
        INCRBYFLOAT f 0
        OBJECT ENCODING f
        INCRBYFLOAT missing 3
        OBJECT ENCODING missing
        GET missing
        INCR missing
        OBJECT ENCODING missing
        INCRBYFLOAT missing 1e30
        OBJECT ENCODING missing
        INCRBYFLOAT missing 1e60
        OBJECT ENCODING missing
        SET f 1
        INCRBYFLOAT f -1
        SET f 0
        INCRBYFLOAT f -0
        INCRBYFLOAT f -1e-18
        SET f 9223372036854775807
        INCRBYFLOAT f 1
        SET f -9223372036854775808
        INCRBYFLOAT f -1
        SET f 3 EX 1000
        INCRBYFLOAT f 1.5
        TTL f
        SET f 3 PXAT 1
        INCRBYFLOAT f 1.5
        TTL f
        """);

    [Fact]
    public Task What_is_not_a_finite_fraction_is_refused() => CompareAsync("""
        SET f abc
        INCRBYFLOAT f 1
        SET f 1
        INCRBYFLOAT f abc
        INCRBYFLOAT f nan
        INCRBYFLOAT f -nan
        INCRBYFLOAT f nan(1)
        INCRBYFLOAT f inf
        INCRBYFLOAT f -Infinity
        INCRBYFLOAT f infinit
        INCRBYFLOAT f 1e4933
        INCRBYFLOAT f 1e-4960
        INCRBYFLOAT f 1e
        INCRBYFLOAT f 1e+
        INCRBYFLOAT f 1f
        INCRBYFLOAT f .
        INCRBYFLOAT f ""
        INCRBYFLOAT f " 1"
        INCRBYFLOAT f "1 "
        INCRBYFLOAT f "1\x00"
        INCRBYFLOAT f 0x
        INCRBYFLOAT f 0x1p
        INCRBYFLOAT f 0x.p1
        INCRBYFLOAT f --1
        SET f 1.1e4932
        INCRBYFLOAT f 1.1e4932
        SET f inf
        INCRBYFLOAT f -inf
        INCRBYFLOAT f
        """);

    [Fact]
    public Task Every_spelling_of_a_fraction_is_read()
    {
        string[] spellings =
        [
            "+1", "1.", ".5", "-.5", "1e5", "1E+5", "1e-5", "0x10", "0X1.8p3", "0x.8", "-0x1P-3", "0xAbC", "0x1p+10",
            "0x1.000000000000000100000000000000001", "00012", "0.0000000000000000000000000000000001", "0e99999999999",
            "3.6e-4951", "1e-4950", "1.18973149535723176502e4932", "1e-18", "5e-18", "4.9999999999999999999999e-18",
            "123456789012345678901234567890.123456789", "0.1000000000000000055511151231257827",
        ];
        return CompareAsync(string.Join('\n', spellings.Select(spelling => $"SET f 0\nINCRBYFLOAT f {spelling}")));
    }
}

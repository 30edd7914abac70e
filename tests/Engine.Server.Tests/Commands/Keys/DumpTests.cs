using System.Text;
using Engine.Server.DataTypes.Serialization;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Keys;

public sealed class DumpTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Fact]
    public Task Dumps_of_values_in_an_order_are_those_of_redis_to_the_byte() => CompareAsync("""
        DUMP missing
        SET s ""
        DUMP s
        SET s 12
        DUMP s
        SET s -70000
        DUMP s
        SET s 12345678901234
        DUMP s
        APPEND s 5
        DUMP s
        SET s aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
        DUMP s
        CONFIG SET rdbcompression no
        DUMP s
        CONFIG SET rdbcompression yes
        RPUSH l a 1 -5000 "" bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
        DUMP l
        CONFIG SET list-max-listpack-size 2
        RPUSH l2 a b c d e
        LPUSH l2 z
        DUMP l2
        CONFIG SET list-max-listpack-size -2
        SADD i 1 2 -3
        DUMP i
        SADD i 70000
        DUMP i
        SADD i 5000000000
        DUMP i
        SREM i 5000000000
        DUMP i
        SADD one member
        DUMP one
        HSET h f v n 12
        DUMP h
        ZADD z 1 a 2.5 b inf c
        DUMP z
        CONFIG SET zset-max-listpack-entries 2
        ZADD z -1 d
        DUMP z
        CONFIG SET zset-max-listpack-entries 128
        HSET one-field f 0123456789012345678901234567890123456789012345678901234567890123456789
        DUMP one-field
        DUMP
        DUMP a b
        """);

    [Fact]
    public Task Restored_values_are_those_that_were_dumped() => CompareAsync("""
        SET s text
        RPUSH l a b 3
        SADD i 1 2 3
        SADD m a
        HSET h f v
        ZADD z 1 a 2 b
        $s= DUMP s
        $l= DUMP l
        $i= DUMP i
        $m= DUMP m
        $h= DUMP h
        $z= DUMP z
        RESTORE s2 0 $s
        RESTORE l2 0 $l
        RESTORE i2 0 $i
        RESTORE m2 0 $m
        RESTORE h2 0 $h
        RESTORE z2 0 $z
        GET s2
        LRANGE l2 0 -1
        SMEMBERS i2
        SMEMBERS m2
        HGETALL h2
        ZRANGE z2 0 -1 WITHSCORES
        OBJECT ENCODING s2
        OBJECT ENCODING l2
        OBJECT ENCODING i2
        OBJECT ENCODING m2
        OBJECT ENCODING h2
        OBJECT ENCODING z2
        RPUSH l2 c
        SADD i2 x
        SREM m2 a x
        HSET h2 g w
        ZADD z2 3 c
        LRANGE l2 0 -1
        SMEMBERS i2
        SMEMBERS m2
        HGETALL h2
        ZRANGE z2 0 -1 WITHSCORES
        """);

    [Fact]
    public Task Scores_of_minus_zero_are_restored_where_a_sorted_set_is_no_pack() => CompareAsync($"""
        ZADD z 1 a -0 b -5 {new string('x', 70)}
        $z= DUMP z
        RESTORE z2 0 $z
        ZRANGE z2 0 -1 WITHSCORES
        ZREM z2 {new string('x', 70)}
        $z= DUMP z2
        RESTORE z3 0 $z
        ZRANGE z3 0 -1 WITHSCORES
        OBJECT ENCODING z3
        """);

    [Fact]
    public Task Options_and_their_errors_are_those_of_redis() => CompareAsync("""
        SET s text
        $s= DUMP s
        RESTORE s 0 $s
        RESTORE s 0 $s REPLACE
        RESTORE s -1 $s
        RESTORE t -1 $s
        RESTORE t x $s
        RESTORE t 0 $s IDLETIME
        RESTORE t 0 $s IDLETIME x
        RESTORE t 0 $s IDLETIME -1
        RESTORE t 0 $s FREQ
        RESTORE t 0 $s FREQ x
        RESTORE t 0 $s FREQ 256
        RESTORE t 0 $s FREQ -1
        RESTORE t 0 $s FREQ 1 IDLETIME 1
        RESTORE t 0 $s IDLETIME 1 FREQ 1
        RESTORE t 0 $s nonsense
        RESTORE t 0
        RESTORE t 0 $s idletime 1000 replace
        OBJECT IDLETIME t
        RESTORE t 0 $s FREQ 100 REPLACE
        OBJECT FREQ t
        RESTORE t 100000 $s REPLACE
        PTTL t
        RESTORE t 4000000000000 $s REPLACE ABSTTL
        PEXPIRETIME t
        RESTORE t 1 $s REPLACE ABSTTL
        EXISTS t
        RESTORE t 1 $s ABSTTL
        EXISTS t
        RESTORE t 9223372036854775807 $s
        EXISTS t
        RESTORE t 9223372036854775807 $s ABSTTL
        PEXPIRETIME t
        SET t x PXAT 1
        RESTORE t 0 $s
        GET t
        RESTORE-ASKING u 0 $s
        GET u
        """);

    [Fact]
    public Task Payloads_that_are_no_dumps_are_refused_as_redis_refuses_them() => CompareAsync($"""
        CONFIG SET sanitize-dump-payload yes
        RESTORE k 0 ""
        RESTORE k 0 short
        RESTORE k 0 "more than a footer of ten bytes"
        RESTORE k 0 {Quote(Dump([0, 3, .. "xxx"u8]), change: true)}
        RESTORE k 0 {Quote(Dump([0, 3, .. "xxx"u8], version: 11))}
        RESTORE k 0 {Quote(Dump([]))}
        RESTORE k 0 {Quote(Dump([0]))}
        RESTORE k 0 {Quote(Dump([0, 50, .. "xxx"u8]))}
        RESTORE k 0 {Quote(Dump([7, 4, .. "xxx"u8]))}
        RESTORE k 0 {Quote(Dump([8]))}
        RESTORE k 0 {Quote(Dump([20]))}
        RESTORE k 0 {Quote(Dump([255]))}
        RESTORE k 0 {Quote(Dump([1, 0]))}
        RESTORE k 0 {Quote(Dump([2, 2, 1, (byte)'a', 1, (byte)'a']))}
        RESTORE k 0 {Quote(Dump([4, 2, 1, (byte)'a', 1, (byte)'a', 1, (byte)'a', 1, (byte)'b']))}
        EXISTS k
        RESTORE k 0 {Quote(Dump([0, 3, .. "xxx"u8, .. "rest"u8], version: 1))}
        GET k
        RESTORE i 0 {Quote(Dump([0, 3, .. "123"u8]))}
        OBJECT ENCODING i
        """);

    [Fact]
    public Task Values_in_the_layouts_of_old_versions_are_restored() => CompareAsync(string.Join('\n', OldScript()));

    [Fact]
    public async Task Values_beyond_the_limits_are_unpacked_when_they_are_restored()
    {
        await CompareAsync("""
            RPUSH l a b c d e
            SADD i 1 2 3 4 5
            HSET h a 1 b 2 c 3
            ZADD z 1 a 2 b 3 c
            $l= DUMP l
            $i= DUMP i
            $h= DUMP h
            $z= DUMP z
            CONFIG SET set-max-intset-entries 3 hash-max-listpack-entries 2 zset-max-listpack-entries 2
            RESTORE l2 0 $l
            RESTORE i2 0 $i
            RESTORE h2 0 $h
            RESTORE z2 0 $z
            OBJECT ENCODING l2
            OBJECT ENCODING i2
            OBJECT ENCODING h2
            OBJECT ENCODING z2
            SMEMBERS i2
            HGETALL h2
            ZRANGE z2 0 -1 WITHSCORES
            $z2= DUMP z2
            CONFIG SET set-max-intset-entries 512 hash-max-listpack-entries 512 zset-max-listpack-entries 128
            RESTORE z3 0 $z2
            OBJECT ENCODING z3
            """);
    }

    private static IEnumerable<string> OldScript()
    {
        yield return "CONFIG SET sanitize-dump-payload yes";
        byte[] list = OldLayouts.ZipList("a", "12", "13", "-1", "300", "100000", "8000000", "5000000000", Long);
        byte[] pairs = OldLayouts.ZipList("a", "1", "b", "2.5");
        byte[] map = OldLayouts.ZipMap("field", "value", "number", "12", "empty", "", "long", Long);
        yield return $"RESTORE list 0 {Quote(Dump([1, 2, 1, (byte)'a', 0xC0, 5]))}";
        yield return $"RESTORE ziplist 0 {Quote(Dump([10, .. Sized(list)]))}";
        yield return $"RESTORE quicklist 0 {Quote(Dump([14, 2, .. Sized(list), .. Sized(pairs)]))}";
        yield return $"RESTORE zset 0 {Quote(Dump([3, 2, 1, (byte)'a', 3, .. "1.5"u8, 1, (byte)'b', 254]))}";
        yield return $"RESTORE zipzset 0 {Quote(Dump([12, .. Sized(pairs)]))}";
        yield return $"RESTORE ziphash 0 {Quote(Dump([13, .. Sized(pairs)]))}";
        yield return $"RESTORE zipmap 0 {Quote(Dump([9, .. Sized(map)]))}";
        yield return $"RESTORE broken 0 {Quote(Dump([10, .. Sized(list[..^1])]))}";
        yield return $"RESTORE empty 0 {Quote(Dump([10, .. Sized(OldLayouts.ZipList())]))}";
        yield return $"RESTORE odd 0 {Quote(Dump([13, .. Sized(OldLayouts.ZipList("a", "b", "c"))]))}";
        yield return $"RESTORE twice 0 {Quote(Dump([13, .. Sized(OldLayouts.ZipList("a", "b", "a", "c"))]))}";
        yield return $"RESTORE nan 0 {Quote(Dump([3, 1, 1, (byte)'a', 253]))}";
        foreach (string key in (string[])["list", "ziplist", "quicklist"])
            yield return $"LRANGE {key} 0 -1\nDUMP {key}";
        foreach (string key in (string[])["zset", "zipzset"])
            yield return $"ZRANGE {key} 0 -1 WITHSCORES\nOBJECT ENCODING {key}\nDUMP {key}";
        foreach (string key in (string[])["ziphash", "zipmap"])
            yield return $"HGETALL {key}\nOBJECT ENCODING {key}";
        yield return "EXISTS broken empty odd twice nan";
    }

    private static string Long => new('y', 300);

    private static byte[] Sized(byte[] bytes)
    {
        var writer = new ValueWriter { Compresses = false };
        writer.Text(bytes);
        return writer.Written.ToArray();
    }

    private static byte[] Dump(byte[] value, ushort version = DumpPayload.Version)
    {
        var writer = new ValueWriter();
        writer.Bytes(value);
        writer.UInt16(version);
        writer.UInt64(Crc64.Append(0, writer.Written));
        return writer.Written.ToArray();
    }

    private static string Quote(byte[] bytes, bool change = false)
    {
        if (change)
            bytes[^1] ^= 1;
        var text = new StringBuilder("\"");
        foreach (byte value in bytes)
            text.Append("\\x").Append(value.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        return text.Append('"').ToString();
    }
}

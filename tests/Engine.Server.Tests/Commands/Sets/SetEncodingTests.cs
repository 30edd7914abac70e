using System.Globalization;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Sets;

/// <summary>When a set gives up the compact encoding, and what the encodings keep apart.</summary>
public sealed class SetEncodingTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Fact]
    public Task A_set_is_compact_up_to_512_integers() => CompareAsync($"""
        SADD s {Integers(0, 512)}
        OBJECT ENCODING s
        SADD s 511
        OBJECT ENCODING s
        SADD s 512
        OBJECT ENCODING s
        SREM s {Integers(3, 510)}
        SMEMBERS s
        OBJECT ENCODING s
        SADD once {Integers(0, 513)}
        OBJECT ENCODING once
        SADD text a
        OBJECT ENCODING text
        SADD mixed 1 2
        OBJECT ENCODING mixed
        SREM mixed a
        OBJECT ENCODING mixed
        SADD mixed a
        OBJECT ENCODING mixed
        SREM mixed a
        OBJECT ENCODING mixed
        SMEMBERS mixed
        SADD late 1 2 a
        OBJECT ENCODING late
        SADD early a 1 2
        OBJECT ENCODING early
        SADD zeros 1 01
        OBJECT ENCODING zeros
        SADD huge 9223372036854775807 -9223372036854775808
        OBJECT ENCODING huge
        SADD huge 9223372036854775808
        OBJECT ENCODING huge
        SMEMBERS huge
        """);

    [Fact]
    public Task Results_are_compact_when_they_can_be() => CompareAsync($"""
        SADD a {Integers(0, 400)}
        SADD b {Integers(300, 400)}
        SADD c {Integers(0, 600)}
        SADD t x 1 2 3
        SINTERSTORE d a b
        OBJECT ENCODING d
        SINTERSTORE d c a
        OBJECT ENCODING d
        SINTERSTORE d t c
        OBJECT ENCODING d
        SINTERSTORE d c
        OBJECT ENCODING d
        SUNIONSTORE d a b
        OBJECT ENCODING d
        SUNIONSTORE d a
        OBJECT ENCODING d
        SUNIONSTORE d t
        OBJECT ENCODING d
        SDIFFSTORE d c a
        OBJECT ENCODING d
        SDIFFSTORE d c t
        OBJECT ENCODING d
        SDIFFSTORE d t a
        OBJECT ENCODING d
        SMEMBERS d
        """);

    [Fact]
    public Task Few_integers_that_are_left_of_a_large_set_are_compact_again() => CompareAsync($"""
        SADD s {Integers(0, 600)}
        SPOP s 400
        OBJECT ENCODING s
        SCARD s
        SPOP s 166
        OBJECT ENCODING s
        SPOP s 29
        OBJECT ENCODING s
        SCARD s
        SPOP s 4
        OBJECT ENCODING s
        SADD t x y z
        SPOP t 2
        OBJECT ENCODING t
        SADD u {Integers(0, 600)}
        SPOP u 500
        OBJECT ENCODING u
        SADD v {Integers(0, 600)}
        SPOP v 499
        OBJECT ENCODING v
        """);

    [Fact]
    public Task The_limit_can_be_changed_and_counts_from_the_next_write_on() => CompareAsync("""
        SADD s 1 2 3
        CONFIG SET set-max-intset-entries 2
        OBJECT ENCODING s
        SADD s 3
        OBJECT ENCODING s
        SREM s 3
        SADD s 3
        OBJECT ENCODING s
        SADD t 1 2
        OBJECT ENCODING t
        CONFIG SET set-max-intset-entries 0
        SADD u 1
        OBJECT ENCODING u
        SMOVE t w 1
        OBJECT ENCODING w
        OBJECT ENCODING t
        CONFIG SET set-max-intset-entries 9223372036854775807
        SADD x 1
        OBJECT ENCODING x
        CONFIG SET set-max-intset-entries -1
        CONFIG GET set-max-*
        CONFIG SET set-max-intset-entries 512
        """);

    [Fact]
    public async Task A_compact_set_shows_its_members_in_ascending_order()
    {
        string[] commands =
        [
            "SADD s 5 -3 100000 7 -9223372036854775808 0 99", "SADD t 99 7 5 4 3 2 1 0 -3", "SMEMBERS s", "SSCAN s 0",
            "SINTER s t", "SINTER t s", "SUNION s t", "SDIFF s t", "SDIFF t s", "SREM s 7", "SMEMBERS s",
            "SUNIONSTORE u t s", "SMEMBERS u", "SRANDMEMBER s 100", "SPOP s 100",
        ];
        await using RespClient redis = await Reference.ConnectAsync(Cancellation);
        await using RespClient engine = await EngineTarget.ConnectAsync(Cancellation);
        await redis.CallAsync("FLUSHALL");
        foreach (string command in commands)
        {
            string[] words = command.Split(' ');
            Assert.Equal((await redis.CallAsync(words)).ToString(), (await engine.CallAsync(words)).ToString());
        }
    }

    private static string Integers(int start, int count) => string.Join(
        ' ', Enumerable.Range(start, count).Select(number => number.ToString(CultureInfo.InvariantCulture)));
}

using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Hashes;

/// <summary>When a hash gives up the compact encoding, and what the encodings keep apart.</summary>
public sealed class HashEncodingTests(ReferenceRedis reference) : CommandTests(reference)
{
    private static readonly string s_value64 = new('v', 64);
    private static readonly string s_value65 = new('v', 65);

    [Fact]
    public Task A_hash_is_compact_up_to_512_fields() => CompareAsync($"""
        HSET h {Pairs(0, 511)}
        OBJECT ENCODING h
        HSET h field511 v
        OBJECT ENCODING h
        HSET h field511 w
        OBJECT ENCODING h
        HSET h field512 v
        OBJECT ENCODING h
        HGETALL h
        HDEL h {string.Join(' ', Enumerable.Range(0, 510).Select(i => $"field{i}"))}
        OBJECT ENCODING h
        HGETALL h
        HSET once {Pairs(0, 512)}
        OBJECT ENCODING once
        HSET once2 {Pairs(0, 513)}
        OBJECT ENCODING once2
        HSETNX once extra v
        OBJECT ENCODING once
        HSET count {Pairs(0, 512)}
        HINCRBY count extra 1
        OBJECT ENCODING count
        HSET float {Pairs(0, 512)}
        HINCRBYFLOAT float extra 1
        OBJECT ENCODING float
        """);

    [Fact]
    public Task A_hash_is_compact_while_fields_and_values_have_up_to_64_bytes() => CompareAsync($"""
        HSET h a {s_value64} {s_value64} b
        OBJECT ENCODING h
        HSET h c {s_value65}
        OBJECT ENCODING h
        HSET h c short
        OBJECT ENCODING h
        HGETALL h
        HSET field {s_value65} v
        OBJECT ENCODING field
        HSET last a 1 b 2 c {s_value65}
        OBJECT ENCODING last
        HSET replaced a 1 a {s_value65} a 2
        OBJECT ENCODING replaced
        HGETALL replaced
        HSETNX absent a {s_value65}
        OBJECT ENCODING absent
        HSET present a 1
        HSETNX present a {s_value65}
        OBJECT ENCODING present
        HSETNX present b {s_value65}
        OBJECT ENCODING present
        HMSET many a {s_value65}
        OBJECT ENCODING many
        HINCRBY count {s_value65} 1
        OBJECT ENCODING count
        HINCRBYFLOAT float a 1e64
        OBJECT ENCODING float
        HINCRBYFLOAT float b 1e80
        OBJECT ENCODING float
        HGETALL float
        """);

    [Fact]
    public Task Limits_can_be_changed_and_count_from_the_next_write_on() => CompareAsync($"""
        HSET h a 1 b 2 c 3
        CONFIG SET hash-max-listpack-entries 2
        OBJECT ENCODING h
        HGET h a
        HDEL h missing
        OBJECT ENCODING h
        HSET h a 1
        OBJECT ENCODING h
        HSET two a 1 b 2
        OBJECT ENCODING two
        HSET two c 3
        OBJECT ENCODING two
        CONFIG SET hash-max-ziplist-entries 0
        HSET none a 1
        OBJECT ENCODING none
        CONFIG SET hash-max-listpack-entries 1000 hash-max-listpack-value 3
        HSET short abc def
        OBJECT ENCODING short
        HSET short abc defg
        OBJECT ENCODING short
        HSET n a 999
        HINCRBY n a 1
        OBJECT ENCODING n
        CONFIG SET hash-max-ziplist-value 10000
        HSET long a {new string('x', 5000)}
        OBJECT ENCODING long
        HSET many {Pairs(0, 1000)}
        OBJECT ENCODING many
        HSET many more v
        OBJECT ENCODING many
        CONFIG GET hash-max-*
        CONFIG SET hash-max-listpack-entries 512 hash-max-listpack-value 64
        HSET h a 1
        OBJECT ENCODING h
        """);

    [Fact]
    public Task Numbers_and_long_values_come_back_as_they_were_in_both_encodings() => CompareAsync($"""
        HSET h {NumberPairs()}
        OBJECT ENCODING h
        HGETALL h
        HSET h long {new string('x', 70)} longer {new string('y', 5000)} longest {new string('z', 100_000)}
        OBJECT ENCODING h
        HGETALL h
        HSET h longest {new string('a', 90_000)}
        HSET h longest {new string('b', 4096)}
        HGET h longest
        HSET h longest {new string('c', 4097)}
        HGET h longest
        HSET h longer short long "" longest {new string('d', 40)}
        HGETALL h
        HINCRBY h longest 1
        HSET h longest 5
        HINCRBY h longest 1
        HGETALL h
        HDEL h longest long longer
        HGETALL h
        """);

    [Fact]
    public async Task A_compact_hash_shows_its_fields_in_the_order_in_which_they_were_added()
    {
        string[] commands =
        [
            "HSET h z 1 b 2 10 3 a 4 9 5", "HDEL h b", "HSET h b 6 z 7", "HGETALL h", "HKEYS h", "HVALS h", "HSCAN h 0",
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

    private static string Pairs(int start, int count) =>
        string.Join(' ', Enumerable.Range(start, count).Select(i => $"field{i} v"));

    /// <summary>Numbers around the widths in which a listpack stores them, as fields and as values.</summary>
    private static string NumberPairs()
    {
        long[] edges =
            [0, 127, 128, 4095, 4096, 32767, 32768, 8388607, 8388608, int.MaxValue, 1L << 31, 1L << 40, long.MaxValue];
        IEnumerable<long> numbers = edges.Concat(edges.Select(edge => -edge)).Append(long.MinValue).Distinct();
        return string.Join(' ', numbers.Select(number => $"{number} {number}"));
    }
}

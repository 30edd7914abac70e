using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Hashes;

public sealed class HashCommandTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Fact]
    public Task Fields_are_set_and_read() => CompareAsync("""
        HSET h a 1 b two c ""
        HSET h a 1
        HSET h b three d "\x00\xff\r\n"
        HSET h a 1 a 2 e 5
        HGET h a
        HGET h c
        HGET h missing
        HGET missing a
        HMGET h a missing b a
        HMGET missing a b
        HMSET h f 6 g 7
        HMSET other x y
        HSETNX h a 9
        HSETNX h h 8
        HSETNX fresh a 1
        HEXISTS h a
        HEXISTS h missing
        HEXISTS missing a
        HSTRLEN h b
        HSTRLEN h a
        HSTRLEN h missing
        HSTRLEN missing a
        HSET h n -12345 m 9223372036854775807 l 01 k -0 j -9223372036854775808
        HSTRLEN h n
        HSTRLEN h m
        HSTRLEN h j
        HMGET h n m l k j
        HLEN h
        HLEN missing
        HGETALL h
        HGETALL missing
        HKEYS h
        HKEYS missing
        HVALS h
        HVALS missing
        HSET numbers 1 2 -3 4 5000000000 6
        HGET numbers 1
        HGET numbers 01
        HEXISTS numbers 5000000000
        HGETALL numbers
        TYPE h
        """);

    [Fact]
    public Task Fields_are_deleted_and_the_hash_with_the_last() => CompareAsync("""
        HSET h a 1 b 2 c 3 d 4
        HDEL h missing
        HDEL h a missing a b
        HGETALL h
        HDEL h d c more
        EXISTS h
        HDEL h a
        HDEL missing a
        HSET h a 1 EX 2
        EXPIRE h 1000
        HSET h b 2
        TTL h
        HDEL h a
        TTL h
        HDEL h b EX
        HSET h a 1
        TTL h
        """);

    [Fact]
    public Task Values_are_counted_as_integers() => CompareAsync("""
        HINCRBY h n 5
        HINCRBY h n -7
        HINCRBY h n 0
        HGET h n
        HSET h max 9223372036854775807 min -9223372036854775808 text abc empty "" zero 007 fraction 1.5 space " 1"
        HINCRBY h max 1
        HINCRBY h max -1
        HINCRBY h min -1
        HINCRBY h min -9223372036854775808
        HINCRBY h min 9223372036854775807
        HINCRBY h max 9223372036854775807
        HINCRBY h text 1
        HINCRBY h empty 1
        HINCRBY h zero 1
        HINCRBY h fraction 1
        HINCRBY h space 1
        HINCRBY h n x
        HINCRBY h n 1.5
        HINCRBY h n 9223372036854775808
        HINCRBY h n ""
        HINCRBY fresh n x
        EXISTS fresh
        HINCRBY fresh n 1
        HGETALL fresh
        HGETALL h
        """);

    [Fact]
    public Task Values_are_counted_as_fractions() => CompareAsync("""
        HINCRBYFLOAT h n 0.5
        HINCRBYFLOAT h n 0.1
        HINCRBYFLOAT h n -0.6
        HINCRBYFLOAT h n 1e3
        HGET h n
        HSET h text abc empty "" big 1e4932 space " 1" hex 0x10 inf inf int 10
        HINCRBYFLOAT h text 1
        HINCRBYFLOAT h empty 1
        HINCRBYFLOAT h big 1e4932
        HINCRBYFLOAT h space 1
        HINCRBYFLOAT h hex 1
        HINCRBYFLOAT h inf 1
        HINCRBYFLOAT h int 1.25
        HINCRBYFLOAT h int 0.75
        HGET h int
        HINCRBYFLOAT h n inf
        HINCRBYFLOAT h n -inf
        HINCRBYFLOAT h n nan
        HINCRBYFLOAT h n x
        HINCRBYFLOAT h n ""
        HINCRBYFLOAT fresh n x
        HINCRBYFLOAT fresh n inf
        EXISTS fresh
        HINCRBYFLOAT fresh n 3.0e-5
        HINCRBYFLOAT fresh long 0.30000000000000004
        HGETALL fresh
        """);

    [Fact]
    public Task Random_fields_come_in_all_forms() => CompareAsync("""
        HSET one a 1
        HRANDFIELD one
        HRANDFIELD one 1
        HRANDFIELD one 5 WITHVALUES
        HRANDFIELD one -3 withvalues
        HRANDFIELD one -3
        HRANDFIELD one 0
        HRANDFIELD one 0 WITHVALUES
        HSET h a 1 b 2 c 3 d 4 e 5 f 6 g 7 h 8 i 9 j 10
        HRANDFIELD h
        HRANDFIELD h 1
        HRANDFIELD h 2 WITHVALUES
        HRANDFIELD h 9
        HRANDFIELD h 10 WITHVALUES
        HRANDFIELD h 9223372036854775807
        HRANDFIELD h 4611686018427387903 WITHVALUES
        HRANDFIELD h -15
        HRANDFIELD h -15 WITHVALUES
        HRANDFIELD missing
        HRANDFIELD missing 3
        HRANDFIELD missing -3 WITHVALUES
        HRANDFIELD h x
        HRANDFIELD h 1.5
        HRANDFIELD h 9223372036854775808
        HRANDFIELD h -9223372036854775808
        HRANDFIELD h 4611686018427387904 WITHVALUES
        HRANDFIELD h -4611686018427387904 WITHVALUES
        HRANDFIELD h 1 VALUES
        HRANDFIELD h 1 WITHVALUES x
        HRANDFIELD missing x
        HRANDFIELD missing 1 VALUES
        """);

    [Theory]
    [InlineData(10)]
    [InlineData(700)]
    public async Task Random_fields_are_fields_of_the_hash_and_differ_when_the_count_is_positive(int fields)
    {
        await using RespClient client = await EngineTarget.ConnectAsync(Cancellation);
        string[] pairs = [.. Enumerable.Range(0, fields).SelectMany(i => (string[])[$"f{i}", $"v{i}"])];
        await client.CallAsync(["HSET", "h", .. pairs]);
        HashSet<string> drawn = [];
        foreach (int count in (int[])[1, 2, fields / 4, fields / 2, fields - 1, fields, fields + 1, -1, -2 * fields])
        {
            RespValue reply = await client.CallAsync("HRANDFIELD", "h", $"{count}", "WITHVALUES");
            string[] names = [.. reply.Items.Chunk(2).Select(pair => pair[0].Text)];
            Assert.Equal(names.Select(name => $"v{name[1..]}"), reply.Items.Chunk(2).Select(pair => pair[1].Text));
            Assert.All(names, name => Assert.Contains(name, pairs));
            Assert.Equal(count < 0 ? -count : Math.Min(count, fields), names.Length);
            if (count > 0)
                Assert.Equal(names.Length, names.Distinct().Count());
            drawn.UnionWith(names);
        }

        Assert.Equal(fields, drawn.Count);
    }

    [Fact]
    public Task Hashes_are_scanned() => CompareAsync($"""
        HSET h a 1 bb 2 cc 3 12 4 123 5
        HSCAN h 0
        HSCAN h 0 COUNT 1
        HSCAN h 7 MATCH c*
        HSCAN h 0 MATCH 12*
        HSCAN h 0 MATCH *
        HSCAN h 0 MATCH nothing COUNT 100
        HSCAN h 0 match ?? count 2 match c?
        HSCAN missing 0
        HSCAN missing 0 nonsense
        HSCAN missing x
        HSCAN h x
        HSCAN h -1
        HSCAN h 18446744073709551615
        HSCAN h 18446744073709551616
        HSCAN h 0 COUNT 0
        HSCAN h 0 COUNT -1
        HSCAN h 0 COUNT x
        HSCAN h 0 COUNT
        HSCAN h 0 MATCH
        HSCAN h 0 TYPE hash
        HSCAN h 0 nonsense
        HSET large {string.Join(' ', Enumerable.Range(0, 1000).Select(i => $"field{i} {i}"))}
        !scan HSCAN large 0
        !scan HSCAN large 0 COUNT 1
        !scan HSCAN large 0 COUNT 100 MATCH *7
        HSCAN large 0 COUNT 9223372036854775807 MATCH *99
        HDEL large {string.Join(' ', Enumerable.Range(20, 980).Select(i => $"field{i}"))}
        !scan HSCAN large 0
        """);

    [Fact]
    public Task A_scan_shows_a_compact_hash_as_a_whole_however_large() => CompareAsync($"""
        HSET h {string.Join(' ', Enumerable.Range(0, 400).Select(i => $"field{i} {i}"))}
        OBJECT ENCODING h
        HSCAN h 0 COUNT 5
        """);

    [Fact]
    public Task Other_types_and_wrong_numbers_of_arguments_are_refused() => CompareAsync("""
        SET s v
        HSET s a 1
        HSET s a
        HMSET s a 1
        HSETNX s a 1
        HGET s a
        HMGET s a
        HGETALL s
        HKEYS s
        HVALS s
        HDEL s a
        HEXISTS s a
        HLEN s
        HSTRLEN s a
        HINCRBY s a 1
        HINCRBY s a x
        HINCRBYFLOAT s a 1
        HINCRBYFLOAT s a x
        HRANDFIELD s
        HRANDFIELD s 1
        HRANDFIELD s x
        HSCAN s 0
        HSCAN s x
        HSCAN s 0 nonsense
        HSET h a
        HSET h a 1 b
        HMSET h a 1 b
        HSET h
        HMSET h a
        HSETNX h a
        HSETNX h a 1 b
        HGET h
        HGET h a b
        HMGET h
        HGETALL
        HGETALL h a
        HKEYS h a
        HVALS h a
        HDEL h
        HEXISTS h
        HLEN h a
        HSTRLEN h a b
        HINCRBY h a
        HINCRBYFLOAT h a
        HRANDFIELD
        HSCAN h
        EXISTS h
        HSET h a 1
        GET h
        APPEND h x
        INCR h
        GETSET h x
        SET h x GET
        SETRANGE h 0 x
        STRLEN h
        MGET h
        SET h v
        GET h
        """);

    [Fact]
    public Task Hashes_are_keys_like_others() => CompareAsync($"""
        HSET small a 1 b 2
        HSET large {string.Join(' ', Enumerable.Range(0, 600).Select(i => $"field{i} {new string('v', i % 90)}"))}
        COPY small small2
        COPY large large2 DB 1
        RENAME large renamed
        HGET renamed field77
        HSET renamed field77 other
        SELECT 1
        HGETALL large2
        OBJECT ENCODING large2
        HSET large2 new 1
        HLEN large2
        MOVE large2 0
        SELECT 0
        HLEN large2
        HLEN renamed
        HGETALL small2
        EXPIRE renamed 1000
        TTL renamed
        HGET renamed field77
        PERSIST renamed
        HGET renamed field78
        DEL renamed small
        UNLINK large2
        HLEN renamed
        SET past 1
        HSET past a 1
        HSET gone a 1
        PEXPIREAT gone 1
        HLEN gone
        HSETNX gone b 2
        HGETALL gone
        FLUSHALL
        HGETALL gone
        """);

    [Fact]
    public Task A_watched_hash_that_changes_fails_the_transaction() => CompareAsync("""
        HSET h a 1
        WATCH h
        HSET h a 1
        MULTI
        HGET h a
        EXEC
        WATCH h
        HDEL h missing
        HSETNX h a 2
        MULTI
        HGET h a
        EXEC
        WATCH h
        HINCRBY h a 1
        MULTI
        HLEN h
        EXEC
        WATCH h
        HINCRBYFLOAT h a 1.5
        MULTI
        HLEN h
        EXEC
        WATCH h
        HDEL h a
        MULTI
        HLEN h
        EXEC
        """);
}

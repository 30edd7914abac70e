using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Sets;

public sealed class SetCommandTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Fact]
    public Task Members_are_added_removed_and_looked_up() => CompareAsync("""
        SADD s a b c
        SADD s a d d
        SADD s a
        SADD s "" "\x00\xff\r\n"
        SCARD s
        SCARD missing
        SISMEMBER s a
        SISMEMBER s x
        SISMEMBER s ""
        SISMEMBER missing a
        SMISMEMBER s a x b ""
        SMISMEMBER missing a b
        SMEMBERS s
        SMEMBERS missing
        SREM s x
        SREM s a x a b
        SREM missing a
        SMEMBERS s
        SREM s c d "" "\x00\xff\r\n" more
        EXISTS s
        SADD n 3 1 2 -5 100000 9223372036854775807 -9223372036854775808
        SMEMBERS n
        SISMEMBER n 3
        SISMEMBER n 03
        SISMEMBER n x
        SISMEMBER n 4
        SREM n 03 x
        SREM n 3 100000
        SADD n 1 7
        SADD n 07
        SMEMBERS n
        SISMEMBER n 7
        SREM n 7
        TYPE n
        """);

    [Fact]
    public Task Members_move_from_set_to_set() => CompareAsync("""
        SADD a 1 2 3 x
        SADD b 3 4
        SMOVE a b 1
        SMOVE a b missing
        SMOVE a b 3
        SMOVE a b x
        SMEMBERS a
        SMEMBERS b
        SMOVE a new 2
        EXISTS a
        SMEMBERS new
        OBJECT ENCODING new
        SMOVE missing b 1
        SMOVE b b 4
        SMOVE b b missing
        SMOVE b text x
        OBJECT ENCODING text
        SET string v
        SMOVE missing string 1
        SMOVE b string 1
        SMOVE b string missing
        SMOVE string b 1
        SMOVE string string 1
        EXPIRE new 1000
        SMOVE new b 2
        TTL new
        SMOVE b new 2
        TTL new
        """);

    [Fact]
    public Task Sets_are_intersected() => CompareAsync("""
        SADD a 1 2 3 4 5
        SADD b 3 4 5 6
        SADD c 5 x 4 y
        SADD t x y z
        SADD t2 x y w
        SINTER a
        SINTER a b
        SINTER c b a
        SINTER a a
        SINTER t t2
        SINTER t t2 c
        SINTER a t
        SINTER a missing
        SINTER missing
        SINTERSTORE d a b
        SMEMBERS d
        SINTERSTORE d b c
        SMEMBERS d
        OBJECT ENCODING d
        SINTERSTORE d t c
        SMEMBERS d
        OBJECT ENCODING d
        SINTERSTORE d a t
        EXISTS d
        SINTERSTORE d a t
        SINTERSTORE a a b
        SMEMBERS a
        SINTERSTORE a a missing
        EXISTS a
        SET string v EX 1000
        SINTERSTORE string b c
        TTL string
        SMEMBERS string
        SADD many 1 2 3 4 5 6 7 8
        SADD more 1 2 3 4 5 6 x
        SINTERCARD 1 many
        SINTERCARD 2 many more
        SINTERCARD 2 many more LIMIT 3
        SINTERCARD 2 many more LIMIT 0
        SINTERCARD 2 many more limit 100 LIMIT 2
        SINTERCARD 2 many missing
        SINTERCARD 2 many many
        SINTERCARD 0 many
        SINTERCARD -1 many
        SINTERCARD x many
        SINTERCARD 3 many more
        SINTERCARD 9223372036854775807 many
        SINTERCARD 2 many more LIMIT
        SINTERCARD 2 many more LIMIT -1
        SINTERCARD 2 many more LIMIT x
        SINTERCARD 1 many more
        SINTERCARD 1 many more 1
        COMMAND GETKEYS SINTERCARD 2 many more LIMIT 1
        COMMAND GETKEYS SINTERCARD 3 many more
        COMMAND GETKEYSANDFLAGS SINTERSTORE d many more
        COMMAND GETKEYSANDFLAGS SMOVE a b 1
        """);

    [Fact]
    public Task Sets_are_united_and_subtracted() => CompareAsync("""
        SADD a 1 2 3 4 5
        SADD b 3 4
        SADD c x y 5
        SUNION a
        SUNION a b
        SUNION a b c
        SUNION a a missing
        SUNION missing missing
        SUNIONSTORE d a b
        OBJECT ENCODING d
        SMEMBERS d
        SUNIONSTORE d a c
        OBJECT ENCODING d
        SMEMBERS d
        SUNIONSTORE a a c
        SMEMBERS a
        SUNIONSTORE d missing
        EXISTS d
        SDIFF a
        SDIFF a b
        SDIFF a b c
        SDIFF a a
        SDIFF a missing
        SDIFF a b a
        SDIFF missing a
        SDIFF b a
        SDIFFSTORE d a b
        SMEMBERS d
        OBJECT ENCODING d
        SDIFFSTORE d a c
        SMEMBERS d
        OBJECT ENCODING d
        SDIFFSTORE d a a
        EXISTS d
        SDIFFSTORE d missing a
        SET string v EX 1000
        SDIFFSTORE string a b
        TTL string
        SMEMBERS string
        SUNIONSTORE string b
        SMEMBERS string
        SDIFFSTORE a a b
        SMEMBERS a
        SDIFFSTORE a a c a
        EXISTS a
        """);

    [Fact]
    public Task A_difference_of_many_sets_is_encoded_as_redis_encodes_it() => CompareAsync($"""
        SADD big {Integers(0, 500)} x
        SADD x x
        {string.Join('\n', Enumerable.Range(0, 5).Select(i => $"SADD s{i} {i}"))}
        SDIFFSTORE one big x
        OBJECT ENCODING one
        SDIFFSTORE many big x s0 s1 s2 s3 s4
        OBJECT ENCODING many
        SMEMBERS many
        SDIFF big x s0 s1 s2 s3 s4
        SDIFF x s0 s1 s2 s3 s4 s0 s1 s2
        SDIFF big big s0
        SDIFF s0 big s0
        SADD all {Integers(0, 500)} x y
        SDIFFSTORE nothing big all s0 s1 s2 s3 s4 x
        EXISTS nothing
        """);

    [Fact]
    public Task Members_are_popped() => CompareAsync("""
        SADD one a
        SPOP one
        EXISTS one
        SPOP one
        SADD one 1
        SPOP one
        EXISTS one
        SADD s a b c d e f g h i j k l
        SPOP s
        SCARD s
        SPOP s 2
        SCARD s
        SPOP s 0
        SPOP s 20
        EXISTS s
        SPOP s 20
        SPOP missing 0
        SPOP missing 3
        SADD n 1 2 3 4 5 6 7 8
        SPOP n 3
        SCARD n
        SPOP n 5
        EXISTS n
        SADD n 1 2 3 4 5 6 7 8
        SPOP n 7
        SCARD n
        SPOP n -1
        SPOP n x
        SPOP n 9223372036854775808
        SPOP n 1 2
        SPOP missing x
        """);

    [Fact]
    public Task Random_members_come_in_all_forms() => CompareAsync("""
        SADD one a
        SRANDMEMBER one
        SRANDMEMBER one 1
        SRANDMEMBER one 5
        SRANDMEMBER one -3
        SRANDMEMBER one 0
        SADD s a b c d e f g h i j k l
        SRANDMEMBER s
        SRANDMEMBER s 1
        SRANDMEMBER s 6
        SRANDMEMBER s 11
        SRANDMEMBER s 12
        SRANDMEMBER s 9223372036854775807
        SRANDMEMBER s -30
        SADD n 1 2 3 4 5 6 7 8
        SRANDMEMBER n
        SRANDMEMBER n 3
        SRANDMEMBER n 8
        SRANDMEMBER n 9
        SRANDMEMBER n -20
        SRANDMEMBER missing
        SRANDMEMBER missing 3
        SRANDMEMBER missing -3
        SRANDMEMBER s x
        SRANDMEMBER s 1.5
        SRANDMEMBER s 9223372036854775808
        SRANDMEMBER s -9223372036854775808
        SRANDMEMBER s 1 2
        SRANDMEMBER s x 2
        SRANDMEMBER missing x
        """);

    [Theory]
    [InlineData("", 10)]
    [InlineData("", 500)]
    [InlineData("m", 10)]
    [InlineData("m", 700)]
    public async Task Popped_and_random_members_are_members_and_differ(string prefix, int members)
    {
        await using RespClient client = await EngineTarget.ConnectAsync(Cancellation);
        string[] names = [.. Enumerable.Range(0, members).Select(i => $"{prefix}{i}")];
        foreach (int count in (int[])[1, 2, members / 4, members / 2, members - 1, members, members + 1])
        {
            await client.CallAsync("DEL", "s");
            await client.CallAsync(["SADD", "s", .. names]);
            string[] random = Texts(await client.CallAsync("SRANDMEMBER", "s", $"{count}"));
            Assert.Equal(Math.Min(count, members), random.Distinct().Count());
            Assert.Empty(random.Except(names));
            Assert.Empty(Texts(await client.CallAsync("SRANDMEMBER", "s", $"-{count}")).Except(names));

            string[] popped = Texts(await client.CallAsync("SPOP", "s", $"{count}"));
            Assert.Equal(Math.Min(count, members), popped.Distinct().Count());
            string[] left = Texts(await client.CallAsync("SMEMBERS", "s"));
            Assert.Equal(names.Order(), popped.Concat(left).Order());
        }
    }

    [Fact]
    public Task Sets_are_scanned() => CompareAsync($"""
        SADD s a bb cc 12 123
        SSCAN s 0
        SSCAN s 0 MATCH c*
        SSCAN s 0 MATCH 12*
        SSCAN s 0 COUNT 100 MATCH *
        SADD n 5 3 12 123 -12
        SSCAN n 0
        SSCAN n 77 COUNT 1
        SSCAN n 0 MATCH *12* COUNT 2
        SSCAN missing 0
        SSCAN missing 0 nonsense
        SSCAN missing x
        SSCAN s x
        SSCAN s 0 COUNT 0
        SSCAN s 0 COUNT x
        SSCAN s 0 COUNT
        SSCAN s 0 TYPE set
        SSCAN s 0 nonsense
        SADD large {string.Join(' ', Enumerable.Range(0, 1000).Select(i => $"member{i}"))}
        !scan SSCAN large 0
        !scan SSCAN large 0 COUNT 1
        !scan SSCAN large 0 COUNT 100 MATCH *7
        SADD numbers {Integers(0, 400)}
        SSCAN numbers 0 COUNT 5
        SREM large {string.Join(' ', Enumerable.Range(20, 980).Select(i => $"member{i}"))}
        !scan SSCAN large 0
        """);

    [Fact]
    public Task Other_types_are_refused() => CompareAsync("""
        SET s v
        SADD set 1
        SADD s a
        SREM s a
        SISMEMBER s a
        SMISMEMBER s a
        SCARD s
        SMEMBERS s
        SPOP s
        SPOP s 1
        SPOP s 0
        SPOP s x
        SRANDMEMBER s
        SRANDMEMBER s 1
        SRANDMEMBER s 0
        SINTER set s
        SINTER missing s
        SINTERSTORE d missing s
        SINTERSTORE s missing
        EXISTS s
        SET s v
        SINTERCARD 2 set s
        SINTERCARD 2 missing s
        SUNION set s
        SUNIONSTORE d s
        SDIFF set s
        SDIFF missing s
        SDIFFSTORE d set s
        EXISTS d
        SSCAN s 0
        SSCAN s 0 nonsense
        GET set
        HGET set a
        HSET set a 1
        INCR set
        HSET h a 1
        SADD h a
        SUNION h
        SMEMBERS h
        """);

    [Fact]
    public Task Wrong_numbers_of_arguments_are_refused() => CompareAsync("""
        SADD set
        SADD
        SREM set
        SISMEMBER set
        SISMEMBER set a b
        SMISMEMBER set
        SCARD
        SCARD set x
        SMEMBERS
        SMEMBERS set x
        SPOP
        SRANDMEMBER
        SMOVE set d
        SMOVE set d 1 2
        SINTER
        SINTERSTORE d
        SINTERCARD
        SINTERCARD 1
        SUNION
        SUNIONSTORE d
        SDIFF
        SDIFFSTORE d
        SSCAN set
        """);

    [Fact]
    public Task Sets_are_keys_like_others() => CompareAsync($"""
        SADD small 1 2
        SADD large {string.Join(' ', Enumerable.Range(0, 600).Select(i => $"member{i}"))}
        COPY small small2
        COPY large large2 DB 1
        RENAME large renamed
        SADD renamed member0 another
        SELECT 1
        SMEMBERS large2
        SREM large2 member7
        MOVE large2 0
        SELECT 0
        SDIFF renamed large2
        SMEMBERS small2
        EXPIRE renamed 1000
        SISMEMBER renamed member9
        PERSIST renamed
        DEL renamed small
        UNLINK large2
        SCARD renamed
        SADD gone 1
        PEXPIREAT gone 1
        SADD gone 2
        SMEMBERS gone
        PEXPIREAT gone 1
        SPOP gone
        SADD past 1
        PEXPIREAT past 1
        SUNION past small2
        """);

    [Fact]
    public Task A_watched_set_that_changes_fails_the_transaction() => CompareAsync("""
        SADD small2 1 2
        SADD watched 1
        WATCH watched
        SADD watched 1
        SREM watched 7
        SMOVE watched other 9
        MULTI
        SCARD watched
        EXEC
        WATCH other
        SMOVE watched other 1
        MULTI
        SCARD other
        EXEC
        WATCH other
        SUNIONSTORE other small2
        MULTI
        SCARD other
        EXEC
        WATCH other
        SPOP other 1
        MULTI
        SCARD other
        EXEC
        WATCH other
        SINTERSTORE other missing
        MULTI
        SCARD other
        EXEC
        """);

    private static string Integers(int start, int count) => string.Join(' ', Enumerable.Range(start, count));

    private static string[] Texts(RespValue reply) => [.. reply.Items.Select(member => member.Text)];
}

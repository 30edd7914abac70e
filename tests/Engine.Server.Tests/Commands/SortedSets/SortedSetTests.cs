using System.Globalization;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.SortedSets;

/// <summary>Commands on single members, and what they have in common.</summary>
public sealed class SortedSetTests(ReferenceRedis reference) : CommandTests(reference)
{
    /// <summary>Each command with arguments that would do on a sorted set; K stands for the key.</summary>
    private const string EachCommand = """
        ZADD K 1 m
        ZADD K XX 1 m
        ZADD K INCR 1 m
        ZINCRBY K 1 m
        ZREM K m
        ZREMRANGEBYRANK K 0 0
        ZREMRANGEBYSCORE K 0 0
        ZREMRANGEBYLEX K - +
        ZCARD K
        ZCOUNT K 0 1
        ZLEXCOUNT K - +
        ZSCORE K m
        ZMSCORE K m n
        ZRANK K m
        ZREVRANK K m
        ZRANDMEMBER K
        ZRANDMEMBER K 2
        ZRANDMEMBER K -2 WITHSCORES
        ZSCAN K 0
        ZRANGE K 0 -1
        ZRANGE K 0 1 BYSCORE
        ZRANGE K - + BYLEX
        ZRANGESTORE dst K 0 -1
        ZREVRANGE K 0 -1
        ZRANGEBYSCORE K 0 1
        ZREVRANGEBYSCORE K 1 0
        ZRANGEBYLEX K - +
        ZREVRANGEBYLEX K + -
        ZPOPMIN K
        ZPOPMIN K 2
        ZPOPMAX K 0
        ZMPOP 1 K MIN
        BZPOPMIN K 0.01
        BZPOPMAX K 0.01
        BZMPOP 0.01 1 K MAX
        ZUNION 1 K
        ZINTER 1 K
        ZDIFF 1 K
        ZINTERCARD 1 K
        ZUNIONSTORE dst 1 K
        ZINTERSTORE dst 1 K
        ZDIFFSTORE dst 1 K
        """;

    private static readonly string[] Scores =
    [
        "0", "-0", "+0", "1", "-1", "+1", "1.5", "-1.5", ".5", "5.", "0.1", "1e3", "1E-3", "1e+3", "0x10", "0X1p-3",
        "-0x1.8", "inf", "+inf", "-inf", "Infinity", "-INFINITY", "nan", "-nan", "1e308", "1e309", "-1e309", "1e-320",
        "1e-400", "1e", "e1", ".", "-", "+", "--1", "1-", "1.2.3", "abc", "1a", "\"\"", "\" 1\"", "\"1 \"",
        "\"1\\x00\"", "3.0e0", "9007199254740993", "4503599627370496", "4503599627370497", "-4503599627370496",
        "4611686018427387904", "4611686018427387905", "-4611686018427387904", "9223372036854775807",
        "9223372036854775808", "1e15", "1e16", "1e17", "1e18", "1e19", "100000000000000000000", "123456789012345678",
        "0.30000000000000004", "3.1415926535897931", "5e-324", "2.2250738585072014e-308", "1.7976931348623157e308",
        "0.0001", "0.00001", "0.000123456789", "1234567.891", "12345678901234567", "1_000", "1,5", "0b1",
        "00012", "-00.5", "0e0", "0e999", "1e0001",
    ];

    private static readonly string[] OtherKeys = ["string", "hash", "gone"];

    [Fact]
    public Task Scores_are_read_stored_and_printed_alike_in_both_encodings() =>
        CompareAsync(string.Join('\n', Scores.Select(score => $"""
        DEL small large
        CONFIG SET zset-max-listpack-entries 128
        ZADD small {score} m
        ZADD small 1 other
        ZSCORE small m
        ZRANGE small 0 -1 WITHSCORES
        !scan ZSCAN small 0
        ZINCRBY small {score} other
        ZADD small INCR {score} m
        ZCOUNT small {score} +inf
        ZCOUNT small -inf {Excluded(score)}
        CONFIG SET zset-max-listpack-entries 0
        ZADD large {score} m
        ZADD large 1 other
        ZSCORE large m
        ZRANGE large 0 -1 WITHSCORES
        !scan ZSCAN large 0
        ZINCRBY large {score} other
        ZRANGEBYSCORE large {score} {score}
        ZADD large INCR {score} m
        ZCOUNT large {score} +inf
        ZCOUNT large -inf {Excluded(score)}
        OBJECT ENCODING small
        OBJECT ENCODING large
        ZUNION 2 small large WEIGHTS {score} 1
        """)));

    [Fact]
    public Task Each_command_answers_about_missing_keys_and_refuses_other_types() => CompareAsync(
        "SET string v\nHSET hash f v\nSET gone v PXAT 1"
        + $"\n{EachCommand.Replace(" K", " missing", StringComparison.Ordinal)}\n"
        + string.Join('\n', OtherKeys.Select(
            key => EachCommand.Replace(" K", $" {key}", StringComparison.Ordinal))));

    [Fact]
    public Task Each_command_says_when_arguments_are_missing() => CompareAsync(
        string.Join('\n', EachCommand.Split('\n').SelectMany(line =>
        {
            string[] words = line.Replace(" K", " k", StringComparison.Ordinal).Split(' ');
            return Enumerable.Range(1, words.Length - 1).Select(count => string.Join(' ', words.Take(count)));
        }).Distinct()));

    [Fact]
    public Task Options_of_ZADD_decide_what_is_added_and_changed() => CompareAsync("""
        ZADD z 1 a 2 b 3 c
        ZADD z 1 a 2 b 3 c
        ZADD z 2 a 3 d 2 a
        ZADD z CH 5 a 6 b 7 e
        ZADD z nx 9 a 9 f
        ZADD z NX CH 9 a 9 g
        ZADD z XX 10 a 10 h
        ZADD z XX CH 11 a 11 h
        ZADD z GT 5 a 20 b 4 i
        ZADD z GT CH 5 a 30 b 4 j
        ZADD z LT 5 a 20 b 4 k
        ZADD z LT CH 4 a 31 b 4 l
        ZADD z XX GT CH 100 a 1 b 5 new
        ZADD z LT XX CH 100 a 1 b 5 new
        ZADD z INCR 5 a
        ZADD z INCR NX 5 a
        ZADD z INCR NX 5 n
        ZADD z XX INCR 5 nn
        ZADD z XX INCR 5 n
        ZADD z GT INCR -5 n
        ZADD z GT INCR 5 n
        ZADD z LT INCR 5 n
        ZADD z LT INCR -5 n
        ZADD z GT INCR 0 n
        ZADD z ch incr 1 n
        ZADD z CH CH XX XX 1 n
        ZRANGE z 0 -1 WITHSCORES
        ZADD none XX 1 a
        ZADD none XX INCR 1 a
        EXISTS none
        """);

    [Fact]
    public Task Options_that_exclude_each_other_and_scores_that_are_none_change_nothing() => CompareAsync("""
        ZADD z 1 a 2 b 3 c
        ZADD z NX XX 1 a
        ZADD z GT LT 1 a
        ZADD z GT NX 1 a
        ZADD z LT NX 1 a
        ZADD z XX NX GT 1 a
        ZADD z INCR 1 a 2 b
        ZADD z INCR NX XX 1 a 2 b
        ZADD z 1
        ZADD z 1 a 2
        ZADD z NX
        ZADD z NX XX
        ZADD z NX 1
        ZADD z NX XX x a
        ZADD z x a
        ZADD z 1 a x b
        ZADD z 1 a 2 b nan c
        ZADD z foo 1 a
        ZADD z 1 NX 2 XX
        ZRANGE z 0 -1 WITHSCORES
        ZADD i inf a
        ZADD i INCR -inf a
        ZINCRBY i -inf a
        ZINCRBY i inf a
        ZINCRBY i -5 a
        ZADD i INCR +inf b
        ZINCRBY z x a
        ZINCRBY z NX a
        ZINCRBY z 1 NX
        ZINCRBY new 1.5 a
        ZINCRBY new 0.1 a
        ZINCRBY new 0 a
        ZADD neg -0 a
        ZADD neg 0 a
        ZADD neg CH -0 a
        ZSCORE neg a
        """);

    [Fact]
    public Task Members_are_ordered_by_score_and_then_by_their_bytes() => CompareAsync("""
        ZADD z 1 b 1 a 1 ab 1 "" 1 "\xff" 1 "\x00" 1 "\x7f" 1 "\x80" 1 10 1 9 1 -1 0 zz 2 aa inf x -inf y
        ZRANGE z 0 -1 WITHSCORES
        ZREVRANGE z 0 -1 WITHSCORES
        ZRANK z ""
        ZRANK z "\xff"
        ZREVRANK z 10
        ZRANK z missing
        ZREVRANK z missing
        ZSCORE z 9
        ZSCORE z 09
        ZSCORE z missing
        ZMSCORE z 9 missing x y x
        ZREM z missing
        ZREM z 9 missing 9 x
        ZREM z 10 a b ab "" "\xff" "\x00" "\x7f" "\x80" -1 zz aa y z
        EXISTS z
        ZREM z a
        ZCARD z
        """);

    [Fact]
    public Task Lists_become_trees_at_the_thresholds_of_the_configuration() => CompareAsync(
        $"""
        ZADD z {Pairs(0, 127)}
        OBJECT ENCODING z
        ZADD z 127 m127
        OBJECT ENCODING z
        ZADD z 5 m127
        OBJECT ENCODING z
        ZADD z 128 m128
        OBJECT ENCODING z
        ZREM z m128 m127 m126
        OBJECT ENCODING z
        ZADD v 1 {new string('x', 64)}
        OBJECT ENCODING v
        ZADD v 1 {new string('y', 65)}
        OBJECT ENCODING v
        ZADD first 1 {new string('y', 65)}
        OBJECT ENCODING first
        ZADD xx 1 a
        ZADD xx XX 1 {new string('y', 65)}
        OBJECT ENCODING xx
        COPY v copy
        OBJECT ENCODING copy
        COPY z copy REPLACE
        ZRANGE copy 0 -1 WITHSCORES
        OBJECT ENCODING copy
        RENAME copy moved
        ZCARD moved
        DEL z moved v
        TYPE first
        """);

    [Fact]
    public Task Results_are_as_compact_as_the_thresholds_allow() => CompareAsync(
        $"""
        ZADD z {Pairs(0, 20)}
        ZADD xx 1 a
        CONFIG SET zset-max-ziplist-entries 3 zset-max-ziplist-value 4
        CONFIG GET zset-max-*
        ZADD low 1 a 2 b 3 c
        OBJECT ENCODING low
        ZADD low 2.5 bb
        OBJECT ENCODING low
        ZADD long 1 12345
        OBJECT ENCODING long
        ZADD xx 2 a
        OBJECT ENCODING xx
        ZUNIONSTORE packed 1 low
        OBJECT ENCODING packed
        ZREM low a
        ZUNIONSTORE packed 1 low
        OBJECT ENCODING packed
        ZINTERSTORE packed 2 low low
        OBJECT ENCODING packed
        ZDIFFSTORE packed 2 low nothing
        OBJECT ENCODING packed
        ZRANGESTORE packed low 0 -1
        OBJECT ENCODING packed
        ZRANGESTORE packed z 0 3
        OBJECT ENCODING packed
        ZRANGESTORE packed z 0 2
        OBJECT ENCODING packed
        ZUNIONSTORE packed 2 low long
        OBJECT ENCODING packed
        CONFIG SET zset-max-listpack-entries 0
        ZADD none 1 a
        OBJECT ENCODING none
        ZUNIONSTORE packed 1 none
        OBJECT ENCODING packed
        """);

    [Theory]
    [InlineData(128)]
    [InlineData(0)]
    public Task Members_are_drawn_at_random(int entries) => CompareAsync($"""
        CONFIG SET zset-max-listpack-entries {entries}
        ZADD one 1.5 m
        ZRANDMEMBER one
        ZRANDMEMBER one 1
        ZRANDMEMBER one 1 WITHSCORES
        ZRANDMEMBER one -3
        ZRANDMEMBER one -2 withscores
        ZRANDMEMBER one 0
        ZRANDMEMBER one 0 WITHSCORES
        ZADD z 1 a 2 b 3 c
        ZRANDMEMBER z 3
        ZRANDMEMBER z 4 WITHSCORES
        ZRANDMEMBER z 9223372036854775807
        ZRANDMEMBER z 4611686018427387903 WITHSCORES
        ZRANDMEMBER z 4611686018427387904 WITHSCORES
        ZRANDMEMBER z -4611686018427387904 WITHSCORES
        ZRANDMEMBER z -9223372036854775807 WITHSCORES
        ZRANDMEMBER z -9223372036854775808
        ZRANDMEMBER z 9223372036854775808
        ZRANDMEMBER z x
        ZRANDMEMBER z 1 SCORES
        ZRANDMEMBER z 1 WITHSCORES more
        ZRANDMEMBER z x WITHSCORES
        ZRANDMEMBER missing 1 SCORES
        ZRANDMEMBER missing -5 WITHSCORES
        ZRANDMEMBER missing
        """);

    [Theory]
    [InlineData(128)]
    [InlineData(0)]
    public Task A_scan_finds_all_members(int entries) => CompareAsync($"""
        CONFIG SET zset-max-listpack-entries {entries}
        ZADD z {Pairs(0, 100)} 1e18 big -0 zero 0.1 tenth
        !scan ZSCAN z 0
        !scan ZSCAN z 0 COUNT 3
        !scan ZSCAN z 0 MATCH m1*
        !scan ZSCAN z 0 MATCH *9 COUNT 1000
        !scan ZSCAN z 0 MATCH *
        ZSCAN z 0 MATCH nothing COUNT 1000
        ZSCAN z x
        ZSCAN missing x
        ZSCAN missing 0 COUNT 0
        ZSCAN z 0 COUNT 0
        ZSCAN z 0 COUNT x
        ZSCAN z 0 COUNT
        ZSCAN z 0 TYPE zset
        ZSCAN z 0 FOO bar
        """);

    /// <summary>The limits that another test of this class may have changed come first.</summary>
    private new Task CompareAsync(string script) =>
        base.CompareAsync($"CONFIG SET zset-max-listpack-entries 128 zset-max-listpack-value 64\n{script}");

    private static string Excluded(string score) => score[0] == '"' ? $"\"({score[1..]}" : $"({score}";

    private static string Pairs(int first, int count) => string.Join(
        ' ', Enumerable.Range(first, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i} m{i}")));
}

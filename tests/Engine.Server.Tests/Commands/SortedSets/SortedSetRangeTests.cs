using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.SortedSets;

/// <summary>Ranges by rank, score and member, in both encodings.</summary>
public sealed class SortedSetRangeTests(ReferenceRedis reference) : CommandTests(reference)
{
    private const string SomeMembers = """
        DEL z same dst
        ZADD z -inf a -5 b -0.5 c 0 d 1 e 1 f 1 g 2.5 h 100 i inf j
        ZADD same 0 a 0 aa 0 b 0 bb 0 c 0 "\xff" 0 "" 0 5 0 10
        """;

    private static readonly string[] Scores =
    [
        "-inf", "+inf", "(1", "1", "(-inf", "(+inf", "0", "-0", "2.5", "(2.5", "\" 1\"", "\"\"", "(", "1e999", "-1e999",
    ];

    private static readonly string[] BadScores = ["abc", "(abc", "nan", "((1", "\"1 \"", "[1", "1(", "\" \""];

    private static readonly string[] Members = ["-", "+", "[b", "(b", "[", "(", "[aa", "(zz", "[5", "[\\xff", "[ab"];

    private static readonly string[] BadMembers = ["b", "\"\"", "--", "++", "a[", "0"];

    private static readonly string[] Ranks =
    [
        "0", "-1", "1", "-3", "5", "-100", "100", "9223372036854775807", "-9223372036854775808",
    ];

    [Theory]
    [InlineData(128)]
    [InlineData(0)]
    public Task Ranges_by_rank(int entries) => CompareInAsync(entries, Pairs(Ranks).SelectMany(ends => new[]
    {
        $"ZRANGE z {ends}",
        $"ZREVRANGE z {ends} WITHSCORES",
        $"ZRANGE z {ends} REV withscores",
        $"ZRANGESTORE dst z {ends}",
        $"ZRANGESTORE dst z {ends} REV",
        "ZRANGE dst 0 -1 WITHSCORES",
        "DEL dst",
        $"ZRANGESTORE dst z {ends}",
        $"ZREMRANGEBYRANK dst {ends}",
        "ZRANGE dst 0 -1 WITHSCORES",
        "DEL dst",
    }));

    [Theory]
    [InlineData(128)]
    [InlineData(0)]
    public Task Ranges_by_score(int entries) => CompareInAsync(entries, Pairs(Scores).SelectMany(ends => new[]
    {
        $"ZRANGEBYSCORE z {ends}",
        $"ZREVRANGEBYSCORE z {ends} WITHSCORES",
        $"ZRANGE z {ends} BYSCORE REV",
        $"ZCOUNT z {ends}",
        $"ZRANGESTORE dst z {ends} BYSCORE",
        "ZRANGE dst 0 -1 WITHSCORES",
        "ZRANGESTORE dst z 0 -1",
        $"ZREMRANGEBYSCORE dst {ends}",
        "ZRANGE dst 0 -1 WITHSCORES",
    }));

    [Theory]
    [InlineData(128)]
    [InlineData(0)]
    public Task Ranges_by_member(int entries) => CompareInAsync(entries, Pairs(Members).SelectMany(ends => new[]
    {
        $"ZRANGEBYLEX same {ends}",
        $"ZREVRANGEBYLEX same {ends}",
        $"ZRANGE same {ends} BYLEX REV",
        $"ZLEXCOUNT same {ends}",
        $"ZRANGESTORE dst same {ends} BYLEX",
        "ZRANGE dst 0 -1 WITHSCORES",
        "ZRANGESTORE dst same 0 -1",
        $"ZREMRANGEBYLEX dst {ends}",
        "ZRANGE dst 0 -1 WITHSCORES",
    }));

    [Theory]
    [InlineData(128)]
    [InlineData(0)]
    public Task Limits_cut_ranges(int entries) => CompareInAsync(entries, Pairs(Ranks).SelectMany(limit => new[]
    {
        $"ZRANGEBYSCORE z -5 100 LIMIT {limit}",
        $"ZRANGEBYSCORE z -inf +inf LIMIT {limit} WITHSCORES",
        $"ZREVRANGEBYSCORE z 100 -5 WITHSCORES LIMIT {limit}",
        $"ZRANGEBYLEX same - + LIMIT {limit}",
        $"ZREVRANGEBYLEX same [bb [a LIMIT {limit}",
        $"ZRANGE z 1 1 BYSCORE LIMIT {limit} REV",
        $"ZRANGESTORE dst z -inf inf BYSCORE LIMIT {limit}",
        "ZRANGE dst 0 -1",
        $"ZRANGESTORE dst z inf -inf BYSCORE REV LIMIT {limit}",
        "ZRANGE dst 0 -1",
        $"ZRANGE z 0 -1 LIMIT {limit}",
    }));

    [Fact]
    public Task Ends_that_are_none_are_refused() => CompareInAsync(128,
    [
        .. BadScores.SelectMany(bad => new[]
        {
            $"ZRANGEBYSCORE z {bad} 1", $"ZRANGEBYSCORE z 1 {bad}", $"ZREVRANGEBYSCORE z {bad} 1", $"ZCOUNT z 0 {bad}",
            $"ZREMRANGEBYSCORE z {bad} 0", $"ZRANGE z {bad} 0 BYSCORE", $"ZRANGESTORE d z 0 {bad} BYSCORE",
            $"ZCOUNT missing {bad} 1",
        }),
        .. BadMembers.SelectMany(bad => new[]
        {
            $"ZRANGEBYLEX z {bad} +", $"ZRANGEBYLEX z - {bad}", $"ZREVRANGEBYLEX z {bad} -", $"ZLEXCOUNT z - {bad}",
            $"ZREMRANGEBYLEX z {bad} +", $"ZRANGE z {bad} + BYLEX", $"ZRANGESTORE d z - {bad} BYLEX",
        }),
        "ZRANGE z a 1", "ZRANGE z 0 b", "ZRANGE z 0 9223372036854775808", "ZREVRANGE z 1.5 2", "ZREMRANGEBYRANK z x 1",
        "ZREMRANGEBYRANK z 1 x", "ZRANGESTORE d z x 1", "ZRANGESTORE d missing 0 x", "ZREMRANGEBYRANK missing x 1",
        "ZRANGEBYLEX z \"+\\x00a\" \"-\\x00\"", "ZRANGEBYSCORE z \"1\\x00a\" 2",
    ]);

    [Fact]
    public Task Options_that_do_not_suit_are_refused() => CompareInAsync(128,
    [
        "ZRANGE z 0 -1 LIMIT 0 1", "ZRANGE z 0 -1 LIMIT 0 -1", "ZRANGE z 0 -1 LIMIT 5 -2", "ZREVRANGE z 0 -1 LIMIT 0 1",
        "ZRANGE z - + BYLEX WITHSCORES", "ZRANGEBYLEX z - + WITHSCORES", "ZRANGE z 0 1 BYSCORE BYLEX",
        "ZRANGE z 0 1 BYLEX BYSCORE", "ZRANGE z 0 1 BYSCORE BYSCORE", "ZRANGE z 0 1 REV REV", "ZREVRANGE z 0 1 REV",
        "ZRANGEBYSCORE z 0 1 BYSCORE", "ZRANGEBYSCORE z 0 1 REV", "ZRANGE z 0 1 LIMIT", "ZRANGE z 0 1 BYSCORE LIMIT 1",
        "ZRANGE z 0 1 BYSCORE LIMIT a 1", "ZRANGE z 0 1 BYSCORE LIMIT 1 b", "ZRANGE z 0 1 foo",
        "ZRANGE z 0 1 WITHSCORES WITHSCORES", "ZRANGESTORE d z 0 1 WITHSCORES", "ZRANGESTORE d z 0 1 LIMIT 0 1",
        "ZRANGE z 0 1 BYSCORE LIMIT 0 1 LIMIT 1 2", "ZRANGE z x y BYSCORE LIMIT a 1", "ZRANGE string 0 x",
        "ZRANGE z 1 0 byscore rev limit 0 2 withscores", "ZREVRANGEBYLEX z + - LIMIT 1 2", "ZREVRANGEBYSCORE z 1 0 foo",
    ]);

    [Fact]
    public Task A_stored_range_replaces_whatever_the_key_held() => CompareInAsync(128,
    [
        "SET dst v EX 1000", "ZRANGESTORE dst z 0 1", "TTL dst", "TYPE dst", "ZRANGE dst 0 -1 WITHSCORES",
        "ZRANGESTORE dst z 5 4", "EXISTS dst", "ZRANGESTORE dst z 5 4", "SET dst v", "ZRANGESTORE dst missing 0 1",
        "EXISTS dst", "ZRANGESTORE z z 1 2", "ZRANGE z 0 -1 WITHSCORES", "SET dst v", "ZRANGESTORE z dst 0 1",
        "GET dst",
    ]);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(128)]
    public Task Minus_zero_keeps_its_sign_where_it_does_in_redis(int entries) => CompareInAsync(0,
    [
        "ZADD zeros -0 a -0 b 0 c -0 d 1 e", $"CONFIG SET zset-max-listpack-entries {entries}",
        "ZRANGESTORE dst zeros 0 -1", "ZRANGE dst 0 -1 WITHSCORES", "ZRANGESTORE dst zeros 0 -1 REV",
        "ZRANGE dst 0 -1 WITHSCORES", "ZRANGESTORE dst zeros -inf +inf BYSCORE", "ZRANGE dst 0 -1 WITHSCORES",
        "ZRANGESTORE dst zeros +inf -inf BYSCORE REV", "ZRANGE dst 0 -1 WITHSCORES", "ZRANGESTORE dst zeros 0 2",
        "ZRANGE dst 0 -1 WITHSCORES", "ZUNIONSTORE dst 1 zeros", "ZRANGE dst 0 -1 WITHSCORES",
        "ZUNION 1 zeros WITHSCORES",
    ]);

    private static IEnumerable<string> Pairs(string[] ends) =>
        ends.SelectMany(first => ends.Select(second => $"{first} {second}"));

    private Task CompareInAsync(int entries, IEnumerable<string> commands) => CompareAsync($"""
        CONFIG SET zset-max-listpack-entries {entries}
        {SomeMembers}
        {string.Join('\n', commands)}
        OBJECT ENCODING z
        """);
}

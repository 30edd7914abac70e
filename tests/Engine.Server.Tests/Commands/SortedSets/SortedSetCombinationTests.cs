using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.SortedSets;

/// <summary>Union, intersection and difference, of sets too.</summary>
public sealed class SortedSetCombinationTests(ReferenceRedis reference) : CommandTests(reference)
{
    private const string SomeSets = """
        DEL x y w s i none dst inf
        ZADD x 1 a 2 b 3 c 0.1 d 5 1
        ZADD y 10 b 20 c 0.2 d 30 e 7 1 8 2
        ZADD w 100 c 0.3 d 200 f
        SADD s a c d q
        SADD i 1 2 3
        ZADD inf inf a -inf c 0 b
        """;

    private static readonly string[] Sources =
    [
        "1 x", "2 x y", "3 x y w", "2 x none", "2 none x", "1 none", "2 x x", "3 x y x", "2 x s", "2 s x", "3 s i x",
        "1 s", "2 i y", "2 x inf", "3 inf inf x", "4 x y w s", "2 s i",
    ];

    private static readonly string[] Aggregates =
        ["", "AGGREGATE SUM", "aggregate min", "AGGREGATE MAX", "AGGREGATE MIN AGGREGATE MAX"];

    private static readonly string[] Weights =
        ["1 1", "2 0.5", "0 0", "-1 3", "inf 1", "0 inf", "-inf inf", "1e308 1e308", "0x2 1"];

    private static readonly string[] Pairs = ["2 x y", "2 s x", "2 inf x", "2 inf inf"];

    private static readonly string[] Weighted = ["ZUNION", "ZINTER"];

    private static readonly string[] Commands =
        ["ZUNION", "ZINTER", "ZDIFF", "ZINTERCARD", "ZUNIONSTORE dst", "ZINTERSTORE dst", "ZDIFFSTORE dst"];

    private static readonly string[] WrongArguments =
    [
        "0", "0 x", "-1 x", "a x", "1.5 x", "2 x", "3 x y", "9223372036854775807 x", "9223372036854775808 x",
        "1 x foo", "1 x WITHSCORES", "1 x WITHSCORES WITHSCORES", "1 x WEIGHTS", "2 x y WEIGHTS 1",
        "2 x y WEIGHTS 1 a", "2 x y WEIGHTS nan 1", "2 x y WEIGHTS 1 2 3", "2 x y WEIGHTS 1 2 WEIGHTS 2 1",
        "1 x AGGREGATE", "1 x AGGREGATE avg", "1 x LIMIT", "1 x LIMIT -1", "1 x LIMIT a", "1 x LIMIT 1 LIMIT 2",
        "1 string", "2 x string", "1 string foo", "2 string WEIGHTS 1", "2 x y weights 1 2 aggregate sum",
        "1 x LIMIT 9223372036854775808",
    ];

    [Theory]
    [InlineData(128)]
    [InlineData(0)]
    public Task Sets_are_combined(int entries) => CompareInAsync(entries, Sources.SelectMany(source => new[]
    {
        $"ZDIFF {source}", $"ZDIFF {source} WITHSCORES", $"ZDIFFSTORE dst {source}", "ZRANGE dst 0 -1 WITHSCORES",
        $"ZINTERCARD {source}", $"ZINTERCARD {source} LIMIT 0", $"ZINTERCARD {source} LIMIT 1",
        $"ZINTERCARD {source} limit 100",
    }.Concat(Aggregates.SelectMany(aggregate => new[]
    {
        $"ZUNION {source} {aggregate}", $"ZUNION {source} {aggregate} WITHSCORES",
        $"ZINTER {source} {aggregate} WITHSCORES", $"ZINTER {source} WITHSCORES {aggregate}",
        $"ZUNIONSTORE dst {source} {aggregate}", "ZRANGE dst 0 -1 WITHSCORES",
        $"ZINTERSTORE dst {source} {aggregate}", "ZRANGE dst 0 -1 WITHSCORES", "OBJECT ENCODING dst",
    }))));

    [Theory]
    [InlineData(128)]
    [InlineData(0)]
    public Task Scores_are_weighted(int entries) => CompareInAsync(entries,
        from weights in Weights
        from source in Pairs
        from aggregate in Aggregates
        from command in Weighted
        select $"{command} {source} WEIGHTS {weights} {aggregate} WITHSCORES");

    [Fact]
    public Task Fractions_are_summed_in_the_order_of_sizes() => CompareInAsync(128,
    [
        "ZADD p 0.1 m 1 a 1 b", "ZADD q 0.2 m 1 a", "ZADD r 0.3 m", "ZUNION 3 p q r WITHSCORES",
        "ZUNION 3 r q p WITHSCORES", "ZINTER 3 q p r WITHSCORES", "ZADD t 0.7 m", "ZINTER 4 p t q r WITHSCORES",
        "ZUNION 4 t r q p WEIGHTS 1.1 1.3 1.7 1.9 WITHSCORES", "ZADD u 1e16 m 1 a", "ZADD v -1e16 m 1 b",
        "ZUNION 5 p u v q r WITHSCORES", "ZUNION 5 v p r u q WITHSCORES",
    ]);

    [Fact]
    public Task Wrong_arguments_are_refused() => CompareInAsync(128,
        from command in Commands
        from arguments in WrongArguments
        select $"{command} {arguments}");

    [Fact]
    public Task A_stored_result_replaces_whatever_the_key_held() => CompareInAsync(128,
    [
        "SET dst v EX 1000", "ZUNIONSTORE dst 1 x", "TTL dst", "TYPE dst", "ZINTERSTORE dst 2 x none", "EXISTS dst",
        "ZINTERSTORE dst 2 x none", "SET dst v", "ZDIFFSTORE dst 2 x x", "EXISTS dst", "ZUNIONSTORE x 2 x y",
        "ZRANGE x 0 -1 WITHSCORES", "ZDIFFSTORE x 2 x y", "ZRANGE x 0 -1 WITHSCORES", "EXISTS x",
        "ZUNIONSTORE s 2 s i", "TYPE s", "SET dst v", "ZUNIONSTORE string 1 string", "ZUNIONSTORE string 1 y",
        "TYPE string", "ZUNIONSTORE x 1 none",
    ]);

    private Task CompareInAsync(int entries, IEnumerable<string> commands) => CompareAsync(
        $"CONFIG SET zset-max-listpack-entries {entries}\n{SomeSets}\nSET string v\n{string.Join('\n', commands)}");
}

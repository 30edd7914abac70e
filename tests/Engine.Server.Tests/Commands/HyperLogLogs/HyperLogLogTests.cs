using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.HyperLogLogs;

public sealed class HyperLogLogTests(ReferenceRedis reference) : CommandTests(reference)
{
    private static readonly string[] s_limits = ["0", "20", "100", "1000", "3000", "20000"];

    [Fact]
    public Task Elements_are_added_once() => CompareAsync("""
        PFADD k
        GET k
        OBJECT ENCODING k
        PFADD k
        PFCOUNT k
        GET k
        PFADD k a b c
        GET k
        PFADD k c b a
        PFCOUNT k
        GET k
        PFCOUNT k
        PFADD k a
        GET k
        PFADD k d ""
        GET k
        PFADD new a a a
        PFCOUNT new
        PFCOUNT missing
        EXISTS missing
        PFCOUNT k new missing
        EXPIRE k 1000
        PFADD k e
        TTL k
        PFADD past a
        PEXPIREAT past 1
        PFADD past b
        PFCOUNT past
        TTL past
        """);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(13)]
    [InlineData(100)]
    public Task Elements_of_any_length_go_to_the_registers_that_redis_chooses(int length)
    {
        IEnumerable<string> adds =
            Enumerable.Range(0, 40).Select(i => $"PFADD k {new string((char)('A' + i), length)}");
        return CompareAsync($"""
            {string.Join('\n', adds)}
            GET k
            PFCOUNT k
            """);
    }

    [Fact]
    public Task Bytes_and_counts_are_those_of_redis_while_elements_are_added()
    {
        IEnumerable<string> steps =
            from limit in s_limits
            from step in Enumerable.Range(0, 40)
            from line in (string[])
            [
                $"PFADD k{limit} {Elements(limit.Length, step * step, (step + 1) * (step + 1))}",
                $"GET k{limit}", $"PFCOUNT k{limit}", $"PFDEBUG ENCODING k{limit}",
            ]
            select line;
        IEnumerable<string> lines = s_limits.SelectMany(limit => steps
            .Where(line => line.Split(' ').Contains($"k{limit}"))
            .Prepend($"CONFIG SET hll-sparse-max-bytes {limit}"));
        return CompareAsync(string.Join('\n', lines));
    }

    [Fact]
    public Task Large_counts_are_equal_to_the_unit()
    {
        IEnumerable<string> lines = Enumerable.Range(0, 60).SelectMany(step => (string[])
        [
            $"PFADD k {Elements(3, step * 700, (step + 1) * 700)}", "PFCOUNT k",
        ]);
        return CompareAsync(string.Join('\n', lines.Append("GET k").Append("DUMP k")));
    }

    [Fact]
    public Task Elements_of_several_keys_are_united() => CompareAsync($"""
        PFADD a {Elements(1, 0, 50)}
        PFADD b {Elements(1, 30, 90)}
        PFADD dense {Elements(1, 60, 500)}
        PFDEBUG TODENSE dense
        PFCOUNT a b
        PFCOUNT a b dense missing
        PFCOUNT a a
        PFMERGE new
        GET new
        PFMERGE new missing
        GET new
        PFMERGE d a b missing
        GET d
        PFCOUNT d
        PFMERGE d
        GET d
        PFMERGE d a b
        GET d
        PFMERGE d dense
        GET d
        PFCOUNT d
        PFMERGE dense a
        GET dense
        PFMERGE dense a
        GET dense
        EXPIRE a 1000
        PFMERGE a b
        TTL a
        GET a
        CONFIG SET hll-sparse-max-bytes 30
        PFMERGE e a b
        GET e
        PEXPIREAT b 1
        PFMERGE b a
        PFCOUNT b
        TTL b
        """);

    [Fact]
    public Task Registers_are_shown_and_made_dense() => CompareAsync($"""
        PFADD k {Elements(1, 0, 300)}
        PFDEBUG ENCODING k
        PFDEBUG DECODE k
        PFDEBUG TODENSE k
        PFDEBUG TODENSE k
        pfdebug encoding k
        PFDEBUG DECODE k
        GET k
        PFDEBUG GETREG k
        PFADD s a b
        PFCOUNT s
        PFDEBUG GETREG s
        PFDEBUG ENCODING s
        GET s
        PFDEBUG nope k
        PFDEBUG nope missing
        PFDEBUG ENCODING missing
        PFDEBUG ENCODING
        PFDEBUG ENCODING k x
        PFSELFTEST
        PFSELFTEST x
        """);

    [Fact]
    public Task Strings_are_no_longer_embedded_once_they_were_counted() => CompareAsync("""
        PFADD k a
        PFCOUNT k
        $value= GET k
        SET copy $value
        OBJECT ENCODING copy
        PFADD copy a
        OBJECT ENCODING copy
        SET copy $value
        PFCOUNT copy
        OBJECT ENCODING copy
        SET copy $value
        PFCOUNT copy copy
        OBJECT ENCODING copy
        PFDEBUG ENCODING copy
        OBJECT ENCODING copy
        SET copy $value
        PFMERGE d copy
        OBJECT ENCODING copy
        OBJECT ENCODING d
        """);

    [Fact]
    public Task Other_values_are_refused() => CompareAsync("""
        RPUSH list a
        SET text "hello, this is no HyperLogLog at all"
        SET short HYLL
        SET n 1234567890123456789
        SET magic "HYLX\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x7f\xff"
        SET encoding "HYLL\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x7f\xff"
        SET dense "HYLL\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x7f\xff"
        PFADD good a
        PFADD list a
        PFADD text a
        PFADD short a
        PFADD n a
        PFADD magic a
        PFADD encoding a
        PFADD dense a
        PFCOUNT list
        PFCOUNT text
        PFCOUNT dense
        PFCOUNT good list
        PFCOUNT good text
        PFMERGE good list
        PFMERGE list good
        PFMERGE good text
        PFMERGE text good
        PFMERGE d good magic
        EXISTS d
        PFDEBUG ENCODING list
        PFDEBUG ENCODING text
        OBJECT ENCODING n
        PFADD
        PFCOUNT
        PFMERGE
        """);

    /// <summary>
    /// Registers that are too few, too many, cut off, none, followed by others, or with values too high.
    /// </summary>
    [Theory]
    [InlineData("")]
    [InlineData(@"\x00")]
    [InlineData(@"\x7f\xfe")]
    [InlineData(@"\x7f")]
    [InlineData(@"\x7f\xff\x00")]
    [InlineData(@"\x7f\xff\x80")]
    [InlineData(@"\x3f\x3f\x40")]
    [InlineData(@"\xff\xff\xff")]
    [InlineData(@"\x7f\xfb\x83\x83")]
    [InlineData(@"\x6c\xcf\x80\x7f\xff")]
    [InlineData(@"\x00\x84\x80\x00\x40\x40\x84\x84\x84")]
    public Task Corrupt_registers_are_noticed_where_redis_notices_them(string registers)
    {
        const string Header = @"HYLL\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00";
        string[] uses =
        [
            "PFADD k a", "PFADD k a b c d e f", $"PFADD k {Elements(1, 0, 100)}", "PFCOUNT k", "PFCOUNT k good",
            "PFMERGE k", "PFMERGE k good", "PFMERGE good k", "PFMERGE new k", "PFDEBUG DECODE k", "PFDEBUG GETREG k",
            "PFDEBUG TODENSE k",
        ];
        IEnumerable<string> lines =
            from cached in (string[])[@"\x00", @"\x80"]
            from use in uses
            select $"""
                SET k "{Header}{cached}{registers}"
                {use}
                GET k
                GET good
                GET new
                """;
        return CompareAsync($"""
            PFADD good x y z
            {string.Join('\n', lines)}
            CONFIG SET hll-sparse-max-bytes 20
            {string.Join('\n', lines)}
            """);
    }

    private static string Elements(int seed, int from, int to) =>
        string.Join(' ', Enumerable.Range(from, to - from).Select(i => $"e{seed}:{i}"));
}

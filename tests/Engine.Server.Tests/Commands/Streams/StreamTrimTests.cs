using System.Text;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Streams;

public sealed class StreamTrimTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Fact]
    public Task Streams_are_cut_down_exactly_or_by_nodes() => CompareAsync($"""
        CONFIG SET stream-node-max-entries 10
        {Entries("s", 55)}
        XTRIM s MAXLEN ~ 31
        XLEN s
        XTRIM s MAXLEN 31
        XINFO STREAM s
        DUMP s
        XTRIM s MAXLEN = 17
        XTRIM s MAXLEN = 17
        XTRIM s MAXLEN 100
        XTRIM s MAXLEN ~ 0 LIMIT 5
        XTRIM s MAXLEN ~ 0 LIMIT 10
        XTRIM s MAXLEN ~ 0 LIMIT 0
        XINFO STREAM s
        DUMP s
        {Entries("t", 55)}
        XTRIM t MINID 17
        XTRIM t MINID ~ 29
        XTRIM t MINID ~ 31
        XTRIM t MINID = 31-1
        DUMP t
        XDEL t 40-0 39-0 38-0
        XTRIM t MINID 40
        DUMP t
        XINFO STREAM t FULL
        XTRIM t MINID 41
        DUMP t
        XTRIM t MINID 1000
        DUMP t
        XINFO STREAM t
        XADD t 2000-0 a 1
        XDEL t 2000-0
        XINFO STREAM t
        """);

    [Fact]
    public Task Trims_go_with_XADD() => CompareAsync($"""
        CONFIG SET stream-node-max-entries 10
        {Entries("s", 35)}
        XADD s MAXLEN 30 100-0 a 1
        XLEN s
        XADD s MAXLEN ~ 12 101-0 a 1
        XLEN s
        XADD s MAXLEN ~ 0 LIMIT 10 102-0 a 1
        XLEN s
        XADD s MINID 100 103-0 a 1
        XRANGE s - +
        XADD s MAXLEN 0 104-0 a 1
        XRANGE s - +
        XINFO STREAM s
        XADD s MINID 200 105-0 a 1
        XINFO STREAM s
        DUMP s
        XADD s MAXLEN 1 NOMKSTREAM 106-0 a 1
        XADD new MAXLEN 0 1-1 a 1
        XLEN new
        XADD none NOMKSTREAM MAXLEN 5 1-1 a 1
        """);

    [Fact]
    public Task Default_limit_follows_the_size_of_nodes() => CompareAsync($"""
        CONFIG SET stream-node-max-entries 1
        {Entries("s", 150)}
        XTRIM s MAXLEN ~ 10
        XLEN s
        CONFIG SET stream-node-max-entries 0
        XTRIM s MAXLEN ~ 10
        XLEN s
        {Entries("t", 30)}
        XTRIM t MINID ~ 100
        CONFIG SET stream-node-max-entries 9223372036854775807
        {Entries("u", 30)}
        XTRIM u MINID ~ 100
        """);

    [Fact]
    public Task Mistakes_in_XTRIM_are_named() => CompareAsync("""
        XTRIM s MAXLEN
        XTRIM s
        XTRIM s NONSENSE 1
        XTRIM s MAXLEN x
        XTRIM s MAXLEN -1
        XTRIM s MAXLEN ~
        XTRIM s MAXLEN ~ x
        XTRIM s MAXLEN = -5
        XTRIM s MAXLEN 5 MINID 5
        XTRIM s MAXLEN 5 NOMKSTREAM
        XTRIM s MAXLEN 5 *
        XTRIM s LIMIT 5 LIMIT 6
        XTRIM s LIMIT 0 LIMIT 0
        XTRIM s MAXLEN 5 LIMIT 5
        XTRIM s MAXLEN ~ 5 LIMIT
        XTRIM s MAXLEN ~ 5 LIMIT x
        XTRIM s MAXLEN ~ 5 LIMIT -1
        XTRIM s LIMIT 7 MAXLEN ~ 5
        XTRIM s MINID +
        XTRIM s MINID ~ 1-x
        XTRIM missing MAXLEN 5
        SET string x
        XTRIM string MAXLEN 5
        XTRIM string MAXLEN
        """);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 3)]
    [InlineData(100, 0)]
    [InlineData(100, 5)]
    [InlineData(4096, 100)]
    [InlineData(1, 1)]
    public Task Nodes_begin_and_end_where_those_of_redis_do(int bytes, int entries) => CompareAsync($"""
        CONFIG SET stream-node-max-bytes {bytes} stream-node-max-entries {entries} rdbcompression no
        {Entries("s", 230)}
        DUMP s
        XINFO STREAM s
        XADD s 1000-1 name {new string('x', 70)} other 5
        XADD s 1000-2 name {new string('x', 5000)}
        XADD s 1000-3 other {new string('y', 300)}
        XADD s 1001-1 {new string('n', 100)} {new string('y', 4050)}
        XADD s 1001-2 n 1
        DUMP s
        XDEL s 1000-2 17-0 18-0 19-0 20-0
        DUMP s
        XTRIM s MAXLEN 100
        DUMP s
        XINFO STREAM s
        """);

    /// <summary>Entries with few or more fields, whose ids lie far apart now and then.</summary>
    private static string Entries(string key, int count)
    {
        var script = new StringBuilder();
        for (int i = 1; i <= count; i++)
        {
            string more = i % 7 == 0 ? $" extra {-i}" : "";
            script.AppendLine(null, $"XADD {key} {i}-0 field {i * i * 1000} n text{i}{more}");
        }

        return script.ToString();
    }
}

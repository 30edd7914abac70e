using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Lists;

/// <summary>Lists of many nodes, and what shows how they are laid out.</summary>
public sealed class ListNodeTests(ReferenceRedis reference) : CommandTests(reference)
{
    protected override EngineOptions EngineOptions => new() { EnableDebugCommand = "yes" };

    [Theory]
    [InlineData("-1")]
    [InlineData("-2")]
    [InlineData("-5")]
    [InlineData("-100")]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("3")]
    [InlineData("128")]
    [InlineData("40000")]
    public Task Commands_work_across_nodes_of_every_size(string nodeSize) => CompareAsync($"""
        CONFIG SET list-max-listpack-size {nodeSize} rdbcompression no
        RPUSH l {Numbers(0, 3000)}
        LPUSH l {Texts(0, 300)}
        DEBUG OBJECT l
        DEBUG DIGEST-VALUE l
        LLEN l
        LRANGE l 0 20
        LRANGE l 1495 1505
        LRANGE l -20 -1
        LINDEX l 0
        LINDEX l 1000
        LINDEX l -1000
        LINDEX l 3299
        LINDEX l 3300
        LPOS l 2999
        LPOS l 50 RANK -1
        LSET l 1500 changed
        LSET l 1501 {new string('x', 9000)}
        LINSERT l AFTER changed inserted
        LINSERT l BEFORE 2500 inserted
        LREM l -1 inserted
        LPOP l 400
        RPOP l 400
        DEBUG OBJECT l
        LTRIM l 5 -5
        LRANGE l 0 -1
        DEBUG OBJECT l
        LMOVE l m LEFT LEFT
        LTRIM l 1000 1010
        DEBUG OBJECT l
        LRANGE l 0 -1
        COPY l copy
        RPUSH copy {Numbers(0, 3000)}
        DEBUG OBJECT copy
        LRANGE copy 0 -1
        LTRIM copy -3 -1
        LRANGE copy 0 -1
        """);

    [Fact]
    public Task Long_elements_stand_alone_from_the_threshold_on() => CompareAsync("""
        CONFIG SET list-max-listpack-size -2 rdbcompression no
        DEBUG QUICKLIST-PACKED-THRESHOLD 10b
        RPUSH l 123456789 0123456789 a
        DEBUG OBJECT l
        LPUSH l 9876543210123
        LRANGE l 0 -1
        LPOS l 0123456789
        LINSERT l BEFORE a bbbbbbbbbbbbbb
        LINSERT l AFTER bbbbbbbbbbbbbb b
        LSET l 0 small
        LSET l 1 "long enough to stand alone"
        LRANGE l 0 -1
        DEBUG OBJECT l
        LREM l 0 bbbbbbbbbbbbbb
        LREM l -1 "long enough to stand alone"
        LPUSH only "long enough to stand alone"
        DEBUG OBJECT only
        LMOVE only only LEFT RIGHT
        LSET only 0 x
        DEBUG OBJECT only
        RPUSH only "long enough to stand alone, too"
        LTRIM only 1 1
        RPOP only
        EXISTS only
        DEBUG QUICKLIST-PACKED-THRESHOLD 0
        DEBUG QUICKLIST-PACKED-THRESHOLD 4293918720
        DEBUG QUICKLIST-PACKED-THRESHOLD 4293918721
        DEBUG QUICKLIST-PACKED-THRESHOLD 4gb
        DEBUG QUICKLIST-PACKED-THRESHOLD -1
        DEBUG QUICKLIST-PACKED-THRESHOLD x
        DEBUG QUICKLIST-PACKED-THRESHOLD
        DEBUG QUICKLIST-PACKED-THRESHOLD 0
        """);

    [Fact]
    public Task Nodes_and_packs_can_be_described() => CompareAsync("""
        CONFIG SET list-max-listpack-size -2
        RPUSH l a b
        SET s text
        DEBUG QUICKLIST l
        DEBUG QUICKLIST l 0
        DEBUG QUICKLIST l 1
        DEBUG QUICKLIST l 1 1
        DEBUG QUICKLIST s
        DEBUG QUICKLIST missing
        DEBUG QUICKLIST
        DEBUG LISTPACK l
        DEBUG LISTPACK s
        DEBUG LISTPACK missing
        DEBUG LISTPACK
        DEBUG LISTPACK l x
        DEBUG OBJECT l
        DEBUG DIGEST
        """);

    private static string Numbers(int first, int count) => string.Join(' ', Enumerable.Range(first, count));

    private static string Texts(int first, int count) =>
        string.Join(' ', Enumerable.Range(first, count).Select(i => $"text-{i}-{new string('y', i)}"));
}

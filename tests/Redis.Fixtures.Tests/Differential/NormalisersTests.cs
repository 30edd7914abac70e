using Redis.Fixtures.Differential;
using Redis.Fixtures.Resp;
using static Redis.Fixtures.Tests.Differential.Wire;

namespace Redis.Fixtures.Tests.Differential;

/// <summary>
/// For every row of the table a reply, one that only differs in what may differ, and one that differs in more.
/// </summary>
public sealed class NormalisersTests
{
    private const string Id1 = "1795228683855-0";
    private const string Id2 = "1795228684000-0";

    public static TheoryData<string, string, string, string> DataRows => new()
    {
        { "KEYS", Bulks("a", "b"), Bulks("b", "a"), Bulks("b", "c") },
        { "RANDOMKEY", Bulk("a"), Bulk("b"), Null },
        { "SCAN", Array(Bulk("0"), Bulks("a", "b")), Array(Bulk("0"), Bulks("b", "a")),
            Array(Bulk("1"), Bulks("a", "b")) },
        { "TTL", Number(100), Number(99), Number(90) },
        { "TTL", Number(-1), Number(-1), Number(-2) },
        { "PTTL", Number(100_000), Number(99_000), Number(90_000) },
        { "EXPIRETIME", Number(1_795_228_683), Number(1_795_228_684), Number(1_795_228_783) },
        { "PEXPIRETIME", Number(1_795_228_683_000), Number(1_795_228_684_000), Number(1_795_228_783_000) },
        { "OBJECT IDLETIME", Number(0), Number(1), Number(10) },
        { "OBJECT FREQ", Number(5), Number(6), Null },
        { "SMEMBERS", Set(Bulk("a"), Bulk("b")), Set(Bulk("b"), Bulk("a")), Array(Bulk("b"), Bulk("a")) },
        { "SINTER", Bulks("a", "b"), Bulks("b", "a"), Bulks("a") },
        { "SUNION", Bulks("a", "b"), Bulks("b", "a"), Bulks("a", "a") },
        { "SDIFF", Bulks("a", "b"), Bulks("b", "a"), Bulks("a", "b", "c") },
        { "SSCAN", Array(Bulk("0"), Bulks("a", "b")), Array(Bulk("0"), Bulks("b", "a")), Array(Bulk("0"), Bulks("b")) },
        { "SPOP", Bulks("a", "b"), Bulks("c", "d"), Bulks("c") },
        { "SRANDMEMBER", Bulk("a"), Bulk("c"), Number(1) },
        { "HGETALL", Bulks("a", "1", "b", "2"), Bulks("b", "2", "a", "1"), Bulks("a", "2", "b", "1") },
        { "HGETALL", Map(Bulk("a"), Bulk("1"), Bulk("b"), Bulk("2")), Map(Bulk("b"), Bulk("2"), Bulk("a"), Bulk("1")),
            Map(Bulk("1"), Bulk("a"), Bulk("2"), Bulk("b")) },
        { "HKEYS", Bulks("a", "b"), Bulks("b", "a"), Bulks("b", "B") },
        { "HVALS", Bulks("a", "b"), Bulks("b", "a"), Bulks("b", "B") },
        { "HSCAN", Array(Bulk("0"), Bulks("a", "1", "b", "2")), Array(Bulk("0"), Bulks("b", "2", "a", "1")),
            Array(Bulk("0"), Bulks("b", "1", "a", "2")) },
        { "HRANDFIELD", Bulks("a"), Bulks("b"), Array() },
        { "ZSCAN", Array(Bulk("0"), Bulks("a", "1", "b", "2")), Array(Bulk("0"), Bulks("b", "2", "a", "1")),
            Array(Bulk("0"), Bulks("1", "a", "2", "b")) },
        { "ZRANDMEMBER", Bulks("a", "1"), Bulks("b", "2"), Array(Bulk("b"), Number(2)) },
        { "XADD", Bulk(Id1), Bulk(Id2), Bulk("1795228690000-0") },
        { "XADD", Bulk("1-1"), Bulk("1-1"), Bulk("1-2") },
        { "XPENDING", Array(Pending("1-1", 10)), Array(Pending("1-1", 12)), Array(Pending("1-2", 10)) },
        { "XINFO CONSUMERS", Array(Consumer("idle", 10)), Array(Consumer("idle", 12)), Array(Consumer("pending", 10)) },
        { "XINFO STREAM", Array(Bulk("groups"), Array(Group("g", 10))), Array(Bulk("groups"), Array(Group("g", 12))),
            Array(Bulk("groups"), Array(Group("h", 10))) },
    };

    public static TheoryData<string, string, string, string> ServerRows => new()
    {
        { "PUBSUB CHANNELS", Bulks("a", "b"), Bulks("b", "a"), Bulks("b") },
        { "PUBSUB SHARDCHANNELS", Bulks("a", "b"), Bulks("b", "a"), Bulks("b") },
        { "CLIENT ID", Number(3), Number(7), Bulk("7") },
        { "CLIENT GETREDIR", Number(3), Number(7), Number(-1) },
        { "CLIENT TRACKINGINFO", Array(Bulk("redirect"), Number(3)), Array(Bulk("redirect"), Number(7)),
            Array(Bulk("redirect"), Number(-1)) },
        { "CLIENT INFO", Bulk("id=5 name=n db=0\n"), Bulk("id=6 name=n db=0\n"), Bulk("id=6 name=n db=1\n") },
        { "CLIENT LIST", Bulk("id=5 resp=2\nid=6 resp=3\n"), Bulk("id=7 resp=3\nid=9 resp=2\n"),
            Bulk("id=7 resp=3\nid=9 resp=3\n") },
        { "HELLO", Map(Bulk("proto"), Number(3), Bulk("id"), Number(1)),
            Map(Bulk("proto"), Number(3), Bulk("id"), Number(2)),
            Map(Bulk("proto"), Number(2), Bulk("id"), Number(1)) },
        { "MONITOR", Line("""1.5 [0 127.0.0.1:9] "get" "k" """), Line("""2.5 [0 127.0.0.1:8] "get" "k" """),
            Line("""1.5 [1 127.0.0.1:9] "get" "k" """) },
        { "ACL CAT", Bulks("a", "b"), Bulks("b", "a"), Bulks("b") },
        { "ACL GENPASS", Bulk("a1"), Bulk("b2"), Null },
        { "ACL LIST", Bulks("user a on ~* -@all +get +set (~b +@read -get -mget)"),
            Bulks("user a on ~* -@all +set +get (~b +@read -mget -get)"),
            Bulks("user a on ~* -@all +get +set -get (~b +@read -mget)") },
        { "ACL GETUSER", UserRow("-@all +get +set", "+@all -get -set"), UserRow("-@all +set +get", "+@all -set -get"),
            UserRow("-@all +get +set", "-@all -get -set") },
        { "ACL LOG", Array(LogEntry("get", "1.5", "id=5 db=0")), Array(LogEntry("get", "2.5", "id=6 db=0")),
            Array(LogEntry("get", "1.5", "id=5 db=1")) },
        { "TIME", Bulks("1", "2"), Bulks("3", "4"), Bulks("1") },
        { "LASTSAVE", Number(1_795_228_683), Number(1_795_228_000), Number(0) },
        { "INFO", Bulk("# Server\r\nrun_id:abc\r\nused_memory_rss:1\r\nhz:10\r\ndb0:keys=1,avg_ttl=5\r\n"),
            Bulk("# Server\r\nrun_id:def\r\nused_memory_rss:2\r\nhz:10\r\ndb0:keys=1,avg_ttl=6\r\n"),
            Bulk("# Server\r\nrun_id:abc\r\nused_memory_rss:1\r\nhz:10\r\ndb0:keys=2,avg_ttl=5\r\n") },
        { "CONFIG GET", Bulks("port", "1", "hz", "10"), Bulks("hz", "10", "port", "2"),
            Bulks("hz", "11", "port", "1") },
        { "COMMAND", Array(CommandRow("get"), CommandRow("xinfo", "a", "b")),
            Array(CommandRow("xinfo", "b", "a"), CommandRow("get")),
            Array(CommandRow("get"), CommandRow("xinfo", "b", "c")) },
        { "COMMAND INFO", Array(CommandRow("get"), CommandRow("xinfo", "a", "b")),
            Array(CommandRow("get"), CommandRow("xinfo", "b", "a")),
            Array(CommandRow("xinfo", "a", "b"), CommandRow("get")) },
        { "COMMAND LIST", Bulks("a", "b"), Bulks("b", "a"), Bulks("b") },
        { "COMMAND DOCS", Documentation(false, "a", "b"), Documentation(true, "b", "a"),
            Documentation(false, "a", "c") },
        { "DEBUG OBJECT", Line("Value at:0x7f refcount:1 lru:5 lru_seconds_idle:0"),
            Line("Value at:0x8f refcount:1 lru:6 lru_seconds_idle:1"),
            Line("Value at:0x7f refcount:2 lru:5 lru_seconds_idle:0") },
        { "MEMORY USAGE", Number(50), Number(60), Null },
        { "MEMORY STATS", Array(Bulk("peak.allocated"), Number(1)), Array(Bulk("peak.allocated"), Number(2)),
            Array(Bulk("peak.forgotten"), Number(1)) },
        { "MEMORY MALLOC-STATS", Bulk("a"), Bulk("b"), Null },
        { "SLOWLOG GET", Array(SlowEntry(1_795_228_683, 10, "a:1", "get")),
            Array(SlowEntry(1_795_228_684, 20, "a:2", "get")),
            Array(SlowEntry(1_795_228_683, 10, "a:1", "set")) },
        { "LOLWUT", Bulk("a"), Bulk("b"), Null },
    };

    [Theory, MemberData(nameof(DataRows)), MemberData(nameof(ServerRows))]
    public void Row_hides_what_may_differ_and_nothing_else(string row, string reference, string alike, string unlike)
    {
        Assert.True(AreEqual(row, reference, alike));
        Assert.True(AreEqual(row, alike, reference));
        Assert.False(AreEqual(row, reference, unlike));
        Assert.False(AreEqual(row, unlike, reference));
        Assert.False(AreEqual(row, reference, "-ERR no\r\n"));
        Assert.False(AreEqual(row, "-ERR yes\r\n", "-ERR no\r\n"));
    }

    [Fact]
    public void Every_row_is_tested() => Assert.Equal(
        Normalisers.Table.Select(row => row.Command).Order(),
        DataRows.Concat(ServerRows).Select(row => row.Data.Item1).Distinct().Order());

    [Fact]
    public void Every_row_gives_its_reason_in_a_sentence() =>
        Assert.All(Normalisers.Table, row => Assert.EndsWith(".", row.Reason, StringComparison.Ordinal));

    [Fact]
    public void Command_without_a_row_is_compared_byte_for_byte()
    {
        Assert.True(AreEqual("GET", Bulk("a"), Bulk("a")));
        Assert.False(AreEqual("LRANGE", Bulks("a", "b"), Bulks("b", "a")));
        Assert.False(AreEqual("GET", Bulk("a"), Line("a")));
    }

    private static string Pending(string id, int milliseconds) =>
        Array(Bulk(id), Bulk("consumer"), Number(milliseconds), Number(1));

    private static string Consumer(string field, int milliseconds) =>
        Array(Bulk("name"), Bulk("c"), Bulk(field), Number(milliseconds));

    private static string Group(string name, int milliseconds) => Array(
        Bulk("name"), Bulk(name),
        Bulk("pending"), Array(Pending("1-1", milliseconds)),
        Bulk("consumers"), Array(Consumer("seen-time", milliseconds)));

    private static string UserRow(string commands, string selector) => Array(
        Bulk("commands"), Bulk(commands), Bulk("selectors"), Array(Bulks("commands", selector)));

    private static string LogEntry(string subject, string age, string client) =>
        Bulks("object", subject, "age-seconds", age, "client-info", client);

    private static bool AreEqual(string row, string reference, string subject)
    {
        CommandName name = CommandName.Of(CommandLine.Split(row.ToLowerInvariant()));
        (RespValue first, RespValue second) = Normalisers.Apply(name, Parse(reference), Parse(subject));
        return first.Raw.Span.SequenceEqual(second.Raw.Span);
    }

    private static string CommandRow(string name, params string[] subcommands) =>
        Array([Bulk(name), .. Enumerable.Repeat(Number(1), 8), Bulks(subcommands)]);

    private static string Documentation(bool isReversed, params string[] subcommands)
    {
        string children = Array([.. subcommands.SelectMany(name => new[] { Bulk(name), Array() })]);
        string get = Bulk("get") + Bulks("summary", "same");
        string xinfo = Bulk("xinfo") + Array(Bulk("subcommands"), children);
        return $"*4\r\n{(isReversed ? xinfo + get : get + xinfo)}";
    }

    private static string SlowEntry(long time, long duration, string address, string command) =>
        Array(Number(0), Number(time), Number(duration), Bulks(command, "k"), Bulk(address), Bulk("name"));
}

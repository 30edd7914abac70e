using System.Collections.Frozen;
using Redis.Fixtures.Resp;
using static Redis.Fixtures.Differential.Normalise;

namespace Redis.Fixtures.Differential;

/// <summary>
/// The closed table of what may differ between two servers that behave the same. A command without a row is compared
/// byte for byte, and so is everything that a row does not name.
/// </summary>
internal static class Normalisers
{
    private const int Seconds = 2;
    private const int Milliseconds = 2000;

    /// <summary>No run of tests lasts longer.</summary>
    private const int SecondsOfARun = 3600;

    /// <summary>Where in a command's description its subcommands stand.</summary>
    private const int Subcommands = 9;

    private const string HashOrder = "The order is that of a hash table with a random seed.";
    private const string RandomChoice = "The server chooses at random.";
    private const string Clock = "The reply depends on the moment in which each server was asked.";
    private const string Identity = "Each server makes up ids, addresses and file descriptors of its own.";
    private const string Footprint = "Memory depends on the allocator and on the platform.";

    private static readonly string[] s_client =
    [
        "id", "addr", "laddr", "fd", "age", "idle", "qbuf*", "argv-mem", "multi-mem", "rbs", "rbp", "omem", "tot-mem",
        "events",
    ];

    private static readonly string[] s_information =
    [
        "redis_git*", "redis_build_id", "os", "arch_bits", "monotonic_clock", "multiplexing_api", "atomicvar_api",
        "gcc_version", "process_id", "run_id", "tcp_port", "server_time_usec", "uptime*", "lru_clock", "executable",
        "config_file", "client_recent*", "used_memory*", "allocator*", "total_system_memory*", "rss_overhead*", "mem_*",
        "current_cow*", "rdb_changes_since_last_save", "rdb_last_save_time", "rdb_last_cow_size",
        "total_connections_received", "total_commands_processed", "instantaneous*", "total_net*",
        "expire_cycle_cpu_milliseconds", "expired_stale_perc", "latest_fork_usec", "total_active_defrag_time",
        "total_reads_processed", "total_writes_processed", "reply_buffer*", "master_replid", "used_cpu*",
    ];

    /// <summary>A group of a stream in full: entries were delivered, and consumers seen, at times of a clock.</summary>
    private static readonly Normaliser s_group = Fields(Each(At(2, Near(Milliseconds))), "pending")
        .Then(Fields(
            Each(Fields(Near(Milliseconds), "seen-time").Then(Fields(Each(At(1, Near(Milliseconds))), "pending"))),
            "consumers"));

    public static IReadOnlyList<NormaliserRow> Table { get; } =
    [
        new("KEYS", Unordered, HashOrder),
        new("RANDOMKEY", Masked("key"), RandomChoice),
        new("SCAN", At(1, Unordered), HashOrder),
        new("TTL", Near(Seconds), Clock),
        new("PTTL", Near(Milliseconds), Clock),
        new("EXPIRETIME", Near(Seconds), Clock),
        new("PEXPIRETIME", Near(Milliseconds), Clock),
        new("OBJECT IDLETIME", Near(Seconds), Clock),
        new("OBJECT FREQ", Masked("frequency"), "The counter is increased with a probability."),

        new("SMEMBERS", Unordered, HashOrder),
        new("SINTER", Unordered, HashOrder),
        new("SUNION", Unordered, HashOrder),
        new("SDIFF", Unordered, HashOrder),
        new("SSCAN", At(1, Unordered), HashOrder),
        new("SPOP", Masked("member"), RandomChoice),
        new("SRANDMEMBER", Masked("member"), RandomChoice),

        new("HGETALL", UnorderedPairs, HashOrder),
        new("HKEYS", Unordered, HashOrder),
        new("HVALS", Unordered, HashOrder),
        new("HSCAN", At(1, UnorderedPairs), HashOrder),
        new("HRANDFIELD", Masked("field"), RandomChoice),

        new("ZSCAN", At(1, UnorderedPairs), HashOrder),
        new("ZRANDMEMBER", Masked("member"), RandomChoice),

        new("XADD", NearStreamId(Milliseconds), "Ids that the server makes are times of its clock."),
        new("XPENDING", Each(At(2, Near(Milliseconds))), Clock),
        new("XINFO CONSUMERS", Each(Fields(Near(Milliseconds), "idle")), Clock),
        new("XINFO STREAM", Fields(Each(s_group), "groups"), Clock),

        new("PUBSUB CHANNELS", Unordered, HashOrder),
        new("PUBSUB SHARDCHANNELS", Unordered, HashOrder),

        new("CLIENT ID", Masked("id"), Identity),
        new("CLIENT INFO", Words(" \n", '=', s_client), Identity),
        new("CLIENT LIST", Words(" \n", '=', s_client).Then(UnorderedLines),
            "Each server makes up ids and addresses of its own, and redis-server shifts the list as its clock ticks."),
        new("CLIENT GETREDIR", Positive("id"), Identity),
        new("CLIENT TRACKINGINFO", Fields(Positive("id"), "redirect"), Identity),
        new("HELLO", Fields(Masked("id"), "id"), Identity),
        new("MONITOR", MonitoredLine, "A monitored line begins with a time and the address of a client."),

        new("ACL CAT", Unordered, HashOrder),
        new("ACL GENPASS", Masked("digits"), RandomChoice),
        new("ACL GETUSER", Fields(Rules, "commands").Then(Fields(Each(Fields(Rules, "commands")), "selectors")),
            "Rules for single commands come in the order of a hash table with a random seed."),
        new("ACL LIST", Each(Rules), "Rules for single commands come in the order of a hash table with a random seed."),
        new("ACL LOG", Each(Fields(Masked("seconds"), "age-seconds").Then(
            Fields(Words(" ", '=', s_client), "client-info"))), Clock),

        new("TIME", Each(Masked("time")), Clock),
        new("LASTSAVE", Near(SecondsOfARun), "The servers started at different times."),
        new("INFO", Words("\n", ':', s_information).Then(Words(",", '=', "avg_ttl")),
            "Host, process, traffic and memory of each server are its own."),
        new("CONFIG GET", UnorderedPairs.Then(Fields(Masked("own"), "dir", "port", "unixsocket")),
            "The order is that of a hash table with a random seed; each server has a folder and a port of its own."),
        new("COMMAND", Unordered.Then(Each(At(Subcommands, Unordered))), HashOrder),
        new("COMMAND INFO", Each(At(Subcommands, Unordered)), HashOrder),
        new("COMMAND LIST", Unordered, HashOrder),
        new("COMMAND DOCS", UnorderedPairs.Then(Values(Fields(UnorderedPairs, "subcommands"))), HashOrder),
        new("DEBUG OBJECT", Words(" ", ':', "at", "lru", "lru_seconds_idle"),
            "Addresses and clocks are each server's own."),
        new("MEMORY USAGE", Masked("bytes"), Footprint),
        new("MEMORY STATS", Values(Masked("figure")), Footprint),
        new("MEMORY MALLOC-STATS", Masked("report"), Footprint),
        new("SLOWLOG GET",
            Each(At(1, Near(SecondsOfARun)).Then(At(2, Masked("duration"))).Then(At(4, Masked("address")))), Clock),
        new("LOLWUT", Masked("art"), RandomChoice),
    ];

    private static readonly FrozenDictionary<string, Normaliser> s_byCommand =
        Table.ToFrozenDictionary(row => row.Command, row => row.Normaliser);

    /// <summary>The two replies in the form in which they are to be compared.</summary>
    public static (RespValue Reference, RespValue Subject) Apply(
        CommandName name, RespValue reference, RespValue subject) =>
        s_byCommand.TryGetValue($"{name.Command} {name.FirstArgument}", out Normaliser? normaliser)
        || s_byCommand.TryGetValue(name.Command, out normaliser)
            ? normaliser(reference, subject)
            : (reference, subject);
}

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

    /// <summary>Where in a command's description its subcommands stand.</summary>
    private const int Subcommands = 9;

    private const string HashOrder = "The order is that of a hash table with a random seed.";
    private const string RandomChoice = "The server chooses at random.";
    private const string Clock = "The reply depends on the moment in which each server was asked.";
    private const string Idle = "Idle times depend on the moment in which each server was asked.";
    private const string StreamClock = "Ids that the server made are times of its clock.";
    private const string Identity = "Each server makes up ids, addresses and file descriptors of its own.";
    private const string Footprint = "Memory depends on the allocator and on the platform.";

    private static readonly string[] s_client =
        ["id", "addr", "laddr", "fd", "age", "idle", "qbuf*", "argv-mem", "multi-mem", "rbs", "rbp", "tot-mem", "omem", "events"];

    private static readonly string[] s_information =
    [
        "redis_git*", "redis_build_id", "os", "arch_bits", "monotonic_clock", "multiplexing_api", "atomicvar_api",
        "gcc_version", "process_id", "run_id", "tcp_port", "server_time_usec", "uptime*", "lru_clock", "executable",
        "config_file", "connected_clients", "client_recent*", "used_memory*", "allocator*", "total_system_memory*",
        "rss_overhead*", "mem_*", "current_cow*", "rdb_changes_since_last_save", "rdb_last_save_time",
        "rdb_last_cow_size", "total_connections_received", "total_commands_processed", "instantaneous*", "total_net*",
        "expire_cycle_cpu_milliseconds", "expired_stale_perc", "latest_fork_usec", "total_active_defrag_time",
        "total_reads_processed", "total_writes_processed", "reply_buffer*", "master_replid", "used_cpu*", "db*",
    ];

    public static IReadOnlyList<NormaliserRow> Table { get; } =
    [
        new("KEYS", Unordered, HashOrder),
        new("RANDOMKEY", Masked("key"), RandomChoice),
        new("SCAN", At(0, Masked("cursor")).Then(At(1, Unordered)), "Cursors and order are those of a hash table."),
        new("TTL", Near(Seconds), Clock),
        new("PTTL", Near(Milliseconds), Clock),
        new("EXPIRETIME", Near(Seconds), Clock),
        new("PEXPIRETIME", Near(Milliseconds), Clock),
        new("OBJECT IDLETIME", Near(Seconds), Idle),
        new("OBJECT FREQ", Masked("frequency"), "The counter is increased with a probability."),

        new("SMEMBERS", Unordered, HashOrder),
        new("SINTER", Unordered, HashOrder),
        new("SUNION", Unordered, HashOrder),
        new("SDIFF", Unordered, HashOrder),
        new("SPOP", Masked("members"), RandomChoice),
        new("SRANDMEMBER", Masked("members"), RandomChoice),
        new("SSCAN", At(0, Masked("cursor")).Then(At(1, Unordered)), "Cursors and order are those of a hash table."),

        new("HGETALL", UnorderedPairs, HashOrder),
        new("HKEYS", Unordered, HashOrder),
        new("HVALS", Unordered, HashOrder),
        new("HRANDFIELD", Masked("fields"), RandomChoice),
        new("HSCAN", At(0, Masked("cursor")).Then(At(1, UnorderedPairs)), "Cursors and order are those of a hash table."),

        new("ZRANDMEMBER", Masked("members"), RandomChoice),
        new("ZSCAN", At(0, Masked("cursor")).Then(At(1, UnorderedPairs)), "Cursors and order are those of a hash table."),

        new("XADD", NearStreamId(Milliseconds), StreamClock),
        new("XPENDING", Each(At(2, Near(Milliseconds))), Idle),
        new("XINFO CONSUMERS", Each(Fields(Near(Milliseconds), "idle", "inactive")), Idle),

        new("CLIENT ID", Masked("id"), Identity),
        new("CLIENT INFO", Text(' ', '=', s_client), Identity),
        new("CLIENT LIST", Text(' ', '=', s_client), Identity),
        new("HELLO", Fields(Masked("id"), "id"), Identity),

        new("TIME", Each(Masked("time")), Clock),
        new("LASTSAVE", Near(60), Clock),
        new("INFO", Text('\n', ':', s_information), "Host, process, traffic and memory of each server are its own."),
        new("MEMORY USAGE", Masked("bytes"), Footprint),
        new("MEMORY STATS", Values(Masked("figures")), Footprint),
        new("MEMORY MALLOC-STATS", Masked("figures"), Footprint),
        new("DEBUG OBJECT", Text(' ', ':', "at", "lru", "lru_seconds_idle"), "Addresses and clocks are each server's own."),
        new("CONFIG GET", UnorderedPairs, "The order is that of a hash table with a random seed."),
        new("COMMAND", Unordered.Then(Each(At(Subcommands, Unordered))), HashOrder),
        new("COMMAND INFO", Each(At(Subcommands, Unordered)), HashOrder),
        new("COMMAND LIST", Unordered, HashOrder),
        new("COMMAND DOCS", UnorderedPairs.Then(Values(Fields(UnorderedPairs, "subcommands"))), HashOrder),
        new("SLOWLOG GET", Each(At(1, Near(Seconds)).Then(At(2, Masked("duration"))).Then(At(4, Masked("address")))), Clock),
        new("LATENCY LATEST", Each(At(1, Near(Seconds)).Then(At(2, Masked("ms"))).Then(At(3, Masked("ms")))), Clock),
        new("ACL GENPASS", Masked("password"), RandomChoice),
        new("LOLWUT", Masked("art"), RandomChoice),
        new("MONITOR", MonitoredLine, "A monitored line begins with a time and the address of a client."),
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

using System.Globalization;

namespace Engine.Server.Configuration;

/// <summary>
/// Directives of Redis 7.0 that the engine does not act on (yet, or ever, where they tune something it does not have).
/// They are checked and shown, so that configurations and clients written for Redis work.
/// </summary>
internal static class AcceptedParameters
{
    private const long SmallestBacklog = 16 * 1024;

    /// <summary>
    /// What redis-server answers without its own allocator. The engine's pages are given back when they are empty.
    /// </summary>
    private const string NoDefragmentation =
        "Active defragmentation cannot be enabled: it requires a Redis server compiled with a modified Jemalloc "
        + "like the one shipped by default with the Redis source distribution";

    public static IEnumerable<ConfigParameter> All { get; } =
    [
        Number("active-defrag-cycle-max", 25, 1, 99),
        Number("active-defrag-cycle-min", 1, 1, 99),
        Memory("active-defrag-ignore-bytes", 104857600, minimum: 1),
        Number("active-defrag-max-scan-fields", 1000, 1, long.MaxValue),
        Number("active-defrag-threshold-lower", 10, 0, 1000),
        Number("active-defrag-threshold-upper", 100, 0, 1000),
        Flag("activedefrag", false, whyNever: NoDefragmentation),
        Flag("activerehashing", true),
        Flag("always-show-logo", false, immutable: true),
        Flag("aof-disable-auto-gc", false),
        Flag("aof-timestamp-enabled", false),
        Text("aof_rewrite_cpulist", "", immutable: true),
        Text("bgsave_cpulist", "", immutable: true),
        Text("bind-source-addr", ""),
        Text("bio_cpulist", "", immutable: true),
        Flag("cluster-allow-pubsubshard-when-down", true),
        Flag("cluster-allow-reads-when-down", false),
        Flag("cluster-allow-replica-migration", true),
        Number("cluster-announce-bus-port", 0, 0, 65535),
        Checked("cluster-announce-hostname", "", AcceptedText.HostName),
        Text("cluster-announce-ip", ""),
        Number("cluster-announce-port", 0, 0, 65535),
        Number("cluster-announce-tls-port", 0, 0, 65535),
        Text("cluster-config-file", "nodes.conf", immutable: true),
        Flag("cluster-enabled", false, immutable: true),
        Memory("cluster-link-sendbuf-limit", 0),
        Number("cluster-migration-barrier", 1, 0, int.MaxValue),
        Number("cluster-node-timeout", 15000, 0, long.MaxValue),
        Number("cluster-port", 0, 0, 65535, immutable: true),
        Choice("cluster-preferred-endpoint-type", "ip", "ip hostname unknown-endpoint"),
        Flag("cluster-replica-no-failover", false, alias: "cluster-slave-no-failover"),
        Number("cluster-replica-validity-factor", 10, 0, int.MaxValue, alias: "cluster-slave-validity-factor"),
        Flag("cluster-require-full-coverage", true),
        Flag("crash-log-enabled", true),
        Flag("crash-memcheck-enabled", true),
        Flag("daemonize", false, immutable: true),
        Flag("disable-thp", true, immutable: true),
        Flag("dynamic-hz", true),
        Choice("enable-module-command", "no", "no yes local", immutable: true),
        Choice("enable-protected-configs", "no", "no yes local", immutable: true),
        Text("ignore-warnings", ""),
        Number("io-threads", 1, 1, 128, immutable: true),
        Flag("io-threads-do-reads", false, immutable: true),
        Flag("jemalloc-bg-thread", true),
        Number("list-compress-depth", 0, 0, int.MaxValue),
        Text("masterauth", "", isSecret: true),
        Text("masteruser", "", isSecret: true),
        Choice("oom-score-adj", "no", "no yes relative absolute"),
        Checked("oom-score-adj-values", "0 200 800", AcceptedText.OomScores, severalWords: true),
        Checked("proc-title-template", "{title} {listen-addr} {server-mode}", AcceptedText.TitleTemplate),
        Choice("propagation-error-behavior", "ignore", "ignore panic panic-on-replicas"),
        Flag("rdb-del-sync-files", false),
        Memory("repl-backlog-size", 1048576, minimum: 1, atLeast: SmallestBacklog),
        Number("repl-backlog-ttl", 3600, 0, long.MaxValue),
        Flag("repl-disable-tcp-nodelay", false),
        Choice("repl-diskless-load", "disabled", "disabled on-empty-db swapdb"),
        Flag("repl-diskless-sync", true),
        Number("repl-diskless-sync-delay", 5, 0, int.MaxValue),
        Number("repl-diskless-sync-max-replicas", 0, 0, int.MaxValue),
        Number("repl-ping-replica-period", 10, 1, int.MaxValue, alias: "repl-ping-slave-period"),
        Number("repl-timeout", 60, 1, int.MaxValue),
        Text("replica-announce-ip", "", alias: "slave-announce-ip"),
        Number("replica-announce-port", 0, 0, 65535, alias: "slave-announce-port"),
        Flag("replica-announced", true),
        Flag("replica-ignore-disk-write-errors", false),
        Flag("replica-ignore-maxmemory", true, alias: "slave-ignore-maxmemory"),
        Flag("replica-lazy-flush", false, alias: "slave-lazy-flush"),
        Number("replica-priority", 100, 0, int.MaxValue, alias: "slave-priority"),
        Flag("replica-read-only", true, alias: "slave-read-only"),
        Flag("replica-serve-stale-data", true, alias: "slave-serve-stale-data"),
        Text("replicaof", "", alias: "slaveof", immutable: true, severalWords: true),
        Choice("sanitize-dump-payload", "no", "no yes clients"),
        Text("server_cpulist", "", immutable: true),
        Flag("set-proc-title", true, immutable: true),
        Checked("shutdown-on-sigint", "default", AcceptedText.ShutdownOptions, severalWords: true),
        Checked("shutdown-on-sigterm", "default", AcceptedText.ShutdownOptions, severalWords: true),
        Number("shutdown-timeout", 10, 0, int.MaxValue),
        Number("socket-mark-id", 0, 0, 4294967295, immutable: true),
        Choice("supervised", "no", "no upstart systemd auto", immutable: true),
        Flag("syslog-enabled", false, immutable: true),
        Text("syslog-facility", "local0", immutable: true),
        Text("syslog-ident", "redis", immutable: true),
        Text("tls-client-cert-file", ""),
        Text("tls-client-key-file", ""),
        Text("tls-client-key-file-pass", "", isSecret: true),
        Flag("tls-cluster", false),
        Text("tls-dh-params-file", ""),
        Flag("tls-prefer-server-ciphers", false),
        Flag("tls-replication", false),
        Number("tls-session-cache-size", 20480, 0, int.MaxValue),
        Number("tls-session-cache-timeout", 300, 0, int.MaxValue),
        Text("unixsocketperm", "0", immutable: true),
    ];

    private static BooleanParameter Flag(
        string name, bool initial, string? alias = null, bool immutable = false, string? whyNever = null) =>
        new(name,
            options => Stored(options, name, initial ? "yes" : "no") == "yes",
            (options, value) => options.Accepted[name] = value ? "yes" : "no")
        {
            Alias = alias, IsImmutable = immutable, HasEffect = false, WhyNever = whyNever,
        };

    private static NumberParameter Number(
        string name, long initial, long minimum, long maximum, string? alias = null, bool immutable = false) =>
        new(name, minimum, maximum,
            options => long.Parse(Stored(options, name, Text(initial)), CultureInfo.InvariantCulture),
            (options, value) => options.Accepted[name] = Text(value))
        {
            Alias = alias, IsImmutable = immutable, HasEffect = false,
        };

    /// <param name="atLeast">A smaller number is taken for this one.</param>
    private static NumberParameter Memory(
        string name, long initial, string? alias = null, long minimum = 0, long atLeast = 0) =>
        new(name, minimum, long.MaxValue,
            options => long.Parse(Stored(options, name, Text(initial)), CultureInfo.InvariantCulture),
            (options, value) => options.Accepted[name] = Text(Math.Max(value, atLeast)))
        {
            Alias = alias, HasEffect = false, IsMemory = true,
        };

    private static ChoiceParameter Choice(string name, string initial, string choices, bool immutable = false) =>
        new(name, choices.Split(' '),
            options => Stored(options, name, initial), (options, value) => options.Accepted[name] = value)
        {
            IsImmutable = immutable, HasEffect = false,
        };

    private static TextParameter Text(
        string name,
        string initial,
        string? alias = null,
        bool immutable = false,
        bool isSecret = false,
        bool severalWords = false) =>
        new(name,
            options => Stored(options, name, initial),
            TextParameter.Anything((options, value) => options.Accepted[name] = value))
        {
            Alias = alias,
            IsImmutable = immutable,
            IsSecret = isSecret,
            HasEffect = false,
            TakesSeveralWords = severalWords,
        };

    private static TextParameter Checked(
        string name, string initial, Func<string, (string? Text, string? Refusal)> check, bool severalWords = false) =>
        new(name, options => Stored(options, name, initial), (options, value) =>
        {
            (string? text, string? refusal) = check(value);
            if (text is not null)
                options.Accepted[name] = text;
            return refusal;
        })
        {
            HasEffect = false, TakesSeveralWords = severalWords,
        };

    private static string Stored(EngineOptions options, string name, string initial) =>
        options.Accepted.GetValueOrDefault(name, initial);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

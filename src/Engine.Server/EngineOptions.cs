using System.Net;
using Engine.Server.Commands;
using Engine.Server.Configuration;
using Engine.Server.Memory;
using Engine.Server.Sessions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engine.Server;

/// <summary>
/// Every knob of the engine, with its unit, default and bounds. A running engine works on its own copy.
/// </summary>
public sealed partial class EngineOptions
{
    private double[] _latencyPercentiles = [50, 99, 99.9];

    /// <summary>
    /// The TCP port; 0 takes a free one, which <see cref="EngineServer.Port"/> tells. -1 listens on no port.
    /// </summary>
    /// <value>-1 to 65535. The default is 0.</value>
    public int Port { get; set; }

    /// <summary>The addresses to listen on.</summary>
    /// <value>The default is 127.0.0.1 alone.</value>
    public IList<IPAddress> Bind { get; private set; } = [IPAddress.Loopback];

    /// <summary>The path of a Unix socket to listen on, or null for none.</summary>
    public string? UnixSocket { get; set; }

    /// <summary>Encrypted connections: port, certificates, whose clients are trusted.</summary>
    /// <value>The default is none.</value>
    public TlsOptions Tls { get; private set; } = new();

    /// <summary>How many numbered databases there are.</summary>
    /// <value>1 to 65536. The default is 16.</value>
    public int Databases { get; set; } = 16;

    /// <summary>How many clients may be connected at a time; one more is told so and closed.</summary>
    /// <value>1 to 1,000,000. The default is 10,000.</value>
    public int MaxClients { get; set; } = 10_000;

    /// <summary>
    /// Clients that send nothing for this many seconds are closed; 0 keeps them. Subscribers are never idle.
    /// </summary>
    /// <value>0 or more. The default is 0.</value>
    public int IdleTimeout { get; set; }

    /// <summary>Seconds after which an unused TCP connection is probed; 0 never probes.</summary>
    /// <value>0 or more. The default is 300.</value>
    public int TcpKeepAlive { get; set; } = 300;

    /// <summary>How many clients may wait to be accepted.</summary>
    /// <value>0 or more. The default is 511.</value>
    public int TcpBacklog { get; set; } = 511;

    /// <summary>Bytes of one client's unprocessed requests at which it is closed.</summary>
    /// <value>1 MiB or more. The default is 1 GiB.</value>
    public long QueryBufferLimit { get; set; } = 1024L * 1024 * 1024;

    /// <summary>The largest value a client may send, in bytes.</summary>
    /// <value>1 MiB to 1000 MiB. The default is 512 MiB.</value>
    public long MaxBulkLength { get; set; } = 512L * 1024 * 1024;

    /// <summary>
    /// Milliseconds for which a script may run before other clients are told that it keeps the engine busy, and may end
    /// it by SCRIPT KILL.
    /// </summary>
    /// <value>0 or more. The default is 5000.</value>
    public long BusyReplyThreshold { get; set; } = 5000;

    /// <summary>Up to which size collections keep their compact encodings.</summary>
    public EncodingLimits Encodings { get; private set; } = new();

    /// <summary>What may wait for a client that does not read.</summary>
    /// <value>The default is no limit.</value>
    public OutputLimit NormalOutputLimit { get; set; }

    /// <summary>What may wait for a replica that does not read.</summary>
    /// <value>The default is 256 MiB, or 64 MiB for 60 seconds.</value>
    public OutputLimit ReplicaOutputLimit { get; set; } = new(256L * 1024 * 1024, 64L * 1024 * 1024, 60);

    /// <summary>What may wait for a subscriber that does not read.</summary>
    /// <value>The default is 32 MiB, or 8 MiB for 60 seconds.</value>
    public OutputLimit SubscriberOutputLimit { get; set; } = new(32L * 1024 * 1024, 8L * 1024 * 1024, 60);

    /// <summary>How often per second the regular work runs: expiry, idle clients, rehashing.</summary>
    /// <value>1 to 500. The default is 10.</value>
    public int Hertz { get; set; } = 10;

    /// <summary>How eagerly keys are deleted whose time has come and for which nobody asks.</summary>
    /// <value>1 to 10. The default is 1.</value>
    public int ActiveExpireEffort { get; set; } = 1;

    /// <summary>Whether FLUSHALL and FLUSHDB free in the background when they do not say.</summary>
    /// <value>The default is false.</value>
    public bool LazyUserFlush { get; set; }

    /// <summary>Whether DEL frees large values in the background, as UNLINK does.</summary>
    /// <value>The default is false.</value>
    public bool LazyUserDelete { get; set; }

    /// <summary>
    /// Whether large values are freed in the background that commands overwrite or delete on the way.
    /// </summary>
    /// <value>The default is false.</value>
    public bool LazyServerDelete { get; set; }

    /// <summary>Whether large values are freed in the background when their keys expire.</summary>
    /// <value>The default is false.</value>
    public bool LazyExpire { get; set; }

    /// <summary>Who may send DEBUG.</summary>
    /// <value>no, yes or local (clients on this machine). The default is no.</value>
    public string EnableDebugCommand { get; set; } = "no";

    /// <summary>What is logged at least.</summary>
    /// <value>debug, verbose, notice or warning. The default is notice.</value>
    public string LogLevel { get; set; } = "notice";

    /// <summary>The file to log to; empty means standard output.</summary>
    public string LogFile { get; set; } = "";

    /// <summary>A file that the executable writes its process id to; empty writes none.</summary>
    public string PidFile { get; set; } = "";

    /// <summary>Where the engine reports what happens to it.</summary>
    /// <value>The default is nowhere.</value>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>
    /// Commands that take at least this long are kept in the slow log, in microseconds. Negative keeps none, 0 keeps
    /// all.
    /// </summary>
    /// <value>The default is 10,000.</value>
    public long SlowLogThreshold { get; set; } = 10_000;

    /// <summary>How many commands the slow log keeps.</summary>
    /// <value>0 or more. The default is 128.</value>
    public long SlowLogMaxLength { get; set; } = 128;

    /// <summary>
    /// Which events of keys are published, in the letters of <c>notify-keyspace-events</c>: K or E, or both, say to
    /// which channels, and the others which kinds of events: A all, or some of g$lshzxetdnm.
    /// </summary>
    /// <value>The default is none.</value>
    /// <exception cref="ArgumentException">A letter stands for no kind of events.</exception>
    public string KeyspaceEvents
    {
        get => KeyEventLetters.Format(KeyEvents);
        set => KeyEvents = KeyEventLetters.TryParse(value, out KeyEvents events)
            ? events
            : throw new ArgumentException(
                $"KeyspaceEvents is \"{value}\"; its letters may be those of Ag$lshzxeKEtmdn.", nameof(value));
    }

    /// <summary>
    /// Of how many keys the engine remembers which clients have read them, for CLIENT TRACKING. When there are more,
    /// clients are told that some changed, picked at random, and the engine forgets those.
    /// </summary>
    /// <value>0 or more; 0 is no limit. The default is 1,000,000; a key takes about 130 bytes and its name.</value>
    public long TrackedKeysLimit { get; set; } = 1_000_000;

    /// <summary>
    /// Commands that take at least so many milliseconds are kept for LATENCY, the worst of each second. While it is not
    /// 0, each command is timed by itself, which costs a little.
    /// </summary>
    /// <value>0 or more. The default is 0, which keeps none.</value>
    public long LatencyThreshold { get; set; }

    /// <summary>Whether INFO latencystats tells how long commands take.</summary>
    /// <value>The default is true.</value>
    public bool LatencyTracking { get; set; } = true;

    /// <summary>The percentiles of the time that commands take, as INFO latencystats shows them.</summary>
    /// <value>Each 0 to 100. The default is 50, 99 and 99.9.</value>
    public IReadOnlyList<double> LatencyPercentiles
    {
        get => _latencyPercentiles;
        set => _latencyPercentiles = [.. value];
    }

    /// <summary>Where the engine takes its time from: expiry, TIME, timeouts, pauses.</summary>
    /// <value>The default is the system's clock; Engine.Testing brings a virtual one.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>How the engine waits for its clients.</summary>
    /// <value>The default is what suits the operating system best.</value>
    public NetworkBackend Network { get; set; } = NetworkBackend.Automatic;

    /// <summary>
    /// Reads a command line as redis-server reads its own: perhaps the path of a redis.conf, then directives such as
    /// <c>--port 6400</c>. Without a port it is 6379.
    /// </summary>
    /// <exception cref="FormatException">A directive is unknown or its value is refused; the message names line,
    /// directive and bound.</exception>
    public static EngineOptions Parse(IReadOnlyList<string> arguments) =>
        ServerArguments.Parse(arguments, new DirectiveChecks());

    /// <summary>Faults to inject between clients and commands; Engine.Testing sets it.</summary>
    internal ITrafficGate? Gate { get; set; }

    /// <summary>How many pages the heap may have; tests set it to fill the engine soon.</summary>
    internal int HeapPages { get; set; } = PageHeap.MaximumPageIndexes;

    internal KeyEvents KeyEvents { get; set; }

    /// <summary>Who may send MODULE LOAD, which loads nothing: no, yes or local.</summary>
    internal string EnableModuleCommand => Accepted.GetValueOrDefault("enable-module-command", "no");

    /// <summary>Directives that the engine accepts, checks and shows, and does not act on.</summary>
    internal Dictionary<string, string> Accepted { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>The directives that a configuration has given.</summary>
    internal HashSet<string> Given { get; } = new(StringComparer.Ordinal);

    /// <summary>The redis.conf that the options came from, or empty.</summary>
    internal string ConfigFile { get; set; } = "";

    internal EngineOptions Copy()
    {
        var copy = (EngineOptions)MemberwiseClone();
        copy.Bind = [.. Bind];
        copy.Tls = Tls.Copy();
        copy.Encodings = Encodings.Copy();
        copy.SavePoints = [.. SavePoints];
        copy.Users = [.. Users];
        copy.RenamedCommands = [.. RenamedCommands];
        copy.Accepted = new Dictionary<string, string>(Accepted, StringComparer.Ordinal);
        return copy;
    }
}

using System.Net;
using System.Net.Sockets;
using Redis.Fixtures.Resp;

namespace Redis.Fixtures.Servers;

/// <summary>
/// A redis-server of the test's own: on a free loopback port, in a temporary folder, without persistence unless a
/// directive asks for it. A test may stop, kill, pause and start it; port and folder stay the same until it is
/// disposed. If the test host dies, however it dies, the server goes with it (see <see cref="GuardedProcess"/>).
/// </summary>
public sealed class RedisServerProcess : IRedisServer
{
    private const int PortAttempts = 10;

    private readonly RedisServerKind _kind;
    private readonly string[] _directives;
    private readonly List<int> _ports = [];
    private GuardedProcess? _process;

    private RedisServerProcess(RedisServerKind kind, IEnumerable<string> directives)
    {
        _kind = kind;
        _directives = [.. directives];
        Folder = Directory.CreateTempSubdirectory("redis-").FullName;
    }

    public string Name => $"redis-server {RedisInstallation.Version}";

    public int Port => _ports[0];

    public EndPoint EndPoint => new IPEndPoint(IPAddress.Loopback, Port);

    /// <summary>The server as one side of a comparison.</summary>
    public RespTarget Target => new(Name, EndPoint);

    /// <summary>Where the server keeps its files, among them <c>redis.conf</c> and <c>server.log</c>.</summary>
    public string Folder { get; }

    public int ProcessId => Running.Id;

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>The port of the cluster bus.</summary>
    internal int BusPort => _ports[1];

    private string LogPath => Path.Combine(Folder, "server.log");

    private string ReadinessSocket => Path.Combine(Folder, "ready.sock");

    private GuardedProcess Running => IsRunning
        ? _process!
        : throw new InvalidOperationException($"The server on port {Port} is not running. Its log:\n{ReadLog()}");

    /// <summary>Starts a server and returns when it answers. Without redis-server the test is skipped.</summary>
    /// <param name="directives">Lines for redis.conf, such as <c>"appendonly yes"</c>; they win over the
    /// defaults.</param>
    /// <param name="cancellationToken">Gives up, and ends the server.</param>
    public static Task<RedisServerProcess> StartAsync(
        IEnumerable<string>? directives = null, CancellationToken cancellationToken = default) =>
        StartAsync(RedisServerKind.Standalone, directives ?? [], cancellationToken);

    internal static async Task<RedisServerProcess> StartAsync(
        RedisServerKind kind, IEnumerable<string> directives, CancellationToken cancellationToken)
    {
        _ = RedisInstallation.ServerPath;
        RedisServerProcess server = new(kind, directives);
        try
        {
            await server.StartOnFreePortAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public Task<RespClient> ConnectAsync(CancellationToken cancellationToken = default) =>
        RespClient.ConnectAsync(EndPoint, cancellationToken);

    /// <summary>Starts a server that was stopped or killed, on the same port and the same files.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken = default)
    {
        if (IsRunning)
        {
            throw new InvalidOperationException($"The server on port {Port} is running already.");
        }

        if (!await TryStartAsync(cancellationToken))
        {
            throw new InvalidOperationException($"Port {Port} was taken while the server was down.");
        }
    }

    /// <summary>Asks the server to end in good order (SIGTERM): it saves, if it is configured to.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default)
    {
        Running.Terminate();
        return _process!.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Kills the server (SIGKILL), as a power cut would end it; a paused one too.</summary>
    public Task KillAsync(CancellationToken cancellationToken = default)
    {
        Running.Kill();
        return _process!.WaitForExitAsync(cancellationToken);
    }

    /// <summary>
    /// Freezes the server (SIGSTOP) and returns when it stands still: its sockets stay open, nothing answers.
    /// </summary>
    public Task PauseAsync(CancellationToken cancellationToken = default) =>
        Running.PauseAsync(cancellationToken);

    /// <summary>Lets a paused server run on.</summary>
    public void Resume() => Running.Resume();

    public string ReadLog() => File.Exists(LogPath) ? File.ReadAllText(LogPath) : "";

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
        {
            await KillAsync();
        }

        _process?.Dispose();
        ReleasePorts();
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private async Task StartOnFreePortAsync(CancellationToken cancellationToken)
    {
        for (int attempt = 1; attempt <= PortAttempts; attempt++)
        {
            File.Delete(LogPath);
            _ports.AddRange(LoopbackPorts.Reserve(), LoopbackPorts.Reserve());
            await File.WriteAllLinesAsync(Path.Combine(Folder, "redis.conf"), Configuration(), cancellationToken);
            if (await TryStartAsync(cancellationToken))
            {
                return;
            }

            ReleasePorts();
        }

        throw new InvalidOperationException($"{PortAttempts} ports in a row were taken before redis-server had them.");
    }

    /// <summary>False if somebody else has the port.</summary>
    private async Task<bool> TryStartAsync(CancellationToken cancellationToken)
    {
        _process?.Dispose();
        _process = GuardedProcess.Start(Folder, Command());
        bool isTaken = false;
        await Poll.UntilAsync(
            async token =>
            {
                if (_process.HasExited)
                {
                    isTaken = ReadLog().Contains("Address already in use", StringComparison.Ordinal);
                    return isTaken
                        ? true
                        : throw new InvalidOperationException($"redis-server did not start. Its log:\n{ReadLog()}");
                }

                return await AnswersAsync(token);
            },
            $"redis-server in {Folder} answers",
            cancellationToken);
        return !isTaken;
    }

    private string[] Command() => _kind is RedisServerKind.Sentinel
        ? [RedisInstallation.ServerPath, "redis.conf", "--sentinel"]
        : [RedisInstallation.ServerPath, "redis.conf"];

    private IEnumerable<string> Configuration() =>
    [
        $"port {Port}",
        "bind 127.0.0.1",
        $"dir {Folder}",
        $"unixsocket {ReadinessSocket}",
        "daemonize no",
        "save \"\"",
        "enable-debug-command yes",
        .. _kind is RedisServerKind.ClusterNode ? [$"cluster-port {BusPort}"] : Array.Empty<string>(),
        .. _directives,
    ];

    /// <summary>
    /// Asks on a Unix socket in the server's own folder, where nobody else can answer, and which Redis opens after its
    /// port. Any answer will do, a demand for a password too, except that it is still loading.
    /// </summary>
    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            UnixDomainSocketEndPoint endpoint = new(ReadinessSocket);
            await using RespClient client = await RespClient.ConnectAsync(endpoint, cancellationToken);
            await client.SendAsync("PING");
            RespValue reply = await client.ReadAsync(cancellationToken);
            return !reply.Bytes.Span.StartsWith("LOADING"u8);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }

    private void ReleasePorts()
    {
        _ports.ForEach(LoopbackPorts.Release);
        _ports.Clear();
    }
}

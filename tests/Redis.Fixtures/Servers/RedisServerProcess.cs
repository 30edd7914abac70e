using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Redis.Fixtures.Resp;

namespace Redis.Fixtures.Servers;

/// <summary>
/// A redis-server of the test's own: on a free loopback port, in a temporary folder, without persistence unless a
/// directive asks for it. A test may stop, kill, pause and start it; port and folder stay the same until it is disposed.
/// If the test host dies, however it dies, the server goes with it (see <see cref="OrphanGuard"/>).
/// </summary>
public sealed class RedisServerProcess : IRedisServer
{
    private const int PortAttempts = 10;

    private static readonly TimeSpan s_startDeadline = TimeSpan.FromSeconds(30);

    private readonly string[] _directives;
    private Process? _process;
    private OrphanGuard? _guard;

    private RedisServerProcess(string[] directives)
    {
        _directives = directives;
        Folder = Directory.CreateTempSubdirectory("redis-").FullName;
    }

    public string Name => $"redis-server {RedisInstallation.Version}";

    public int Port { get; private set; }

    /// <summary>The server as one side of a comparison.</summary>
    public RespTarget Target => new(Name, EndPoint);

    public EndPoint EndPoint => new IPEndPoint(IPAddress.Loopback, Port);

    /// <summary>Where the server keeps its files, among them <c>redis.conf</c> and <c>server.log</c>.</summary>
    public string Folder { get; }

    public int ProcessId => Running.Id;

    public bool IsRunning => _process is { HasExited: false };

    private string LogPath => Path.Combine(Folder, "server.log");

    private string ReadinessSocket => Path.Combine(Folder, "ready.sock");

    private Process Running => IsRunning
        ? _process!
        : throw new InvalidOperationException($"The server on port {Port} is not running. Its log:\n{ReadLog()}");

    /// <summary>Starts a server and returns when it answers.</summary>
    /// <param name="directives">Lines for redis.conf, such as <c>"appendonly yes"</c>; they win over the defaults.</param>
    /// <param name="cancellationToken">Gives up, and ends the server.</param>
    public static async Task<RedisServerProcess> StartAsync(
        IEnumerable<string>? directives = null, CancellationToken cancellationToken = default)
    {
        _ = RedisInstallation.ServerPath;
        RedisServerProcess server = new([.. directives ?? []]);
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
        ProcessSignal.Terminate(Running);
        return WaitForEndAsync(cancellationToken);
    }

    /// <summary>Kills the server (SIGKILL), as a power cut would end it; a paused one too.</summary>
    public Task KillAsync(CancellationToken cancellationToken = default)
    {
        Running.Kill();
        return WaitForEndAsync(cancellationToken);
    }

    /// <summary>Freezes the server (SIGSTOP) and returns when it stands still: its sockets stay open, nothing answers.</summary>
    public Task PauseAsync(CancellationToken cancellationToken = default) =>
        ProcessSignal.PauseAsync(Running, cancellationToken);

    /// <summary>Lets a paused server run on.</summary>
    public void Resume() => ProcessSignal.Resume(Running);

    public string ReadLog() => File.Exists(LogPath) ? File.ReadAllText(LogPath) : "";

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
        {
            await KillAsync();
        }

        ReleaseProcess();
        LoopbackPorts.Release(Port);
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private async Task StartOnFreePortAsync(CancellationToken cancellationToken)
    {
        for (int attempt = 1; attempt <= PortAttempts; attempt++)
        {
            Port = LoopbackPorts.Reserve();
            if (await TryStartAsync(cancellationToken))
            {
                return;
            }

            LoopbackPorts.Release(Port);
        }

        throw new InvalidOperationException($"{PortAttempts} ports in a row were taken before redis-server had them.");
    }

    /// <summary>False if somebody else has the port.</summary>
    private async Task<bool> TryStartAsync(CancellationToken cancellationToken)
    {
        ReleaseProcess();
        WriteConfiguration();
        Launch();
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(s_startDeadline);
        try
        {
            while (!await AnswersAsync(deadline.Token))
            {
                if (_process!.HasExited)
                {
                    return IsPortTaken()
                        ? false
                        : throw new InvalidOperationException($"redis-server did not start. Its log:\n{ReadLog()}");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, deadline.Token);
            }

            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"redis-server did not answer within {s_startDeadline}. Its log:\n{ReadLog()}");
        }
    }

    private void WriteConfiguration() => File.WriteAllLines(Path.Combine(Folder, "redis.conf"),
    [
        $"port {Port}",
        "bind 127.0.0.1",
        $"dir {Folder}",
        $"unixsocket {ReadinessSocket}",
        "daemonize no",
        "save \"\"",
        "enable-debug-command yes",
        .. _directives,
    ]);

    /// <summary>
    /// The shell waits for a line before it becomes the server, and the line is sent once the guard is watching: there is
    /// no moment in which the host could die and leave a server behind.
    /// </summary>
    private void Launch()
    {
        const string Gate = """read -r go && exec "$@" </dev/null >>server.log 2>&1""";
        ProcessStartInfo start = new("/bin/sh") { RedirectStandardInput = true, WorkingDirectory = Folder };
        string[] arguments = ["-c", Gate, "redis-gate", RedisInstallation.ServerPath, "redis.conf"];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        _guard = OrphanGuard.Watch(_process.Id, Folder);
        _process.StandardInput.WriteLine("go");
        _process.StandardInput.Dispose();
    }

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

    private bool IsPortTaken() => ReadLog().Contains("Address already in use", StringComparison.Ordinal);

    private async Task WaitForEndAsync(CancellationToken cancellationToken)
    {
        await _process!.WaitForExitAsync(cancellationToken);
        File.Delete(ReadinessSocket);
    }

    private void ReleaseProcess()
    {
        _guard?.Dispose();
        _process?.Dispose();
        _guard = null;
        _process = null;
    }
}

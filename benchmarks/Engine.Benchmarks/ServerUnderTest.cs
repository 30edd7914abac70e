using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Engine.Benchmarks;

/// <summary>
/// A server process on a free port of the loopback address, on the first core; the load comes from the second.
/// </summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private const string FirstCore = "0";

    private readonly Process _process;

    private ServerUnderTest(string name, Process process, int port, TimeSpan timeToFirstPong)
    {
        Name = name;
        _process = process;
        Port = port;
        TimeToFirstPong = timeToFirstPong;
    }

    public string Name { get; }

    public int Port { get; }

    public TimeSpan TimeToFirstPong { get; }

    public int ProcessId => _process.Id;

    /// <param name="cores">Where it may run, as taskset wants it.</param>
    /// <param name="directives">Further ones of redis.conf.</param>
    public static Task<ServerUnderTest> StartRedisAsync(string cores = FirstCore, params string[] directives) =>
        StartAsync("redis", cores, "redis-server", directives);

    /// <inheritdoc cref="StartRedisAsync"/>
    public static Task<ServerUnderTest> StartEngineAsync(string cores = FirstCore, params string[] directives) =>
        StartAsync("engine", cores, Path.GetFullPath("artifacts/engine/engine-server"), directives);

    /// <summary>CPU time of all threads so far, in user and kernel mode.</summary>
    public double CpuSeconds() => ProcessorClock.Of(_process.Id).TotalSeconds;

    public long ResidentBytes()
    {
        _process.Refresh();
        return _process.WorkingSet64;
    }

    public async Task<string> VersionAsync()
    {
        string info = await AskAsync("INFO server");
        string[] shown = ["redis_version", "engine_version", "multiplexing_api"];
        return string.Join(", ", info.Split("\r\n").Where(line => shown.Contains(line.Split(':')[0])));
    }

    public async Task<long> UsedMemoryAsync()
    {
        string info = await AskAsync("INFO memory");
        string line =
            info.Split("\r\n").Single(candidate => candidate.StartsWith("used_memory:", StringComparison.Ordinal));
        return long.Parse(line.Split(':')[1], CultureInfo.InvariantCulture);
    }

    public async Task<string> AskAsync(string command)
    {
        using TcpClient client = await ConnectAsync();
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"));
        byte[] buffer = new byte[64 * 1024];
        int length = await stream.ReadAsync(buffer);
        return Encoding.ASCII.GetString(buffer, 0, length);
    }

    public async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, Port);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<ServerUnderTest> StartAsync(
        string name, string cores, string program, string[] directives)
    {
        int port = FreePort();
        string[] arguments = ["--port", Text(port), "--save", "", "--bind", "127.0.0.1", .. directives];
        var start = new ProcessStartInfo("taskset", ["-c", cores, program, .. arguments])
        {
            RedirectStandardOutput = true,
        };
        long started = Stopwatch.GetTimestamp();
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        await WaitForPongAsync(process, port);
        return new ServerUnderTest(name, process, port, Stopwatch.GetElapsedTime(started));
    }

    private static async Task WaitForPongAsync(Process process, int port)
    {
        byte[] reply = new byte[7];
        while (true)
        {
            if (process.HasExited)
                throw new InvalidOperationException(
                    $"The server ended with exit code {process.ExitCode} before it answered.");
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port);
                await client.GetStream().WriteAsync("PING\r\n"u8.ToArray());
                await client.GetStream().ReadExactlyAsync(reply);
                if (reply[0] == (byte)'+')
                    return;

                // It is loading its files, and is not to be kept from that by questions.
                await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
            }
            catch (SocketException)
            {
                // Not listening yet. Asking again at once is what measures the start.
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Pipelines.Sockets.Unofficial.Tests.Client;

/// <summary>A redis-server on a free loopback port, without persistence, for the length of a test class.</summary>
public sealed class RedisServerProcess : IAsyncLifetime
{
    private static readonly TimeSpan s_startTimeout = TimeSpan.FromSeconds(20);

    private Process? _process;
    private Task<string>? _drained;

    public int Port { get; private set; }

    /// <summary>Why there is no server; null while there is one.</summary>
    public string? SkipReason { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var executable = FindExecutable();
        if (executable is null)
        {
            SkipReason = "redis-server is not installed: no such file in any directory of PATH.";
            return;
        }

        Port = FreePort();
        string[] arguments = ["--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
        _process = Process.Start(new ProcessStartInfo(executable, arguments) { RedirectStandardOutput = true })!;
        using var timeout = new CancellationTokenSource(s_startTimeout);
        while (await _process.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
        {
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                _drained = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return;
            }
        }

        throw new InvalidOperationException($"{executable} on port {Port} ended before it accepted connections.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            await (_drained ?? Task.CompletedTask);
            _process.Dispose();
        }
    }

    private static string? FindExecutable() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Select(static directory => Path.Combine(directory, "redis-server"))
            .FirstOrDefault(File.Exists);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

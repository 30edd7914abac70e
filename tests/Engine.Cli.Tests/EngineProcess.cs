using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Engine.Cli.Tests;

/// <summary>The executable, started as a user starts it, on a free port.</summary>
internal sealed class EngineProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _isReady = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EngineProcess(Process process) => _process = process;

    public int Port { get; private set; }

    public int Id => _process.Id;

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public static string Path { get; } = System.IO.Path.Combine(
        AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "engine-server.exe" : "engine-server");

    /// <summary>Starts it, the port behind the other arguments, and waits for the line that says it is ready.</summary>
    public static Task<EngineProcess> StartAsync(params string[] arguments) => StartAsync(StartInfo, arguments);

    /// <summary>Starts it where no more than so many files may be open, on a back end.</summary>
    public static Task<EngineProcess> StartWithLimitAsync(int descriptors, string network) => StartAsync(
        arguments =>
        {
            // The shell lowers the limit, and becomes the engine.
            ProcessStartInfo start = StartInfo(arguments);
            start.ArgumentList.Insert(0, "-c");
            start.ArgumentList.Insert(1, $"ulimit -n {descriptors}; exec \"$0\" \"$@\"");
            start.ArgumentList.Insert(2, start.FileName);
            start.FileName = "/bin/sh";
            start.Environment["ENGINE_NETWORK"] = network;
            return start;
        },
        []);

    /// <summary>Runs it to its end: for command lines that ask, or that are refused.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using Process process = Process.Start(StartInfo(arguments))!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }

    /// <summary>Sends a signal by its name, such as <c>TERM</c>.</summary>
    public async Task SignalAsync(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Sends SIGTERM, as a service manager does, and waits for the end.</summary>
    public async Task<int> TerminateAsync()
    {
        await SignalAsync("TERM");
        return await WaitForExitAsync();
    }

    /// <summary>Ends the process as a power cut would (SIGKILL).</summary>
    public void Kill() => _process.Kill();

    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<EngineProcess> StartAsync(Func<string[], ProcessStartInfo> describe, string[] arguments)
    {
        int port = FreePort();
        EngineProcess engine =
            Launch(describe([.. arguments, "--port", port.ToString(CultureInfo.InvariantCulture)]));
        engine.Port = port;
        await engine._isReady.Task.WaitAsync(TimeSpan.FromSeconds(30));
        return engine;
    }

    private static EngineProcess Launch(ProcessStartInfo start)
    {
        var engine = new EngineProcess(Process.Start(start)!);
        engine._process.OutputDataReceived += (_, line) => engine.Add(line.Data);
        engine._process.ErrorDataReceived += (_, line) => engine.Add(line.Data);
        engine._process.BeginOutputReadLine();
        engine._process.BeginErrorReadLine();
        return engine;
    }

    private static ProcessStartInfo StartInfo(string[] arguments)
    {
        var start =
            new ProcessStartInfo(Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_ROOT"] =
            System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        return start;
    }

    public static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Add(string? line)
    {
        if (line is null)
        {
            _isReady.TrySetException(new InvalidOperationException($"The engine ended before it was ready:\n{Output}"));
            return;
        }

        lock (_output)
            _output.AppendLine(line);
        if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            _isReady.TrySetResult();
    }
}

using System.Diagnostics;
using Redis.Fixtures.Servers;

namespace Patterns.Queues.Tests.Histories;

/// <summary>A worker in a process of its own, which a test kills, stops and lets run.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly GuardedProcess _process;
    private readonly string _folder;

    private WorkerProcess(string name, GuardedProcess process, string folder)
    {
        Name = name;
        _process = process;
        _folder = folder;
    }

    public string Name { get; }

    public bool HasExited => _process.HasExited;

    /// <param name="name">What the history calls it.</param>
    /// <param name="endpoint">Where Redis is.</param>
    /// <param name="prefix">The prefix of the queue's keys.</param>
    /// <param name="history">Where it writes what happens.</param>
    public static WorkerProcess Start(string name, string endpoint, string prefix, string history)
    {
        string folder = Directory.CreateTempSubdirectory("worker-").FullName;
        string program = Path.Combine(AppContext.BaseDirectory, "Patterns.Queues.Worker.dll");
        string host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet"
            ? path
            : "dotnet";
        return new WorkerProcess(
            name, GuardedProcess.Start(folder, host, program, endpoint, prefix, name, history), folder);
    }

    public HistoryEvent Kill()
    {
        _process.Kill();
        return Now("killed");
    }

    /// <returns>When it was stopped; null if it had just died of a job.</returns>
    public async Task<HistoryEvent?> PauseAsync(CancellationToken cancellationToken)
    {
        HistoryEvent paused = Now("paused");
        try
        {
            await _process.PauseAsync(cancellationToken);
            return paused;
        }
        catch (Exception) when (HasExited)
        {
            return null;
        }
    }

    public HistoryEvent Resume()
    {
        _process.Resume();
        return Now("resumed");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private HistoryEvent Now(string what) => new(Stopwatch.GetTimestamp(), Name, what);
}

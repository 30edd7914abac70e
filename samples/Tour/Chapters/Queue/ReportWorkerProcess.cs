using System.Diagnostics;

namespace Tour.Chapters.Queue;

/// <summary>A worker in a process of its own.</summary>
internal sealed class ReportWorkerProcess : IDisposable
{
    private readonly Process _process;

    private ReportWorkerProcess(Process process) => _process = process;

    public static ReportWorkerProcess Start(string configuration, string prefix, PlantedFault fault)
    {
        string[] arguments = [ReportWorker.Argument, prefix, $"{fault}"];
        string self = Environment.ProcessPath!;
        if (Path.GetFileNameWithoutExtension(self) == "dotnet")
        {
            arguments = [Path.Combine(AppContext.BaseDirectory, "Tour.dll"), .. arguments];
        }

        Process process = Process.Start(new ProcessStartInfo(self, arguments) { RedirectStandardInput = true })!;
        process.StandardInput.WriteLine(configuration);
        process.StandardInput.Flush();
        return new ReportWorkerProcess(process);
    }

    /// <summary>Ends the process in the middle of whatever it does.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.WaitForExit();
        _process.Dispose();
    }
}

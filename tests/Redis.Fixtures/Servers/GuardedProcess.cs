using System.Diagnostics;
using System.Globalization;

namespace Redis.Fixtures.Servers;

/// <summary>
/// A process that does not outlive the test host, however the host dies. Beside it runs a guard: a shell that reads a
/// pipe which only the host holds open. When the pipe ends, the guard kills the process and removes its folder; a line
/// on the pipe says instead that all is in order. (PR_SET_PDEATHSIG would not do: it follows the thread that started
/// the process, and the runtime's pool threads come and go.)
/// </summary>
internal sealed class GuardedProcess : IDisposable
{
    private const string GuardScript = """read -r done || { kill -KILL "$1"; rm -rf "$2"; }""";

    /// <summary>
    /// The shell becomes the program only when it reads a line, which it is sent once the guard is watching: there is
    /// no moment in which the host could die and leave the process behind.
    /// </summary>
    private const string GateScript = """read -r go && exec "$@" </dev/null >>server.log 2>&1""";

    private readonly Process _process;
    private readonly Process _guard;

    private GuardedProcess(Process process, Process guard)
    {
        _process = process;
        _guard = guard;
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a program in a folder; what it prints goes to <c>server.log</c> there.</summary>
    public static GuardedProcess Start(string folder, params string[] command)
    {
        Process process = StartShell(folder, ["-c", GateScript, "redis-gate", .. command]);
        string id = process.Id.ToString(CultureInfo.InvariantCulture);
        Process guard = StartShell("/", ["-c", GuardScript, "redis-guard", id, folder]);
        WriteLine(process);
        return new GuardedProcess(process, guard);
    }

    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Ends a process that will not be asked, a paused one too.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Asks the process to end in good order.</summary>
    public void Terminate() => PosixSignal.Send(Id, PosixSignal.Terminate);

    public void Resume() => PosixSignal.Send(Id, PosixSignal.Continue);

    /// <summary>
    /// Stops the process from running until <see cref="Resume"/>. The signal takes effect a moment after it was sent;
    /// on Linux, where the state of a process can be read, this waits for it.
    /// </summary>
    public Task PauseAsync(CancellationToken cancellationToken)
    {
        PosixSignal.Send(Id, PosixSignal.Stop);
        return OperatingSystem.IsLinux()
            ? Poll.UntilAsync(IsStoppedAsync, $"process {Id} stands still", cancellationToken)
            : Task.CompletedTask;
    }

    /// <summary>Ends the guard; the process must have ended before.</summary>
    public void Dispose()
    {
        Debug.Assert(HasExited, "Without its guard the process could outlive the test host.");
        WriteLine(_guard);
        _guard.WaitForExit();
        _guard.Dispose();
        _process.Dispose();
    }

    private static Process StartShell(string folder, string[] arguments) => Process.Start(
        new ProcessStartInfo("/bin/sh", arguments) { RedirectStandardInput = true, WorkingDirectory = folder })!;

    private static void WriteLine(Process shell)
    {
        shell.StandardInput.WriteLine();
        shell.StandardInput.Dispose();
    }

    private async Task<bool> IsStoppedAsync(CancellationToken cancellationToken)
    {
        string status = await File.ReadAllTextAsync($"/proc/{Id}/stat", cancellationToken);
        return status[status.LastIndexOf(')') + 2] == 'T';
    }
}

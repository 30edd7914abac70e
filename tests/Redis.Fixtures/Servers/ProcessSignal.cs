using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Redis.Fixtures.Servers;

/// <summary>The signals that the runtime has no call for.</summary>
internal static class ProcessSignal
{
    private const int SigTerm = 15;

    /// <summary>Asks a process to end in good order.</summary>
    public static void Terminate(Process process) => Send(process, SigTerm);

    /// <summary>
    /// Stops a process from running until <see cref="Resume"/>. The signal takes effect a moment after it was sent; on
    /// Linux, where the state can be read, this waits for it.
    /// </summary>
    public static async Task PauseAsync(Process process, CancellationToken cancellationToken)
    {
        Send(process, OperatingSystem.IsMacOS() ? 17 : 19);
        while (OperatingSystem.IsLinux() && await StateAsync(process, cancellationToken) != 'T')
        {
            await Task.Yield();
        }
    }

    public static void Resume(Process process) => Send(process, OperatingSystem.IsMacOS() ? 19 : 18);

    private static async Task<char> StateAsync(Process process, CancellationToken cancellationToken)
    {
        string status = await File.ReadAllTextAsync($"/proc/{process.Id}/stat", cancellationToken);
        return status[status.LastIndexOf(')') + 2];
    }

    private static void Send(Process process, int signal)
    {
        if (Kill(process.Id, signal) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
